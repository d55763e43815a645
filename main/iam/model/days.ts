/** Whole days from a time until another; null where there is no time. */
export function daysSince(time: string | null, until: string): number | null {
  return time === null ? null : Math.floor((Date.parse(until) - Date.parse(time)) / 86_400_000)
}
