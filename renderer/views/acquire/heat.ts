import type { CollectedPlace, PlannedPlace } from '../../../shared/collection.ts'
import { bytes, many, visible } from '../../format.ts'
import type { HeatCell, HeatMap } from '../../parts/heat-map/heat-map.tsx'

/** One account, region and day, from a plan or from the case. */
interface Field {
  readonly account: string | null
  readonly region: string | null
  readonly day: string | null
  readonly objects: number
  readonly bytes: number
  /** In the case already: of a plan only. */
  readonly known?: number
  readonly failed?: number
  readonly deleted?: number
}

/** What the case has of each account, region and day. */
export function heatOfCollected(places: readonly CollectedPlace[]): HeatMap & { readonly gaps: readonly string[] } {
  return heatOf(places, (sum) => {
    const failed = sum.failed > 0 ? `, ${many(sum.failed, 'object')} failed` : ''
    const deleted = sum.deleted > 0 ? `, ${many(sum.deleted, 'deleted or overwritten version')} among them` : ''
    const text = `${many(sum.objects, 'object')}, ${bytes(sum.bytes)}${deleted}${failed}`
    return { text, tone: sum.failed > 0 ? 'bad' : sum.objects > 0 ? 'there' : 'none', weight: sum.objects }
  })
}

/** What the bucket has, and how much of it the case has. */
export function heatOfPlan(places: readonly PlannedPlace[]): HeatMap & { readonly gaps: readonly string[] } {
  return heatOf(places, (sum) => {
    const isKnown = sum.known === sum.objects
    const known = isKnown
      ? 'all in the case'
      : sum.known > 0
        ? `${many(sum.known, 'object')} of them in the case`
        : 'new'
    const text = `${many(sum.objects, 'object')}, ${bytes(sum.bytes)}, ${known}`
    return { text, tone: sum.objects === 0 ? 'none' : isKnown ? 'there' : 'new', weight: sum.objects }
  })
}

type Sum = { -readonly [K in 'objects' | 'bytes' | 'known' | 'failed' | 'deleted']: number }

function heatOf(
  places: readonly Field[],
  cellOf: (sum: Sum) => HeatCell,
): HeatMap & { readonly gaps: readonly string[] } {
  const days = [...new Set(places.flatMap(({ day }) => (isDay(day) ? [day] : [])))].sort()
  const span = spanOf(days)
  const rows = new Map<string, { readonly sums: Map<string, Sum>; readonly days: Set<string> }>()
  for (const place of places) {
    const label = visible(`${place.account ?? 'no account'} ${place.region ?? 'no region'}`)
    const row = rows.get(label) ?? { sums: new Map<string, Sum>(), days: new Set<string>() }
    rows.set(label, row)
    if (isDay(place.day) && place.objects > 0) row.days.add(place.day)
    const column = isDay(place.day) ? span.columnOf(place.day) : noDay
    const sum = row.sums.get(column) ?? { objects: 0, bytes: 0, known: 0, failed: 0, deleted: 0 }
    row.sums.set(column, sum)
    sum.objects += place.objects
    sum.bytes += place.bytes
    sum.known += place.known ?? 0
    sum.failed += place.failed ?? 0
    sum.deleted += place.deleted ?? 0
  }
  const columns = span.columns.map((id) => ({ id, label: id, ...shortOf(id) }))
  const isUndated = [...rows.values()].some(({ sums }) => sums.has(noDay))
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    rows: sorted.map(([id]) => ({ id, label: id })),
    columns: [...columns, ...(isUndated ? [{ id: noDay, label: noDay, short: '?', group: '' }] : [])],
    cell: (row, column) => {
      const sum = rows.get(row)?.sums.get(column)
      return sum === undefined ? { text: 'nothing', tone: 'none', weight: 0 } : cellOf(sum)
    },
    gaps: sorted.flatMap(([label, row]) => (row.days.size === 0 ? [] : gapsOf(label, span.days, row.days))),
  }
}

const noDay = 'no day in the name'
/** Beyond so many days a column is a month. */
const mostDays = 100
/** A key can claim any day: over a longer time than this only the months that have something are columns. */
const longest = 20 * 366

function isDay(day: string | null): day is string {
  return day !== null && /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))
}

interface Span {
  /** Every day between the first and the last, of which nobody has anything too. */
  readonly days: readonly string[]
  readonly columns: readonly string[]
  columnOf(day: string): string
}

function spanOf(days: readonly string[]): Span {
  const [first = '', last = ''] = [days[0], days.at(-1)]
  if (first === '') return { days: [], columns: [], columnOf: (day) => day }
  const length = Math.round((Date.parse(last) - Date.parse(first)) / 86_400_000) + 1
  const columnOf = (day: string) => (length > mostDays ? day.slice(0, 7) : day)
  const all =
    length > longest
      ? days
      : Array.from({ length }, (_, at) => new Date(Date.parse(first) + at * 86_400_000).toISOString().slice(0, 10))
  return { days: all, columns: [...new Set(all.map(columnOf))], columnOf }
}

/** What stands above a column and above those beside it: the day and its month, or the month and its year. */
function shortOf(id: string): { readonly short: string; readonly group: string } {
  const at = id.lastIndexOf('-')
  return { short: id.slice(at + 1), group: id.slice(0, at) }
}

/** Runs of days without anything, in words. */
function gapsOf(row: string, days: readonly string[], there: ReadonlySet<string>): readonly string[] {
  const gaps: string[] = []
  let from: string | null = null
  for (const [at, day] of [...days, null].entries()) {
    if (day !== null && !there.has(day)) from ??= day
    else if (from !== null) {
      const until = days[at - 1] ?? from
      gaps.push(`${row}: nothing ${from === until ? `on ${from}` : `from ${from} to ${until}`}`)
      from = null
    }
  }
  return gaps
}
