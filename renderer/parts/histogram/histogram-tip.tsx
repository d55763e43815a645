import type { Series } from '../../../shared/chart/stack.ts'
import { rangeLabel } from '../../../shared/chart/ticks.ts'
import { brushed, type Range } from './range.ts'

export interface Hovered {
  readonly bucket: number
  /** From the left edge of the plot, px. */
  readonly x: number
  readonly drag: Range | null
}

interface HistogramTipProps {
  readonly hovered: Hovered | null
  readonly start: number
  readonly width: number
  readonly series: readonly Series[]
  readonly utc: boolean
}

/** What is under the pointer: the bucket and its counts, or the stretch being brushed. */
export function HistogramTip({ hovered, start, width, series, utc }: HistogramTipProps) {
  if (!hovered) return null
  const drag = hovered.drag && brushed(hovered.drag.from, hovered.drag.to, start, width)
  const bucket = { from: start + hovered.bucket * width, to: start + (hovered.bucket + 1) * width }
  const counts = series
    .map((each) => ({ ...each, count: each.counts[hovered.bucket] ?? 0 }))
    .filter((each) => each.count > 0)
  if (!drag && counts.length === 0) return null
  const side = hovered.x > 260 ? { right: `calc(100% - ${hovered.x - 12}px)` } : { left: hovered.x + 12 }
  return (
    <div className="histogram-tip" style={side} aria-hidden="true">
      <div className="histogram-when">{rangeLabel(drag ?? bucket, utc)}</div>
      {!drag &&
        counts.map((each) => (
          <div key={each.value} className="histogram-part">
            <span className="histogram-swatch" style={{ background: `var(${each.color})` }} />
            <span className="cut">{each.label}</span>
            <span className="histogram-count">{each.count.toLocaleString('en-US')}</span>
          </div>
        ))}
    </div>
  )
}
