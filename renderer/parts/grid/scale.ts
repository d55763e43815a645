/**
 * How a scroll bar stands for more rows than an element can be tall: Chromium caps an element at 33,554,432 px, which
 * 24 px rows reach at 1.4 million. Up to `tallest` the two are the same; beyond it one pixel of the bar is several of
 * the content, while the wheel and the keys keep moving the content by exact pixels.
 */
export interface Scale {
  /** Height of the scrolled element, px. */
  readonly height: number
  /** Farthest the content can be scrolled, px of content. */
  readonly farthest: number
  /** Pixels of content for one pixel of the scroll bar; 1 while nothing is scaled. */
  readonly ratio: number
}

export const tallest = 8_000_000

export function scaleOf(count: number, rowHeight: number, viewport: number): Scale {
  const total = count * rowHeight
  const height = Math.min(total, tallest)
  const farthest = Math.max(0, total - viewport)
  const travel = height - viewport
  return { height, farthest, ratio: total > tallest && travel > 0 ? farthest / travel : 1 }
}

/** Rows to draw for an offset, a few more on both sides so that a wheel step never shows a gap; empty when last < first. */
export function rowsAt(offset: number, viewport: number, rowHeight: number, count: number, spare = 6) {
  const first = Math.max(0, Math.floor(offset / rowHeight) - spare)
  const last = Math.min(count - 1, Math.ceil((offset + viewport) / rowHeight) + spare)
  return { first, last }
}

/** The offset nearest to the present one at which a row is wholly visible; `centre` puts a far row in the middle. */
export function reveal(row: number, offset: number, viewport: number, rowHeight: number, centre: boolean): number {
  const top = row * rowHeight
  if (top >= offset && top + rowHeight <= offset + viewport) return offset
  if (centre) return Math.max(0, top - Math.floor((viewport - rowHeight) / 2))
  return top < offset ? top : top + rowHeight - viewport
}
