import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { shortCount } from '../../../shared/chart/short-count.ts'
import { heights, type Series, totals } from '../../../shared/chart/stack.ts'
import { tickLabels } from '../../../shared/chart/ticks.ts'
import type { Range } from './range.ts'

/** What the chart draws. Times in milliseconds since 1970. */
interface Drawing {
  /** Start of the first bucket and width of each. */
  readonly start: number
  readonly width: number
  readonly series: readonly Series[]
  /** What the axis spans. */
  readonly range: Range
  /** A moment to point out: the selected row. */
  readonly marker: number | null
  /** Buckets to point out along the top, a lane each. */
  readonly marks: readonly Marks[]
  readonly utc: boolean
}

/** Start of the first bucket, width of each, and how many in each are worth pointing out; `color` is a variable of the page. */
export interface Marks {
  readonly color: string
  readonly start: number
  readonly width: number
  readonly counts: readonly number[]
}

export interface ChartEvents {
  /** The pointer is over this bucket, or (`drag`) has brushed from one moment to another. */
  hover(at: { readonly bucket: number; readonly x: number; readonly drag: Range | null } | null): void
  brush(from: number, to: number): void
  /** Wheel: `factor` above 1 zooms out. */
  wheel(factor: number, about: number): void
  doubleClick(): void
}

export interface Chart {
  draw(drawing: Drawing): void
  resize(width: number, height: number): void
  /** Reads the colours of the page anew. */
  recolour(): void
  destroy(): void
}

const axisHeight = 34

/** Half a label of the last tick stands beyond it: a date, a clock with seconds, or one with milliseconds. */
function halfLabel({ from, to }: Range): number {
  const seconds = (to - from) / 1000
  return seconds < 20 ? 40 : seconds < 1200 ? 29 : 22
}
const least = 2

/** uPlot gives axes, cursor and brush; the bars are drawn here, so that a rare colour is never too thin to be seen. */
export function createChart(element: HTMLElement, events: ChartEvents): Chart {
  let drawing: Drawing = {
    start: 0,
    width: 1,
    series: [],
    range: { from: 0, to: 1 },
    marker: null,
    marks: [],
    utc: true,
  }
  let colours = readColours(element)

  const plot = new uPlot(
    {
      width: Math.max(50, element.clientWidth),
      height: Math.max(50, element.clientHeight),
      ms: 1,
      padding: [6, () => halfLabel(drawing.range), 0, 0],
      legend: { show: false },
      tzDate: (ms) => (drawing.utc ? uPlot.tzDate(new Date(ms), 'Etc/UTC') : new Date(ms)),
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false, dist: 3 },
        bind: {
          dblclick: () => () => {
            events.doubleClick()
            return null
          },
        },
      },
      scales: {
        x: { time: true, range: () => [drawing.range.from, Math.max(drawing.range.to, drawing.range.from + 1)] },
        y: { range: (_plot, _low, high) => [0, Math.max(1, (high || 0) * 1.08)] },
      },
      axes: [
        {
          size: axisHeight,
          space: 78,
          gap: 3,
          font: '11px system-ui, sans-serif',
          stroke: () => colours.text,
          grid: { show: false },
          ticks: { size: 4, width: 1, stroke: () => colours.line },
          values: (_plot, ticks, _axis, _space, step) => tickLabels(ticks, step, drawing.utc),
        },
        {
          size: 46,
          space: 26,
          gap: 4,
          font: '11px system-ui, sans-serif',
          stroke: () => colours.text,
          grid: { width: 1, stroke: () => colours.line },
          ticks: { show: false },
          incrs: [1, 2, 5]
            .flatMap((unit) => Array.from({ length: 11 }, (_, power) => unit * 10 ** power))
            .sort((a, b) => a - b),
          values: (_plot, ticks) => ticks.map(shortCount),
        },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      hooks: {
        draw: [(u) => drawBars(u, drawing, colours)],
        setCursor: [(u) => events.hover(hovered(u, drawing))],
        setSelect: [
          (u) => {
            if (u.select.width < 1) return
            const [from, to] = selected(u)
            u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
            events.brush(from, to)
          },
        ],
      },
    },
    [[], []],
    element,
  )

  const onWheel = (event: WheelEvent) => {
    if (event.deltaY === 0 || (!event.ctrlKey && isInScroller(element))) return
    event.preventDefault()
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY
    const x = event.clientX - plot.over.getBoundingClientRect().left
    events.wheel(1.0015 ** Math.max(-400, Math.min(400, pixels)), plot.posToVal(x, 'x'))
  }
  plot.over.addEventListener('wheel', onWheel, { passive: false })

  return {
    draw(next) {
      drawing = next
      const sums = totals(next.series, next.series[0]?.counts.length ?? 0)
      plot.setData([sums.map((_, at) => next.start + (at + 0.5) * next.width), sums])
    },
    resize: (width, height) => plot.setSize({ width: Math.max(50, width), height: Math.max(50, height) }),
    recolour() {
      colours = readColours(element)
      plot.redraw(false)
    },
    destroy: () => plot.destroy(),
  }
}

