import type { Answers } from '../../../shared/answers.ts'
import type { Checked } from '../../../shared/api.ts'
import type { Cell } from '../../../shared/rows.ts'
import { countedBy } from '../../../shared/search/counted-by.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { niceBuckets } from './nice-buckets.ts'
import { and, timed, type Where } from './where.ts'

/** Values that get a series of their own. */
const shown = 8

/**
 * How many events of a filter fall in each bucket of time, stacked by a column. The buckets cover the range of the
 * filter where both ends are given, else the events themselves. Whole division of milliseconds: half the time of
 * DuckDB's time_bucket.
 */
export async function histogram(
  db: Db,
  where: Where,
  { filter, by, buckets }: Checked<'histogram'>,
  signal?: Signal,
): Promise<Answers['histogram']> {
  const { from, value: counted } = countedBy(by)
  const { span, untimed } = given(filter) ?? (await found(db, from, where, signal))
  if (!span) return { start: 0, width: 0, series: [], untimed }
  const { start, width, count } = niceBuckets(span.first, span.last, buckets)
  const rows = and(where, { sql: timed, params: {} })
  const counts = await db.all<{ value: Cell; bucket: number; events: number }>(
    sql`
      SELECT ${counted} AS value, (epoch_ms(time) - CAST($bucket_start AS BIGINT)) // CAST($bucket_width AS BIGINT) AS bucket, count(*) AS events
      FROM ${from}
      WHERE ${rows.sql}
      GROUP BY value, bucket`,
    { ...rows.params, bucket_start: start, bucket_width: width },
    signal,
  )
  return { start, width, series: stack(counts, count), untimed }
}

interface Span {
  readonly first: number
  readonly last: number
}
interface Extent {
  /** Null when there is nothing in it. */
  readonly span: Span | null
  readonly untimed: number
}

/** A range with both ends says it all, to the millisecond: events without a time are in none. */
function given({ from, to }: Checked<'histogram'>['filter']): Extent | null {
  if (from === null || to === null) return null
  const [first, end] = [Date.parse(from), Date.parse(to)]
  const last = /\.\d{4}/.test(to) ? end : end - 1
  return { span: first <= last ? { first, last } : null, untimed: 0 }
}

async function found(db: Db, from: string, where: Where, signal: Signal | undefined): Promise<Extent> {
  const [row] = await db.all<{ first: number | null; last: number | null; untimed: number }>(
    sql`
      SELECT epoch_ms(min(placed)) AS first, epoch_ms(max(placed)) AS last, count(*) - count(placed) AS untimed
      FROM (SELECT CASE WHEN ${timed} THEN time END AS placed FROM ${from} WHERE ${where.sql})`,
    where.params,
    signal,
  )
  if (!row || row.first === null || row.last === null) return { span: null, untimed: row?.untimed ?? 0 }
  return { span: { first: row.first, last: row.last }, untimed: row.untimed }
}

function stack(
  counts: readonly { readonly value: Cell; readonly bucket: number; readonly events: number }[],
  buckets: number,
): Answers['histogram']['series'] {
  const totals = new Map<Cell, number>()
  for (const { value, events } of counts) totals.set(value, (totals.get(value) ?? 0) + events)
  const ranked = [...totals].sort(([a, x], [b, y]) => y - x || name(a).localeCompare(name(b), 'en'))
  const own = new Map(ranked.slice(0, shown).map(([value]) => [value, new Array<number>(buckets).fill(0)]))
  const other = new Array<number>(buckets).fill(0)
  for (const { value, bucket, events } of counts) {
    const series = own.get(value) ?? other
    series[bucket] = (series[bucket] ?? 0) + events
  }
  const series = [...own].map(([value, events]) => ({ value: name(value), counts: events }))
  return ranked.length > shown ? [...series, { value: 'other', counts: other }] : series
}

function name(value: Cell): string {
  return value === null ? 'none' : String(value)
}
