import { limits } from './limits.ts'
import { isHeading } from './vpc-flow-fields.ts'
import { openWindow, type Window } from './window.ts'

/** Who is told of the records of a text log while it is walked over, in order. */
export interface RowVisitor {
  /** Set by the visitor: nothing more is wanted. */
  done: boolean
  /** A line that names the columns; it is no record and has no ordinal. */
  heading(line: string): void
  /** How many ordinals from `ordinal` on it takes; a line takes one. */
  row(b: Buffer, from: number, to: number, ordinal: number, isText: boolean): number
  bad(ordinal: number, reason: string): void
  full(): boolean
  flush(): Promise<void>
}

/**
 * Walks over lines of text. Blank lines and headings have no ordinal; which lines those are follows from their bytes
 * alone, so that the ordinals are the same when a record is read back. `isCut`: the bytes end before they should, and a
 * last line without an end is not whole.
 */
export async function walkLines(pieces: AsyncIterable<Buffer>, visitor: RowVisitor, isCut: boolean): Promise<void> {
  const w = openWindow(pieces)
  let ordinal = 0
  await skipByteOrderMark(w)
  for (;;) {
    if (visitor.done) break
    if (visitor.full()) await visitor.flush()
    const line = await lineEnd(w)
    if (line === null) break
    const { end, next } = line
    if (end < 0) {
      visitor.bad(ordinal++, `larger than ${limits.record / 1024 / 1024} MiB`)
      continue
    }
    const b = w.bytes
    const from = w.at
    w.at = next
    let to = end
    while (to > from && isBlank(b[to - 1] as number)) to--
    if (to === from || isBlankLine(b, from, to)) continue
    if (isHeading(b, from, to) || isDirective(b, from, to)) visitor.heading(b.toString('latin1', from, to))
    else if (isCut && next === end) visitor.bad(ordinal++, 'ends before it is complete')
    else visitor.row(b, from, to, ordinal++, w.isText)
  }
  await visitor.flush()
}

/** Blank, tab, carriage return. */
const isBlank = (c: number) => c === 0x20 || c === 0x0d || c === 0x09

/** A line that says something about those behind it in the W3C extended log format: `#Version:`, `#Fields:`. */
function isDirective(b: Buffer, from: number, to: number): boolean {
  return b[from] === 0x23 && /^#(?:Version|Fields):/.test(b.toString('latin1', from, Math.min(to, from + 10)))
}

function isBlankLine(b: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!isBlank(b[i] as number)) return false
  return true
}

/** Where the line at hand ends and the next begins, in the window; null at the end, an end below 0 for one too long. */
async function lineEnd(w: Window): Promise<{ end: number; next: number } | null> {
  let end = w.bytes.indexOf(0x0a, w.at)
  while (end < 0) {
    if (w.bytes.length - w.at > limits.record) return skipLine(w)
    const seen = w.bytes.length - w.at
    if (!(await w.more())) {
      return w.at < w.bytes.length ? { end: w.bytes.length, next: w.bytes.length } : null
    }
    end = w.bytes.indexOf(0x0a, w.at + seen)
  }
  return { end, next: end + 1 }
}

async function skipLine(w: Window): Promise<{ end: number; next: number }> {
  for (;;) {
    const end = w.bytes.indexOf(0x0a, w.at)
    w.at = end < 0 ? w.bytes.length : end + 1
    if (end >= 0 || !(await w.more())) return { end: -1, next: w.at }
  }
}

export async function skipByteOrderMark(w: Window): Promise<void> {
  while (w.bytes.length < 3) if (!(await w.more())) return
  if (w.bytes[0] === 0xef && w.bytes[1] === 0xbb && w.bytes[2] === 0xbf) w.at = 3
}
