import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/** How often a principal called an action without being refused. Sessions count for their role. */
export interface UsedAction {
  readonly principal: string
  readonly service: string
  readonly action: string
  readonly first: string | null
  readonly last: string | null
  readonly count: number
}

/** Every action that users and roles of the case called, by principal. */
export async function usedActions(db: Db, signal?: Signal): Promise<readonly UsedAction[]> {
  return db.all<UsedAction>(
    sql`
    SELECT
      coalesce(role, actor) AS principal,
      service,
      action,
      strftime(min(time), '%Y-%m-%dT%H:%M:%S.%gZ') AS first,
      strftime(max(time), '%Y-%m-%dT%H:%M:%S.%gZ') AS last,
      count(*) AS count
    FROM event
    WHERE outcome = 'success' AND service IS NOT NULL AND action IS NOT NULL AND coalesce(role, actor) LIKE 'arn:%'
    GROUP BY ALL`,
    {},
    signal,
  )
}

/** From when to when the case has events that name a principal. */
export async function logDays(
  db: Db,
  signal?: Signal,
): Promise<{ readonly first: string | null; readonly last: string | null; readonly events: number }> {
  const [row] = await db.all<{ first: string | null; last: string | null; events: number }>(
    sql`
    SELECT
      strftime(min(time), '%Y-%m-%dT%H:%M:%S.%gZ') AS first,
      strftime(max(time), '%Y-%m-%dT%H:%M:%S.%gZ') AS last,
      count(*) AS events
    FROM event
    WHERE actor LIKE 'arn:%'`,
    {},
    signal,
  )
  return row ?? { first: null, last: null, events: 0 }
}
