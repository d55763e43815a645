import { laneHeight } from './lane.ts'
import type { Range } from './range.ts'
import { arcsOf, ring } from './ring.ts'
import { shortCount } from './short-count.ts'
import { heights, type Series, totals } from './stack.ts'
import { rangeLabel, tickLabels } from './ticks.ts'

/** One thing in a drawing. `color`: the name of a CSS variable; `says`: what a pointer or a reader is told. */
export type Shape =
  | {
      readonly kind: 'rect'
      readonly x: number
      readonly y: number
      readonly width: number
      readonly height: number
      readonly color: string
      readonly says?: string
    }
  | { readonly kind: 'path'; readonly d: string; readonly color: string; readonly says?: string }
  | {
      readonly kind: 'text'
      readonly x: number
      readonly y: number
      readonly text: string
      readonly anchor: 'start' | 'middle' | 'end'
    }

/** A picture without a page: the report's files and its preview make SVG of the same shapes. */
export interface Drawing {
  readonly width: number
  readonly height: number
  readonly shapes: readonly Shape[]
}

export interface Counted {
  readonly label: string
  readonly events: number
  readonly color: string
}

const wide = 760
const [left, top, bottom] = [46, 8, 34]

/** Stacked bars over time: start of the first bucket and width of each in milliseconds, labels in UTC. */
export function timeDrawing(start: number, width: number, buckets: number, series: readonly Series[]): Drawing {
  const height = 190
  const space = { width: wide - left - 12, height: height - top - bottom }
  const sums = totals(series, buckets)
  const most = Math.max(1, ...sums) * 1.08
  const x = (ms: number) => round(left + ((ms - start) / (width * buckets)) * space.width)
  const shapes: Shape[] = []
  for (const at of countTicks(most)) {
    const y = round(top + space.height * (1 - at / most))
    shapes.push({ kind: 'rect', x: left, y, width: space.width, height: 0.6, color: '--line' })
    shapes.push({ kind: 'text', x: left - 6, y: y + 3.5, text: shortCount(at), anchor: 'end' })
  }
  for (let at = 0; at < buckets; at++) {
    const range = { from: start + at * width, to: start + (at + 1) * width }
    const counts = series.map((each) => each.counts[at] ?? 0)
    const bar = Math.max(0.8, x(range.to) - x(range.from) - (space.width / buckets > 3 ? 1 : 0))
    let base = top + space.height
    for (const [part, tall] of heights(counts, space.height / most, space.height, 1.5).entries()) {
      const one = series[part]
      if (tall === 0 || one === undefined) continue
      const says = `${one.label}, ${rangeLabel(range, true)}: ${counts[part]}`
      base -= tall
      const size = { x: x(range.from), y: round(base), width: round(bar), height: round(tall) }
      shapes.push({ kind: 'rect', ...size, color: one.color, says })
    }
  }
  return { width: wide, height, shapes: [...shapes, ...timeAxis({ from: start, to: start + width * buckets }, height)] }
}

/** Shares of a whole as a ring, with what each slice is beside it. */
export function pieDrawing(slices: readonly Counted[]): Drawing {
  const whole = slices.reduce((sum, { events }) => sum + events, 0)
  const height = Math.max(132, 20 * slices.length + 16)
  const share = (events: number) => `${((100 * events) / Math.max(1, whole)).toFixed(1)} %`
  const says = ({ label, events }: Counted) => `${label}: ${number(events)}, ${share(events)}`
  const middle = height / 2
  const arcs = arcsOf(slices).map(
    ({ slice, from, to }): Shape => ({
      kind: 'path',
      d: ring(from, to, { x: 66, y: middle }),
      color: slice.color,
      says: says(slice),
    }),
  )
  const first = middle - (20 * slices.length) / 2 + 10
  const legend = slices.flatMap((slice, at): Shape[] => [
    { kind: 'rect', x: 150, y: round(first + 20 * at - 5), width: 10, height: 10, color: slice.color },
    { kind: 'text', x: 168, y: round(first + 20 * at + 4), text: short(slice.label, 70), anchor: 'start' },
    { kind: 'text', x: 660, y: round(first + 20 * at + 4), text: number(slice.events), anchor: 'end' },
    { kind: 'text', x: 740, y: round(first + 20 * at + 4), text: share(slice.events), anchor: 'end' },
  ])
  const sum: Shape = { kind: 'text', x: 66, y: round(middle + 4), text: number(whole), anchor: 'middle' }
  return { width: wide, height, shapes: [...arcs, sum, ...legend] }
}

