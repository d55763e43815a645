import { Button } from '@blueprintjs/core'
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { type Series, total, totals } from '../../../shared/chart/stack.ts'
import { type Chart, type ChartEvents, createChart, type Marks } from './chart.ts'
import { crowd } from './crowd.ts'
import { HistogramTable } from './histogram-table.tsx'
import { HistogramTip, type Hovered } from './histogram-tip.tsx'
import { brushed, covers, panned, type Range, zoomed } from './range.ts'
import './histogram.css'

export interface HistogramProps {
  readonly label: string
  /** Start of the first bucket and width of each, milliseconds since 1970. */
  readonly start: number
  readonly width: number
  readonly series: readonly Series[]
  /** What the axis spans. */
  readonly range: Range
  /** The first and the last moment there is; zooming and panning end there. */
  readonly limits: Range
  /** A moment to point out. */
  readonly marker: number | null
  /** Buckets to point out along the top, a lane each. */
  readonly marks?: readonly Marks[]
  readonly utc: boolean
  /** Brushed, zoomed or panned; null: everything. */
  readonly onRange: (range: Range | null) => void
  /** A colour of the legend was clicked; `without` with Alt or Shift. */
  readonly onPick: (value: string, without: boolean) => void
  /** How many buckets there is room for; told when that changes. */
  readonly onRoom: (buckets: number) => void
  /** Stands in front of the legend. */
  readonly children?: ReactNode
}

/**
 * Counts over time as stacked bars. A drag selects a stretch, the wheel zooms about the pointer, a double click zooms
 * out; with the focus on it, arrows pan, + and - zoom, 0 shows everything. The same counts are there as a table for
 * those who do not see the bars.
 */
export function Histogram(props: HistogramProps) {
  const { label, start, width, series, limits, utc, onRange, onPick, onRoom } = props
  const plot = useRef<HTMLDivElement>(null)
  const chart = useRef<Chart | null>(null)
  const [hovered, setHovered] = useState<Hovered | null>(null)
  /** What a wheel or key has zoomed to and nobody was told yet: drawn at once, told when the hand rests. */
  const [preview, setPreview] = useState<Range | null>(null)
  const range = preview ?? props.range
  const telling = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)

  const tell = (to: Range) => onRange(covers(to, limits) ? null : to)
  const glide = (to: Range) => {
    setPreview(to)
    clearTimeout(telling.current)
    telling.current = setTimeout(() => {
      setPreview(null)
      tell(to)
    }, 220)
  }
  const zoom = (factor: number, about = (range.from + range.to) / 2) => glide(zoomed(range, factor, about, limits))

  const events: ChartEvents = {
    hover: setHovered,
    brush: (from, to) => tell(brushed(from, to, start, width)),
    wheel: zoom,
    doubleClick: () => tell(zoomed(range, 3, (range.from + range.to) / 2, limits)),
  }
  const latest = useRef(events)
  latest.current = events

  useLayoutEffect(() => {
    const element = plot.current
    if (!element) return
    const made = createChart(element, {
      hover: (at) => latest.current.hover(at),
      brush: (from, to) => latest.current.brush(from, to),
      wheel: (factor, about) => latest.current.wheel(factor, about),
      doubleClick: () => latest.current.doubleClick(),
    })
    chart.current = made
    const stop = [watchSize(element, made), watchColours(made)]
    return () => {
      for (const each of stop) each()
      clearTimeout(telling.current)
      made.destroy()
      chart.current = null
    }
  }, [])

  const { marker, marks = noMarks } = props
  useLayoutEffect(() => {
    chart.current?.draw({ start, width, series, range: { from: range.from, to: range.to }, marker, marks, utc })
  }, [start, width, series, range.from, range.to, marker, marks, utc])

  useEffect(() => {
    const element = plot.current
    if (!element) return
    // Steps of 40, so that dragging the window does not ask for other buckets all the time.
    const observer = new ResizeObserver(() =>
      onRoom(Math.max(40, Math.floor((element.clientWidth - 54) / 4 / 40) * 40)),
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [onRoom])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    const next = act(range, limits)
    if (next) glide(next)
    else onRange(null)
  }

  const whole = covers(range, limits)
  const most = useMemo(() => crowd(start, width, totals(series, series[0]?.counts.length ?? 0)), [start, width, series])
  const shown = series.filter((each) => total(each) > 0)
  return (
    <section className="histogram" aria-label={label}>
      <div className="histogram-bar">
        {props.children}
        <ul className="histogram-legend">
          {shown.map((each) => (
            <li key={each.value}>
              <button
                type="button"
                title={`only ${each.label} · with Alt or Shift: without it`}
                onClick={(event: MouseEvent) => onPick(each.value, event.altKey || event.shiftKey)}
              >
                <span className="histogram-swatch" style={{ background: `var(${each.color})` }} />
                <span className="cut">{each.label}</span>
                <span className="histogram-count">{total(each).toLocaleString('en-US')}</span>
              </button>
            </li>
          ))}
        </ul>
        <div className="histogram-zoom">
          {most !== null && (
            <Button
              variant="minimal"
              size="small"
              text="Zoom to most events"
              title="Nearly all events lie in a stretch too narrow to tell them apart"
              onClick={() => tell(most)}
            />
          )}
          <Button variant="minimal" size="small" icon="zoom-in" aria-label="Zoom in" onClick={() => zoom(1 / 3)} />
          <Button
            variant="minimal"
            size="small"
            icon="zoom-out"
            aria-label="Zoom out"
            disabled={whole}
            onClick={() => zoom(3)}
          />
          <Button
            variant="minimal"
            size="small"
            icon="zoom-to-fit"
            aria-label="Show all of the time"
            disabled={whole}
            onClick={() => onRange(null)}
          />
        </div>
      </div>
      <div
        className={`histogram-plot${range.to - range.from > 1 ? '' : ' histogram-blank'}`}
        ref={plot}
        role="img"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys pan and zoom, and its name says so
        tabIndex={0}
        aria-label={`${label}. Arrow keys pan, plus and minus zoom, 0 shows everything.`}
        onKeyDown={onKeyDown}
      >
        <HistogramTip hovered={hovered} start={start} width={width} series={series} utc={utc} />
      </div>
      <HistogramTable label={label} start={start} width={width} series={series} utc={utc} />
    </section>
  )
}

const noMarks: readonly Marks[] = []

/** Null: everything. */
const keys: Readonly<Record<string, (range: Range, limits: Range) => Range | null>> = {
  ArrowLeft: (range, limits) => panned(range, -0.2, limits),
  ArrowRight: (range, limits) => panned(range, 0.2, limits),
  PageUp: (range, limits) => panned(range, -1, limits),
  PageDown: (range, limits) => panned(range, 1, limits),
  '+': (range, limits) => zoomed(range, 0.5, (range.from + range.to) / 2, limits),
  '=': (range, limits) => zoomed(range, 0.5, (range.from + range.to) / 2, limits),
  '-': (range, limits) => zoomed(range, 2, (range.from + range.to) / 2, limits),
  '0': () => null,
}

function watchSize(element: HTMLElement, chart: Chart): () => void {
  const observer = new ResizeObserver(() => chart.resize(element.clientWidth, element.clientHeight))
  observer.observe(element)
  return () => observer.disconnect()
}

/** The theme is a class on the page. */
function watchColours(chart: Chart): () => void {
  const observer = new MutationObserver(() => chart.recolour())
  for (const element of [document.documentElement, document.body])
    observer.observe(element, { attributeFilter: ['class'] })
  return () => observer.disconnect()
}
