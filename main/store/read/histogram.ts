import type { Answers, Checked } from '../../../shared/api.ts'
import type { Cell } from '../../../shared/rows.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { niceBuckets } from './nice-buckets.ts'
import { and, timed, untimed, type Where } from './where.ts'

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
  const [none] = await db.all<{ events: number }>(
    sql`SELECT count(*) AS events FROM event WHERE (${where.sql}) AND ${untimed}`,
    where.params,
    signal,
  )
  const rows = and(where, { sql: timed, params: {} })
  const span = given(filter) ?? (await found(db, rows, signal))
  if (!span) return { start: 0, width: 0, series: [], untimed: none?.events ?? 0 }
  const { start, width, count } = niceBuckets(span.first, span.last, buckets)
  const counts = await db.all<{ value: Cell; bucket: number; events: number }>(
    sql`
      SELECT ${by} AS value, (epoch_ms(time) - CAST($bucket_start AS BIGINT)) // CAST($bucket_width AS BIGINT) AS bucket, count(*) AS events
      FROM event
      WHERE ${rows.sql}
      GROUP BY value, bucket`,
    { ...rows.params, bucket_start: start, bucket_width: width },
    signal,
  )
  return { start, width, series: stack(counts, count), untimed: none?.events ?? 0 }
}

interface Span {
  readonly first: number
  readonly last: number
}

function given({ from, to }: Checked<'histogram'>['filter']): Span | null {
  if (from === null || to === null) return null
  const [first, end] = [Date.parse(from), Date.parse(to)]
  return first < end ? { first, last: end - 1 } : null
}

async function found(db: Db, rows: Where, signal: Signal | undefined): Promise<Span | null> {
  const [span] = await db.all<{ first: number | null; last: number | null }>(
    sql`SELECT epoch_ms(min(time)) AS first, epoch_ms(max(time)) AS last FROM event WHERE ${rows.sql}`,
    rows.params,
    signal,
  )
  if (!span || span.first === null || span.last === null) return null
  return { first: span.first, last: span.last }
}

function stack(
  counts: readonly { readonly value: Cell; readonly bucket: number; readonly events: number }[],
  buckets: number,
): Answers['histogram']['series'] {
  const totals = new Map<Cell, number>()
  for (const { value, events } of counts) totals.set(value, (totals.get(value) ?? 0) + events)
  const ranked = [...totals].sort(([a, x], [b, y]) => y - x || name(a).localeCompare(name(b)))
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
