import { sql } from '../../shared/sql.ts'
import type { Database } from './database.ts'

/** How an import ended; one that its engine did not live to end is `interrupted`, found at the next opening. */
export type ImportEnd = 'done' | 'cancelled' | 'failed'

/** Writes down that an import has begun; resolves to its number. */
export async function beginImport(db: Database, what: unknown, who: string): Promise<number> {
  return db.write(async (tx) => {
    const [row] = await tx.all<{ next: number }>(sql`SELECT coalesce(max(import_id), 0) + 1 AS next FROM import`)
    const next = row?.next ?? 1
    await tx.run(
      sql`
        INSERT INTO import (import_id, started_at, state, what, who)
        VALUES ($next, ${utc('at')}, 'running', $what, $who)`,
      { next, at: new Date().toISOString(), what: JSON.stringify(what), who },
    )
    return next
  })
}

export async function endImport(db: Database, importId: number, state: ImportEnd, result: unknown): Promise<void> {
  await db.write((tx) =>
    tx.run(
      sql`UPDATE import SET ended_at = ${utc('at')}, state = $state, result = $result WHERE import_id = $importId`,
      { importId, at: new Date().toISOString(), state, result: JSON.stringify(result ?? null) },
    ),
  )
}

/** Imports that an engine left running when it ended become `interrupted`; resolves to their numbers. */
export async function markInterrupted(db: Database): Promise<readonly number[]> {
  return db.write(async (tx) => {
    const rows = await tx.all<{ import_id: number }>(
      sql`SELECT import_id FROM import WHERE state = 'running' ORDER BY import_id`,
    )
    if (rows.length > 0) {
      await tx.run(sql`UPDATE import SET state = 'interrupted', ended_at = ${utc('at')} WHERE state = 'running'`, {
        at: new Date().toISOString(),
      })
    }
    return rows.map(({ import_id }) => import_id)
  })
}

/** A bound ISO 8601 text as a UTC timestamp. */
export function utc(param: string): string {
  return `CAST(CAST($${param} AS TIMESTAMPTZ) AS TIMESTAMP)`
}
