import { isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'

/** One record of a text log on its way to a framed line: made anew for every line, in the same memory. */
export interface Row {
  /** JSON object of the fields that the format knows, in bytes[0, length). */
  bytes: Buffer
  length: number
  /** JSON members of the fields that it does not know, without the braces. */
  extra: string
  readonly unknown: string[]
  /** Something in it was no UTF-8. */
  isDamaged: boolean
}

export const newRow = (): Row => ({
  bytes: Buffer.allocUnsafe(16 * 1024),
  length: 0,
  extra: '',
  unknown: [],
  isDamaged: false,
})

/** A column of a text log: its name as it begins a JSON member, and whether the format knows it. */
export interface Column {
  readonly name: string
  readonly prefix: Buffer
  readonly isKnown: boolean
}

export const columnOf = (name: string, known: Readonly<Record<string, unknown>>): Column => ({
  name,
  prefix: Buffer.from(`,${JSON.stringify(name)}:"`),
  isKnown: Object.hasOwn(known, name),
})

export function begin(row: Row): void {
  row.length = 0
  row.extra = ''
  row.unknown.length = 0
  row.isDamaged = false
}

/** Adds the field b[from, to) as text. Empty fields and a lone hyphen hold nothing, and are left out. */
export function put(row: Row, column: Column, b: Buffer, from: number, to: number): void {
  if (to - from === 0 || (to - from === 1 && b[from] === 0x2d)) return
  if (!column.isKnown) {
    putText(row, column, b.toString('utf8', from, to))
    return
  }
  const most = column.prefix.length + 6 * (to - from) + 2
  if (row.length + most > row.bytes.length) grow(row, most)
  const out = row.bytes
  let at = row.length
  const { prefix } = column
  // By hand: for a few bytes a call of copy() costs more than they do.
  for (let i = 0; i < prefix.length; i++) out[at++] = prefix[i] as number
  for (let i = from; i < to; i++) {
    const c = b[i] as number
    if (c >= 0x20 && c !== 0x22 && c !== 0x5c) out[at++] = c
    else if (c >= 0x20) {
      out[at++] = 0x5c
      out[at++] = c
    } else at += out.write(`\\u00${c < 16 ? '0' : ''}${c.toString(16)}`, at, 'latin1')
  }
  out[at++] = 0x22
  row.length = at
}

/** Adds a field whose text is not in the bytes as it is. */
export function putText(row: Row, column: Column, text: string): void {
  if (text === '' || text === '-') return
  if (column.isKnown) putJson(row, column.name, JSON.stringify(text))
  else {
    row.extra += `${row.extra === '' ? '' : ','}${JSON.stringify(column.name)}:${JSON.stringify(text)}`
    row.unknown.push(column.name)
  }
}

/** Adds a known field that is JSON already. */
export function putJson(row: Row, name: string, json: string): void {
  const member = Buffer.from(`,${JSON.stringify(name)}:${json}`)
  if (row.length + member.length + 2 > row.bytes.length) grow(row, member.length + 2)
  row.length += member.copy(row.bytes, row.length)
}

/** Closes the object; false when it holds nothing at all. `isText`: all of it is known to be UTF-8. */
export function end(row: Row, isText: boolean): boolean {
  if (row.length === 0 && row.extra === '') return false
  if (row.length === 0) row.length = 1
  row.bytes[0] = 0x7b
  row.bytes[row.length++] = 0x7d
  if (!isText && !isUtf8(row.bytes.subarray(0, row.length))) {
    const sound = Buffer.from(row.bytes.toString('utf8', 0, row.length))
    if (sound.length > row.bytes.length) row.bytes = Buffer.allocUnsafe(sound.length * 2)
    row.length = sound.copy(row.bytes)
    row.isDamaged = true
  }
  return true
}

/** sha256:… of what the row says: its name where the format has none. */
export function hashOf({ bytes, length, extra }: Row): string {
  const said = extra === '' ? bytes.subarray(0, length) : Buffer.concat([bytes.subarray(0, length), Buffer.from(extra)])
  return `sha256:${hash('sha256', said)}`
}

function grow(row: Row, more: number): void {
  const larger = Buffer.allocUnsafe(Math.max(row.bytes.length * 2, row.length + more))
  row.bytes.copy(larger, 0, 0, row.length)
  row.bytes = larger
}
