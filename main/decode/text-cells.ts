/** Where the fields of a line lie; made anew for every line, in the same memory. */
export interface Cells {
  readonly from: number[]
  readonly to: number[]
  /** Quotes inside are written \". */
  readonly escaped: boolean[]
  count: number
}

export const newCells = (): Cells => ({ from: [], to: [], escaped: [], count: 0 })

/** Fields between blanks, nothing else. */
export function splitBlanks(b: Buffer, from: number, to: number, cells: Cells): void {
  cells.count = 0
  let i = from
  for (;;) {
    while (i < to && b[i] === 0x20) i++
    if (i >= to) return
    const start = i
    while (i < to && b[i] !== 0x20) i++
    add(cells, start, i, false)
  }
}

/** Whether the quote at b[at] may close field number `cell` of the line that ends at `to`. */
export type Closes = (b: Buffer, at: number, to: number, cell: number) => boolean

/** A blank or the end follows. */
export const closesAnywhere: Closes = (b, at, to) => at + 1 >= to || b[at + 1] === 0x20

/**
 * Fields between blanks, where "…" and […] may hold blanks too. A quote inside quotes is written \" by load balancers
 * and by S3; where backslashes leave quotes open, they are taken for what they are. Lists of quoted things
 * (`"h2","http/1.1"`) keep their quotes. False when a quote is never closed.
 */
export function splitQuoted(b: Buffer, from: number, to: number, cells: Cells, closes: Closes): boolean {
  return split(b, from, to, cells, closes, true) || split(b, from, to, cells, closes, false)
}

function split(b: Buffer, from: number, to: number, cells: Cells, closes: Closes, escapes: boolean): boolean {
  cells.count = 0
  let i = from
  for (;;) {
    while (i < to && b[i] === 0x20) i++
    if (i >= to) return true
    const c = b[i] as number
    const start = i
    if (c === 0x22) {
      let escaped = false
      let isList = false
      for (i++; i < to; i++) {
        const d = b[i] as number
        if (d === 0x5c && escapes && b[i + 1] === 0x22 && i + 1 < to) {
          escaped = true
          i++
        } else if (d === 0x22) {
          if (closes(b, i, to, cells.count)) break
          if (b[i + 1] === 0x2c && b[i + 2] === 0x22) isList = true
        }
      }
      if (i >= to) return false
      if (isList) add(cells, start, i + 1, escaped)
      else add(cells, start + 1, i, escaped)
      i++
    } else {
      if (c === 0x5b) {
        const close = b.indexOf(0x5d, i)
        if (close > 0 && close < to) i = close
      }
      while (i < to && b[i] !== 0x20) i++
      add(cells, start, i, false)
    }
  }
}

function add(cells: Cells, from: number, to: number, escaped: boolean): void {
  cells.from[cells.count] = from
  cells.to[cells.count] = to
  cells.escaped[cells.count] = escaped
  cells.count++
}

/** Field number `i` as text. */
export function cellText(b: Buffer, cells: Cells, i: number): string {
  const text = b.toString('utf8', cells.from[i], cells.to[i])
  return cells.escaped[i] ? text.replaceAll('\\"', '"') : text
}
