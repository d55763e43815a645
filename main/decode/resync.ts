import { exportTime, longestExportTime } from './export-time.ts'
import type { Window } from './window.ts'

/** Moves behind what CloudWatch Logs puts before a message, and gives the time; null, and moves nothing, where none stands. */
export async function skipExportTime(w: Window): Promise<string | null> {
  while (w.bytes.length - w.at < longestExportTime && (await w.more()));
  const time = exportTime.exec(w.bytes.toString('latin1', w.at, w.at + longestExportTime))
  if (time === null) return null
  w.at += time[0].length
  return `${time[1]}Z`
}

/** Offsets in the whole: a line break before an object, and how far it was looked for. */
export interface Seen {
  at: number
  seen: number
}

/** Place of the next line break before an object, or Infinity; remembered, so that a long line is searched only once. */
export function lineAfter(w: Window, line: Seen): number {
  const seen = w.base + w.bytes.length
  if (line.at < w.base + w.at || (line.at === Number.POSITIVE_INFINITY && line.seen < seen)) {
    const at = w.bytes.indexOf('\n{', w.at)
    line.at = at < 0 ? Number.POSITIVE_INFINITY : w.base + at
    line.seen = seen
  }
  return line.at - w.base
}

/** To the next line that begins like an object, or to the end. */
export function nextLine(w: Window): Promise<void> {
  return seek(w, (b, from) => {
    const line = b.indexOf('\n{', from)
    return line < 0 ? -1 : line + 1
  })
}

/** To the next thing that begins like an object, even in the same line: a Firehose object may have no lines. */
export function nextObject(w: Window): Promise<void> {
  return seek(w, (b, from) => {
    let at = b.indexOf(0x7b, from)
    while (at >= 0 && b[at + 1] !== 0x22 && b[at - 1] !== 0x0a) at = b.indexOf(0x7b, at + 1)
    return at
  })
}

/** To the place that `find` gives, which looks at two bytes, or to the end; always on. */
async function seek(w: Window, find: (b: Buffer, from: number) => number): Promise<void> {
  w.at++
  for (;;) {
    const at = find(w.bytes, w.at)
    if (at >= 0) {
      w.at = at
      return
    }
    w.at = Math.max(w.at, w.bytes.length - 1)
    if (!(await w.more())) {
      w.at = w.bytes.length
      return
    }
  }
}
