import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { timed } from './where.ts'

/** When the newest event happened; null without events. A time after the case last took anything in is a wrong clock, and left out. */
export async function newestEvent(db: Db, signal?: Signal): Promise<string | null> {
  const [row] = await db.all<{ newest: string | null }>(
    sql`
      SELECT strftime(max(time), '%Y-%m-%dT%H:%M:%S.%gZ') AS newest
      FROM event
      WHERE ${timed} AND time <= (SELECT max(imported_at) FROM object)`,
    {},
    signal,
  )
  return row?.newest ?? null
}
