import type { Answers } from '../../../shared/answers.ts'
import type { Checked } from '../../../shared/api.ts'
import type { Cell } from '../../../shared/rows.ts'
import { countedBy } from '../../../shared/search/counted-by.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import type { Where } from './where.ts'

/**
 * The values of a column that most events of a filter have, "none" (NULL) among them; `distinct` counts all values.
 * At 10 million events 13 to 100 ms, and 360 ms for a column with 300,000 values.
 */
export async function facet(
  db: Db,
  where: Where,
  { column, limit }: Pick<Checked<'facet'>, 'column' | 'limit'>,
  signal?: Signal,
): Promise<Answers['facet']> {
  const counted = countedBy(column)
  const rows = await db.all<{ value: Cell; events: number; distinct: number; total: number }>(
    sql`
      SELECT value, events, count(*) OVER () AS distinct, sum(events) OVER () AS total
      FROM (SELECT ${counted.value} AS value, count(*) AS events FROM ${counted.from} WHERE ${where.sql} GROUP BY value)
      ORDER BY events DESC, value
      LIMIT $facet_limit`,
    { ...where.params, facet_limit: limit },
    signal,
  )
  return {
    values: rows.map(({ value, events }) => ({ value, events })),
    distinct: rows[0]?.distinct ?? 0,
    events: rows[0]?.total ?? 0,
  }
}
