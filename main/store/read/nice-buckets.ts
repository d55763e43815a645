const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

const widths: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 5, 10, 20, 50, 100].map((n) => n * day),
]

/** Buckets of time of one width, milliseconds since 1970. */
export interface Buckets {
  readonly start: number
  readonly width: number
  readonly count: number
}

/**
 * The narrowest buckets that a person can name (5 seconds, 1 hour, 2 days, …), at most `most` of them, that hold all
 * times from `first` to `last`. They begin at whole multiples of their width in UTC.
 */
export function niceBuckets(first: number, last: number, most: number): Buckets {
  for (let i = 0; ; i++) {
    const width = widths[i] ?? (widths.at(-1) as number) * 2 ** (i - widths.length + 1)
    const start = Math.floor(first / width) * width
    const count = Math.floor((last - start) / width) + 1
    // Two may be needed for any width: the times can lie on both sides of 1970.
    if (count <= Math.max(most, 2))
      return count <= most ? { start, width, count } : { start, width: 2 * width, count: 1 }
  }
}