/** Values by rank as bars behind their names. */
export function rankedDrawing(values: readonly Counted[]): Drawing {
  const most = Math.max(1, ...values.map(({ events }) => events))
  const shapes = values.flatMap((value, at): Shape[] => {
    const y = 4 + 22 * at
    const width = round(Math.max(1, (wide * value.events) / most))
    const says = `${value.label}: ${number(value.events)}`
    return [
      { kind: 'rect', x: 0, y, width, height: 18, color: '--bar', says },
      { kind: 'text', x: 6, y: y + 13, text: short(value.label, 100), anchor: 'start' },
      { kind: 'text', x: wide - 6, y: y + 13, text: number(value.events), anchor: 'end' },
    ]
  })
  return { width: wide, height: 22 * values.length + 6, shapes }
}

export interface LaneOf {
  readonly label: string
  readonly color: string
  readonly counts: readonly number[]
}

/** Counts over time, one lane a kind. */
export function lanesDrawing(start: number, width: number, buckets: number, lanes: readonly LaneOf[]): Drawing {
  const most = Math.max(1, ...lanes.flatMap(({ counts }) => counts))
  const name = 160
  const step = (wide - name - 60) / buckets
  const shapes = lanes.flatMap(({ label, color, counts }, row): Shape[] => {
    const y = 6 + 24 * row
    const bars = counts.flatMap((events, at): Shape[] => {
      if (events === 0) return []
      const range = { from: start + at * width, to: start + (at + 1) * width }
      const tall = laneHeight(events, most)
      const size = { x: round(name + at * step), y: round(y + 18 - tall), width: round(Math.max(1.5, step * 0.92)) }
      return [
        { kind: 'rect', ...size, height: round(tall), color, says: `${label}, ${rangeLabel(range, true)}: ${events}` },
      ]
    })
    const sum = counts.reduce((all, each) => all + each, 0)
    return [
      { kind: 'text', x: 0, y: y + 14, text: short(label, 26), anchor: 'start' },
      { kind: 'rect', x: name, y: y + 18, width: wide - name - 60, height: 0.6, color: '--line' },
      ...bars,
      { kind: 'text', x: wide, y: y + 14, text: number(sum), anchor: 'end' },
    ]
  })
  const height = 24 * lanes.length + 44
  return {
    width: wide,
    height,
    shapes: [...shapes, ...timeAxis({ from: start, to: start + width * buckets }, height, name, 60)],
  }
}

function timeAxis(range: Range, height: number, from = left, right = 12): readonly Shape[] {
  const steps = 4
  const span = range.to - range.from
  const ticks = Array.from({ length: steps + 1 }, (_, at) => range.from + (at * span) / steps)
  return tickLabels(ticks, span / steps, true).flatMap((label, at) => {
    const x = round(from + (at * (wide - from - right)) / steps)
    const anchor = at === 0 ? 'start' : at === steps ? 'end' : 'middle'
    return label
      .split('\n')
      .map((text, line): Shape => ({ kind: 'text', x, y: height - bottom + 15 + 13 * line, text, anchor }))
  })
}

/** A few whole numbers below the top, easy to read. */
function countTicks(most: number): readonly number[] {
  const rough = most / 4
  const power = 10 ** Math.floor(Math.log10(Math.max(1, rough)))
  const step = [1, 2, 5, 10].map((unit) => unit * power).find((each) => each >= rough) ?? power
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, at) => at * step)
}

function number(events: number): string {
  return events.toLocaleString('en-US')
}

function short(text: string, most: number): string {
  const letters = [...text]
  return letters.length > most ? `${letters.slice(0, most - 1).join('')}…` : text
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
