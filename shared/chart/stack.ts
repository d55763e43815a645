/** One colour of the bars. */
export interface Series {
  readonly value: string
  readonly label: string
  /** Name of the CSS variable that holds its colour. */
  readonly color: string
  readonly counts: readonly number[]
}

export function total(series: Series): number {
  return series.counts.reduce((sum, count) => sum + count, 0)
}

/** Events of each bucket over all series. */
export function totals(series: readonly Pick<Series, 'counts'>[], buckets: number): number[] {
  return Array.from({ length: buckets }, (_, at) => series.reduce((sum, each) => sum + (each.counts[at] ?? 0), 0))
}

/**
 * Heights of the parts of one bar, px. A part that counts anything is at least `least` tall, so that one denied call
 * among a million successes can be seen; the tallest parts pay for it, and the bar stays within `space`.
 */
export function heights(counts: readonly number[], pixelsPerEvent: number, space: number, least: number): number[] {
  const tall = counts.map((count) => (count > 0 ? Math.max(least, count * pixelsPerEvent) : 0))
  let over = tall.reduce((sum, height) => sum + height, 0) - space
  while (over > 0) {
    const tallest = tall.indexOf(Math.max(...tall))
    const height = tall[tallest] ?? 0
    if (height <= least) break
    const cut = Math.min(over, height - least)
    tall[tallest] = height - cut
    over -= cut
  }
  return tall
}
