import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/** Resources that a principal acted on without being refused, by service and action as logged; at most 10,000 rows. */
export async function touchedBy(
  db: Db,
  principal: string,
  signal?: Signal,
): Promise<readonly { readonly service: string; readonly action: string; readonly target: string }[]> {
  return db.all(
    sql`
    SELECT DISTINCT service, action, target
    FROM event
    WHERE coalesce(role, actor) = $principal AND outcome = 'success' AND service IS NOT NULL AND action IS NOT NULL
      AND target LIKE 'arn:%'
    ORDER BY ALL
    LIMIT 10000`,
    { principal },
    signal,
  )
}
