import type { DetectionRow } from '../../../shared/detection.ts'
import { Problem } from '../../../shared/problem.ts'
import type { Rows } from '../../../shared/rows.ts'
import type { RuleInfo } from '../../../shared/rule.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { detectionRow, type ListedRow, listed, listedColumns } from './list.ts'

/** The columns that an event of a detection is shown with. */
export const shownColumns = [
  'time',
  'service',
  'action',
  'outcome',
  'error_code',
  'actor',
  'source_ip',
  'source_service',
  'account',
  'region',
  'target',
  'user_agent',
  'severity',
  'title',
] as const

export interface Detail {
  readonly row: DetectionRow
  readonly info: RuleInfo
  readonly rows: Rows
  readonly hiddenRows: readonly boolean[]
}

/** One detection with a part of its events, in the order of time. Error `not-found`. */
export async function detectionDetail(
  db: Db,
  { detection_id, offset, limit }: { readonly detection_id: number; readonly offset: number; readonly limit: number },
  signal?: Signal,
): Promise<Detail> {
  const [row] = await db.all<ListedRow & { text: string }>(
    sql`SELECT ${listedColumns}, text FROM ${listed} WHERE detection_id = $detection_id`,
    { detection_id },
    signal,
  )
  if (!row)
    throw new Problem('not-found', `there is no detection ${detection_id}; rules may have run again: look at the list`)
  const { text, ...columns } = row
  const { columns: names, rows } = await db.rows(
    sql`
      SELECT object_id, ordinal, ${shownColumns.join(', ')},
        (object_id, ordinal) IN (SELECT (object_id, ordinal) FROM suppressed_event WHERE detection_id = $detection_id) AS hidden
      FROM (SELECT object_id, ordinal FROM detection_event WHERE detection_id = $detection_id) JOIN event USING (object_id, ordinal)
      ORDER BY time NULLS LAST, object_id, ordinal
      LIMIT ${limit} OFFSET ${offset}`,
    { detection_id },
    signal,
  )
  return {
    row: detectionRow(columns),
    info: { ...(JSON.parse(row.info) as Omit<RuleInfo, 'text'>), text },
    rows: { columns: names.slice(0, -1), rows: rows.map((cells) => cells.slice(0, -1)) },
    hiddenRows: rows.map((cells) => cells.at(-1) === true),
  }
}

/** The texts of rules as they were when they last ran, by their keys. */
export async function ruleTexts(db: Db, keys: readonly string[]): Promise<readonly string[]> {
  const rows = await db.all<{ text: string }>(
    sql`SELECT text FROM rule WHERE key IN (SELECT unnest(from_json($keys, '["VARCHAR"]'))) ORDER BY rule_no`,
    { keys: JSON.stringify(keys) },
  )
  return rows.map(({ text }) => text)
}