interface Colours {
  readonly text: string
  readonly line: string
  of(variable: string): string
}

function readColours(element: HTMLElement): Colours {
  const style = getComputedStyle(element)
  const of = (variable: string) => style.getPropertyValue(variable).trim() || 'gray'
  return { text: of('--text-quiet'), line: of('--line'), of }
}

function drawBars(u: uPlot, drawing: Drawing, colours: Colours): void {
  const { ctx, bbox } = u
  const pixels = devicePixelRatio
  const top = u.scales.y?.max ?? 1
  const perEvent = bbox.height / Math.max(1, top)
  const fills = drawing.series.map((series) => colours.of(series.color))
  const buckets = drawing.series[0]?.counts.length ?? 0
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  for (let at = 0; at < buckets; at++) {
    const from = drawing.start + at * drawing.width
    const left = u.valToPos(from, 'x', true)
    const right = u.valToPos(from + drawing.width, 'x', true)
    if (right < bbox.left || left > bbox.left + bbox.width) continue
    const gap = right - left > 3 * pixels ? pixels : 0
    const counts = drawing.series.map((series) => series.counts[at] ?? 0)
    let base = bbox.top + bbox.height
    for (const [index, height] of heights(counts, perEvent, bbox.height, least * pixels).entries()) {
      if (height === 0) continue
      ctx.fillStyle = fills[index] ?? colours.text
      ctx.fillRect(left, base - height, Math.max(pixels, right - left - gap), height)
      base -= height
    }
  }
  for (const [lane, marks] of drawing.marks.entries()) drawMarks(u, marks, lane, colours)
  if (drawing.marker !== null) {
    const x = Math.round(u.valToPos(drawing.marker, 'x', true))
    ctx.fillStyle = colours.of('--accent')
    ctx.fillRect(x, bbox.top, Math.max(1, pixels), bbox.height)
    ctx.beginPath()
    ctx.moveTo(x - 4 * pixels, bbox.top)
    ctx.lineTo(x + 5 * pixels, bbox.top)
    ctx.lineTo(x + pixels / 2, bbox.top + 5 * pixels)
    ctx.fill()
  }
  ctx.restore()
}

/** Ticks along the top, whatever the height of the bars: what is rare must be seen. */
function drawMarks(u: uPlot, marks: Marks, lane: number, colours: Colours): void {
  const pixels = devicePixelRatio
  u.ctx.fillStyle = colours.of(marks.color)
  for (const [at, events] of marks.counts.entries()) {
    if (events === 0) continue
    const left = u.valToPos(marks.start + at * marks.width, 'x', true)
    const right = u.valToPos(marks.start + (at + 1) * marks.width, 'x', true)
    u.ctx.fillRect(left, u.bbox.top + lane * 5 * pixels, Math.max(2 * pixels, right - left), 4 * pixels)
  }
}

/** On a page that scrolls the wheel keeps scrolling it, unless Ctrl is held. */
function isInScroller(element: HTMLElement): boolean {
  for (let each = element.parentElement; each; each = each.parentElement) {
    if (each.scrollHeight > each.clientHeight && /auto|scroll/.test(getComputedStyle(each).overflowY)) return true
  }
  return false
}

function hovered(u: uPlot, drawing: Drawing) {
  const x = u.cursor.left ?? -1
  if (x < 0) return null
  const bucket = Math.floor((u.posToVal(x, 'x') - drawing.start) / drawing.width)
  const [from, to] = u.select.width > 3 ? selected(u) : [0, 0]
  return { bucket, x: x + u.bbox.left / devicePixelRatio, drag: to > from ? { from, to } : null }
}

function selected(u: uPlot): [from: number, to: number] {
  return [u.posToVal(u.select.left, 'x'), u.posToVal(u.select.left + u.select.width, 'x')]
}
