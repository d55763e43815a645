import type { Answers } from '../../../shared/answers.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import type { Where } from './where.ts'

/** How many events a filter lets through. */
export async function count(db: Db, where: Where, signal?: Signal): Promise<Answers['count']> {
  const [row] = await db.all<{ events: number }>(
    sql`SELECT count(*) AS events FROM event WHERE ${where.sql}`,
    where.params,
    signal,
  )
  return { events: row?.events ?? 0 }
}
