import type { Range } from './range.ts'

/** So much of everything is a crowd, and so little of the width is narrow. */
const most = 0.95
const narrow = 0.05

/**
 * The narrowest stretch of buckets that holds nearly all events, where it is so narrow that nothing of them can be told
 * apart: one event with a wrong year makes it so. Null where the bars can be read as they are.
 */
export function crowd(start: number, width: number, counts: readonly number[]): Range | null {
  const wanted = most * counts.reduce((sum, each) => sum + each, 0)
  if (wanted === 0) return null
  let best = { from: 0, to: counts.length }
  let held = 0
  for (let from = 0, to = 0; to < counts.length; ) {
    held += counts[to++] ?? 0
    while (held - (counts[from] ?? 0) >= wanted) held -= counts[from++] ?? 0
    if (held >= wanted && to - from < best.to - best.from) best = { from, to }
  }
  if (best.to - best.from > narrow * counts.length) return null
  return { from: start + best.from * width, to: start + best.to * width }
}
