import type { Range } from '../../../shared/chart/range.ts'

export type { Range }

/** No view is narrower than a second: logs are no finer. */
const narrowest = 1000

/** The range `factor` times as wide (below 1: zooming in), the moment `about` staying where it is on screen. */
export function zoomed(range: Range, factor: number, about: number, limits: Range): Range {
  const width = Math.max(narrowest, (range.to - range.from) * factor)
  const share = (about - range.from) / Math.max(1, range.to - range.from)
  const from = about - share * width
  return within({ from, to: from + width }, limits)
}

/** The range moved by a share of its width, to the right when positive, no farther than the limits. */
export function panned(range: Range, share: number, limits: Range): Range {
  const width = range.to - range.from
  const from = Math.max(limits.from, Math.min(limits.to - width, range.from + share * width))
  return tidy({ from, to: from + width })
}

/** What a drag from `a` to `b` means: whole buckets, at least one, never less than a second. */
export function brushed(a: number, b: number, start: number, width: number): Range {
  const low = start + Math.floor((Math.min(a, b) - start) / width) * width
  const high = start + Math.ceil((Math.max(a, b) - start) / width) * width
  return tidy({ from: low, to: Math.max(high, low + Math.max(width, narrowest)) })
}

/** Whether nothing within the limits lies outside of the range. */
export function covers(range: Range, limits: Range): boolean {
  return range.from <= limits.from && range.to >= limits.to
}

function within(range: Range, limits: Range): Range {
  return tidy({ from: Math.max(range.from, limits.from), to: Math.min(range.to, limits.to) })
}

/** Ends that are easy to read: whole seconds unless that would be coarse. */
function tidy({ from, to }: Range): Range {
  const unit = to - from > 20_000 ? 1000 : 1
  return { from: Math.floor(from / unit) * unit, to: Math.ceil(to / unit) * unit }
}
