import { colorOf } from '../chart/colors.ts'
import { type Counted, type Drawing, lanesDrawing, pieDrawing, rankedDrawing, timeDrawing } from '../chart/drawing.ts'
import type { EventColumnName } from '../event.ts'
import type { Cell, Column } from '../rows.ts'
import { tacticRank, tacticTitle } from '../tactics.ts'
import { visible } from '../visible.ts'
import type { Show } from './document.ts'

/** So many values are drawn; the table beside the picture has all of them. */
const most = { time: 8, pie: 7, ranked: 12 } as const
/** So many rows are read for a picture. */
export const rowsDrawn = 20_000

/** The picture of a figure, and what its colours mean where they are not named in it; null: it is no picture. */
export function drawingOf(
  show: Show,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): { readonly drawing: Drawing; readonly legend: readonly Counted[] } | null {
  if (rows.length === 0) return null
  const place = (name: string) => columns.findIndex((column) => column.name === name)
  const [value, events, bucket] = [place('value'), place('events'), place('bucket')]
  switch (show.kind) {
    case 'pie':
    case 'ranked': {
      const counted = rows.map((row) => ({ value: nameOf(row[value]), events: Number(row[events]) }))
      const few = limited(counted, most[show.kind], show.by)
      return { drawing: show.kind === 'pie' ? pieDrawing(few) : rankedDrawing(few), legend: [] }
    }
    case 'time': {
      const sums = new Map<string, number[]>()
      for (const row of rows) counts(sums, nameOf(row[value]), show.buckets)[Number(row[bucket])] = Number(row[events])
      const ranked = [...sums].map(([name, each]) => ({ value: name, counts: each, events: sum(each) }))
      const few = limited(ranked, most.time, show.by)
      const series = few.map(({ label, color }) => ({
        value: label,
        label,
        color,
        counts: sums.get(label) ?? rest(sums, few),
      }))
      return { drawing: timeDrawing(show.start, show.width, show.buckets, series), legend: few }
    }
    case 'lanes': {
      const sums = new Map<string, number[]>()
      for (const row of rows) counts(sums, nameOf(row[value]), show.buckets)[Number(row[bucket])] = Number(row[events])
      const lanes = [...sums]
        .sort(([a], [b]) => tacticRank(a) - tacticRank(b) || a.localeCompare(b, 'en'))
        .map(([tactic, each]) => ({ label: tacticTitle(tactic), color: '--bar-strong', counts: each }))
      return { drawing: lanesDrawing(show.start, show.width, show.buckets, lanes), legend: [] }
    }
    default:
      return null
  }
}

const others = 'all others'

function nameOf(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? 'none' : visible(String(cell))
}

function counts(sums: Map<string, number[]>, name: string, buckets: number): number[] {
  const known = sums.get(name) ?? new Array<number>(buckets).fill(0)
  sums.set(name, known)
  return known
}

/** What is left when the named values are taken away. */
function rest(sums: ReadonlyMap<string, readonly number[]>, named: readonly Counted[]): readonly number[] {
  const names = new Set(named.map(({ label }) => label))
  const left = [...sums].filter(([name]) => !names.has(name)).map(([, each]) => each)
  return (left[0] ?? []).map((_, at) => sum(left.map((each) => each[at] ?? 0)))
}

/** The values with most events under colours of their own, the others together. */
function limited(
  values: readonly { readonly value: string; readonly events: number }[],
  top: number,
  by: string,
): readonly Counted[] {
  const ranked = values.toSorted((a, b) => b.events - a.events || a.value.localeCompare(b.value, 'en'))
  const few = ranked.slice(0, top).map(({ value, events }, rank) => ({
    label: value,
    events,
    color: colorOf(by as EventColumnName, value, rank),
  }))
  const left = sum(ranked.slice(top).map(({ events }) => events))
  return left === 0 ? few : [...few, { label: others, events: left, color: '--series-other' }]
}

function sum(values: readonly number[]): number {
  return values.reduce((all, each) => all + each, 0)
}
