import { type FacetName, facetTitle } from '../../../shared/event.ts'
import type { Filter } from '../../../shared/filter.ts'
import { Problem } from '../../../shared/problem.ts'
import { countedBy } from '../../../shared/search/counted-by.ts'
import { filterConditions } from '../../../shared/search/filter-sql.ts'
import { sql } from '../../../shared/sql.ts'
import { timed } from '../found-sql.ts'
import { figure, type Knowing, type Part, type Section } from '../section.ts'

/** Events counted over time, or by value. */
export const chart: Section<'chart'> = async ({ filter, by, show }, knowing) => {
  const where = conditionOf(filter)
  const { from, value } = countedBy(by)
  const title = facetTitle(by)
  if (show === 'time') return overTime(`Events over time by ${title}`, where, by, knowing)
  return [
    figure(
      `Events by ${title}`,
      { kind: show, by },
      sql`
        SELECT ${value} AS value, count(*) AS events
        FROM ${from}
        WHERE ${where}
        GROUP BY value
        ORDER BY events DESC, value NULLS LAST`,
      sql`${recordsOf(from)} WHERE ${where}`,
    ),
  ]
}

/** A filter as a condition, with its values written in. Error `bad-input`: the search cannot be read. */
export function conditionOf(filter: Filter): string {
  const conditions = filterConditions(filter)
  if (conditions === null) throw new Problem('bad-input', `the search '${filter.search}' cannot be read`)
  return conditions === '' ? 'true' : conditions
}

/** An event that several rules found is one record all the same. */
function recordsOf(from: string): string {
  return from === 'event'
    ? sql`SELECT object_id, ordinal FROM event`
    : sql`SELECT DISTINCT object_id, ordinal FROM ${from}`
}

const buckets = 90

/** Events of a condition in equal stretches of time, stacked by a column; nothing where there are none. */
export async function overTime(
  title: string,
  where: string,
  by: FacetName,
  knowing: Knowing,
): Promise<readonly Part[]> {
  const { from, value } = countedBy(by)
  const [span] = await knowing.ask(
    sql`SELECT epoch_ms(min(time)) AS "first", epoch_ms(max(time)) AS "last" FROM ${from} WHERE (${where}) AND ${timed}`,
  )
  if (span?.first == null || span.last == null) return []
  const { start, width, count } = axis(Number(span.first), Number(span.last))
  return [
    figure(
      title,
      { kind: 'time', by, start, width, buckets: count },
      sql`
        SELECT ${value} AS value, (epoch_ms(time) - ${start}) // ${width} AS bucket, count(*) AS events
        FROM ${from}
        WHERE (${where}) AND ${timed}
        GROUP BY value, bucket
        ORDER BY value NULLS LAST, bucket`,
      sql`${recordsOf(from)} WHERE (${where}) AND ${timed}`,
    ),
  ]
}

/** At most 90 buckets of a width that people use, the first one begun where that width begins. */
export function axis(
  first: number,
  last: number,
): { readonly start: number; readonly width: number; readonly count: number } {
  const width = widths.find((each) => (last - first) / each < buckets - 1) ?? Math.ceil((last - first) / (buckets - 1))
  const start = Math.floor(first / width) * width
  return { start, width, count: Math.floor((last - start) / width) + 1 }
}

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000]
const widths = [
  ...[1, 2, 5, 10, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 14, 28].map((n) => n * day),
]
