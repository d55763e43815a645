import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { type KeyTable, placeOf } from './key-table.ts'
import type { Findings } from './scan.ts'
import { nameOf, type Span, spansOf } from './spans.ts'

/** A record that cannot be copied as it is, made fit for one line. */
export interface Repaired {
  /** The record with known fields only, each once. */
  readonly record: Buffer
  readonly flags: readonly string[]
  /** sha256:… of the record without white space, where the record identifies itself by nothing. */
  readonly hash: string | null
  /** JSON object of the fields that the format does not know, and the earlier values of doubled names. */
  readonly extra: string | null
  readonly unknown: readonly string[]
}

/** Later records read the LAST of doubled fields, as JSON.parse does; DuckDB reads the first: so only one is left. */
export function repair(b: Buffer, from: number, to: number, table: KeyTable, found: Findings): Repaired {
  const flags: string[] = []
  let record: Buffer = Buffer.from(b.subarray(from, to))
  if (!isUtf8(record)) {
    record = Buffer.from(record.toString('utf8'))
    flags.push('damaged-text')
  }
  if (found.controls) {
    record = escapeControls(record)
    if (!flags.includes('damaged-text')) flags.push('damaged-text')
  }
  if (found.surrogates && replaceLoneSurrogates(record)) flags.push('lone-surrogates')
  if (found.newlines) breaksToBlanks(record)
  const sorted = found.oddKeys ? sortFields(record, table) : null
  if (sorted?.doubled) flags.push('duplicate-keys')
  return {
    record: sorted?.record ?? record,
    flags,
    hash: found.anonymous || sorted?.anonymous ? hashOf(record) : null,
    extra: sorted?.extra ?? null,
    unknown: sorted?.unknown ?? [],
  }
}

function hashOf(record: Buffer): string {
  return `sha256:${createHash('sha256').update(squeeze(record)).digest('hex')}`
}

function sortFields(b: Buffer, table: KeyTable) {
  const last = new Map<string, Span>()
  const earlier = new Map<string, string[]>()
  for (const span of spansOf(b, 0, b.length)) {
    const name = nameOf(b, span)
    const before = last.get(name)
    if (before !== undefined) push(earlier, name, b.toString('utf8', before.value, before.valueEnd))
    last.delete(name)
    last.set(name, span)
  }
  const known: string[] = []
  const extra: string[] = []
  const unknown: string[] = []
  for (const [name, span] of last) {
    const encoded = Buffer.from(name)
    const isKnown = placeOf(table, encoded, 0, encoded.length) >= 0
    const field = `${JSON.stringify(name)}:${b.toString('utf8', span.value, span.valueEnd)}`
    if (isKnown) known.push(field)
    else {
      extra.push(field)
      unknown.push(name)
    }
  }
  if (earlier.size > 0) {
    const fields = [...earlier].map(([name, values]) => `${JSON.stringify(name)}:[${values.join(',')}]`)
    extra.push(`"duplicate keys":{${fields.join(',')}}`)
  }
  return {
    record: Buffer.from(`{${known.join(',')}}`),
    extra: extra.length === 0 ? null : `{${extra.join(',')}}`,
    unknown,
    doubled: earlier.size > 0,
    anonymous: isNothing(b, last.get(table.names[table.id] ?? '')),
  }
}

/** As scanObject judges the field that identifies a record; of doubled ones it saw the first, and the last counts. */
function isNothing(b: Buffer, id: Span | undefined): boolean {
  return id === undefined || b[id.value] === 0x6e || (b[id.value] === 0x22 && b[id.value + 1] === 0x22)
}

function push(lists: Map<string, string[]>, name: string, value: string): void {
  const list = lists.get(name)
  if (list === undefined) lists.set(name, [value])
  else list.push(value)
}

/** Control characters inside strings become the escapes that JSON asks for; nothing of the text is lost. */
function escapeControls(b: Buffer): Buffer {
  const pieces: Buffer[] = []
  let copied = 0
  let inString = false
  for (let i = 0; i < b.length; i++) {
    const c = b[i] as number
    if (c === 0x22) inString = !inString
    else if (c === 0x5c && inString) i++
    else if (c < 0x20 && inString) {
      pieces.push(b.subarray(copied, i), Buffer.from(`\\u${c.toString(16).padStart(4, '0')}`))
      copied = i + 1
    }
  }
  return Buffer.concat([...pieces, b.subarray(copied)])
}

/** Overwrites escapes of surrogates that have no partner, which no database can store, by \ufffd of the same length. */
function replaceLoneSurrogates(b: Buffer): boolean {
  let any = false
  for (let i = b.indexOf(0x5c); i >= 0; i = b.indexOf(0x5c, i)) {
    const unit = surrogateAt(b, i)
    if (unit === 0) i += 2
    else if (unit < 0xdc00 && surrogateAt(b, i + 6) >= 0xdc00) i += 12
    else {
      b.write('fffd', i + 2, 'latin1')
      any = true
      i += 6
    }
  }
  return any
}

/** The surrogate that is escaped at b[i], or 0. */
function surrogateAt(b: Buffer, i: number): number {
  if (b[i] !== 0x5c || b[i + 1] !== 0x75) return 0
  const unit = Number.parseInt(b.toString('latin1', i + 2, i + 6), 16)
  return unit >= 0xd800 && unit <= 0xdfff ? unit : 0
}

/** Line breaks can only stand between tokens here. */
function breaksToBlanks(b: Buffer): void {
  for (let i = 0; i < b.length; i++) if (b[i] === 0x0a || b[i] === 0x0d) b[i] = 0x20
}

/** The record without white space between tokens: pretty-printed or not, it is the same record. */
function squeeze(b: Buffer): Buffer {
  const out = Buffer.allocUnsafe(b.length)
  let length = 0
  let inString = false
  for (let i = 0; i < b.length; i++) {
    const c = b[i] as number
    if (!inString && c <= 0x20) continue
    out[length++] = c
    if (c === 0x22) inString = !inString
    else if (c === 0x5c && inString) out[length++] = b[++i] as number
  }
  return out.subarray(0, length)
}
