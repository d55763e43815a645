import { limits } from './limits.ts'
import { type RowVisitor, skipByteOrderMark } from './text-lines.ts'
import { openWindow, type Window } from './window.ts'

const unfinished = -1
/** Rows with a quote that nothing closes; after so many of them a row must end in its line, so that no file costs a scan for each of its lines. */
const mostOpen = 16

/**
 * Walks over the rows of a CSV text (RFC 4180), where quoted fields may hold line ends. The first row is the heading,
 * and so is every row that repeats it: results are put one behind the other. A row whose quotes are broken is bad, and
 * the next one begins with the next line.
 */
export async function walkCsv(pieces: AsyncIterable<Buffer>, visitor: RowVisitor, isCut: boolean): Promise<void> {
  const w = openWindow(pieces)
  let ordinal = 0
  let heading: Buffer | null = null
  let open = 0
  await skipByteOrderMark(w)
  for (;;) {
    if (visitor.done) break
    if (visitor.full()) await visitor.flush()
    const row = await rowEnd(w, open < mostOpen)
    if (row === null) break
    const { end, next, trouble } = row
    const from = w.at
    const to = end > from && w.bytes[end - 1] === 0x0d ? end - 1 : end
    w.at = next
    if (trouble !== null) {
      if (trouble === unclosed) open++
      visitor.bad(ordinal++, trouble)
    } else if (to === from || (heading === null && isBlank(w.bytes, from, to))) continue
    else if (heading === null || w.bytes.subarray(from, to).equals(heading)) {
      heading ??= Buffer.from(w.bytes.subarray(from, to))
      visitor.heading(w.bytes.toString('utf8', from, to))
    } else if (isCut && next === end) visitor.bad(ordinal++, 'ends before it is complete')
    else ordinal += visitor.row(w.bytes, from, to, ordinal, w.isText)
  }
  await visitor.flush()
}

function isBlank(b: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (b[i] !== 0x20 && b[i] !== 0x09) return false
  return true
}

interface RowEnd {
  readonly end: number
  readonly next: number
  readonly trouble: string | null
}

const unclosed = 'a quote is opened and never closed'
const astray = 'a quote stands where none may'

/** Where the row at hand ends; of a broken one, where its line does. Null at the end of the text. */
async function rowEnd(w: Window, mayBreak: boolean): Promise<RowEnd | null> {
  const state = { seen: 0, inQuotes: false, atStart: true }
  for (;;) {
    const end = scan(w.bytes, w.at, state, mayBreak)
    if (end >= 0) return { end, next: end + 1, trouble: null }
    if (end !== unfinished) return broken(w, end === -2 ? astray : unclosed)
    if (w.bytes.length - w.at > limits.record) return broken(w, `larger than ${limits.record / 1024 / 1024} MiB`)
    if (await w.more()) continue
    if (w.at === w.bytes.length) return null
    if (state.inQuotes && w.bytes[w.bytes.length - 1] !== 0x22) return broken(w, unclosed)
    return { end: w.bytes.length, next: w.bytes.length, trouble: null }
  }
}

/** From state.seen on: the line end behind the row, `unfinished`, -2 for a quote astray, -3 for one not closed in its line. */
function scan(
  b: Buffer,
  at: number,
  state: { seen: number; inQuotes: boolean; atStart: boolean },
  mayBreak: boolean,
): number {
  let { inQuotes, atStart } = state
  let i = at + state.seen
  for (; i < b.length; i++) {
    const c = b[i] as number
    if (inQuotes) {
      if (c === 0x22) {
        const next = b[i + 1]
        // What follows the quote decides; where it is not here yet, the quote is looked at again.
        if (next === undefined) break
        if (next === 0x22) i++
        else if (next === 0x2c || next === 0x0a || next === 0x0d) inQuotes = false
        else return -2
      } else if (c === 0x0a && !mayBreak) return -3
    } else if (c === 0x0a) return i
    else if (c === 0x22) {
      if (!atStart) return -2
      inQuotes = true
    }
    atStart = !inQuotes && c === 0x2c
  }
  state.seen = i - at
  state.inQuotes = inQuotes
  state.atStart = atStart
  return unfinished
}

/** The rest of the line that a broken row begins in. */
async function broken(w: Window, trouble: string): Promise<RowEnd> {
  let end = w.bytes.indexOf(0x0a, w.at)
  while (end < 0 && w.bytes.length - w.at <= limits.record && (await w.more())) end = w.bytes.indexOf(0x0a, w.at)
  return end < 0 ? { end: w.bytes.length, next: w.bytes.length, trouble } : { end, next: end + 1, trouble }
}

/** The fields of a row that walkCsv found sound. */
export function csvCells(row: string): string[] {
  const cells: string[] = []
  for (let i = 0; i <= row.length; ) {
    if (row[i] === '"') {
      let close = i + 1
      while (close < row.length && (row[close] !== '"' || row[close + 1] === '"')) close += row[close] === '"' ? 2 : 1
      cells.push(row.slice(i + 1, close).replaceAll('""', '"'))
      i = close + 2
    } else {
      const comma = row.indexOf(',', i)
      cells.push(row.slice(i, comma < 0 ? row.length : comma))
      i = comma < 0 ? row.length + 1 : comma + 1
    }
  }
  return cells
}
