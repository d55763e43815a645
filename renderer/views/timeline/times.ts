import { iso } from '../../moment.ts'

/** A stretch of time as a filter holds it: ISO 8601 UTC, half open. */
export interface Stretch {
  readonly from: string
  readonly to: string
}

/** From `ms` milliseconds before a time to `ms` after it; null without a usable time. */
export function around(time: unknown, ms: number): Stretch | null {
  const at = typeof time === 'string' ? Date.parse(time) : Number.NaN
  if (Number.isNaN(at)) return null
  return { from: iso(at - ms), to: iso(after(at + ms)) }
}

/** The end of a half-open range that still holds everything of the given moment: logs mostly tell whole seconds. */
export function justAfter(time: string): string {
  return iso(after(Date.parse(time)))
}

function after(ms: number): number {
  return ms % 1000 === 0 ? ms + 1000 : ms + 1
}

/** Times with and without a fraction do not sort as text. */
export function isBefore(a: string, b: string): boolean {
  return Date.parse(a) < Date.parse(b)
}
