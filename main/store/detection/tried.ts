import { randomUUID } from 'node:crypto'
import type { TriedRule } from '../../../shared/detection.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db, Params } from '../db.ts'
import { shownColumns } from './detail.ts'

type Tried = Pick<TriedRule, 'events' | 'incidents' | 'first' | 'last' | 'rows'>

/** The events that questions (n, incident) find, in numbers and the first of them; nothing is kept. */
export async function triedEvents(
  db: Db,
  questions: readonly { readonly sql: string; readonly params: Params }[],
  limit: number,
  signal?: Signal,
): Promise<Tried> {
  const table = `scratch.tried_${randomUUID().replaceAll('-', '')}`
  await db.run(`CREATE TABLE ${table} (n BIGINT, incident BIGINT)`)
  try {
    for (const question of questions)
      await db.run(`INSERT INTO ${table} SELECT n, incident FROM (${question.sql})`, question.params, signal)
    const events = sql`(SELECT DISTINCT n // 4294967296 AS object_id, n % 4294967296 AS ordinal FROM ${table}) JOIN event USING (object_id, ordinal)`
    const [counted] = await db.all<Omit<Tried, 'rows'>>(
      sql`SELECT count(*) AS events, (SELECT count(DISTINCT incident) FROM ${table}) AS incidents, min(time) AS "first", max(time) AS "last" FROM ${events}`,
      {},
      signal,
    )
    const { columns, rows } = await db.rows(
      sql`SELECT object_id, ordinal, ${shownColumns.join(', ')} FROM ${events} ORDER BY time DESC NULLS LAST, object_id, ordinal LIMIT ${limit}`,
      {},
      signal,
    )
    return { ...(counted ?? { events: 0, incidents: 0, first: null, last: null }), rows: { columns, rows } }
  } finally {
    await db.run(`DROP TABLE ${table}`)
  }
}
