import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { where } from '../read/where.ts'
import { addDetections, numbers } from './run.ts'

/** After events were added: applies the suppressions and counts each detection anew; one without events goes, unless somebody decided about it. */
export async function settle(tx: Db, ruleNos: readonly number[]): Promise<void> {
  await suppress(tx)
  const ours = `rule_no IN ${numbers(ruleNos)}`
  await tx.run(sql`
    UPDATE detection SET events = counted.events, "first" = counted."first", "last" = counted."last", hidden = counted.hidden
    FROM (
      SELECT d.detection_id, count(event.object_id) AS events, min(time) AS "first", max(time) AS "last", count(s.object_id) AS hidden
      FROM detection d
      LEFT JOIN detection_event de ON de.detection_id = d.detection_id
      LEFT JOIN event ON event.object_id = de.object_id AND event.ordinal = de.ordinal
      LEFT JOIN (SELECT DISTINCT detection_id, object_id, ordinal FROM suppressed_event) s
        ON s.detection_id = de.detection_id AND s.object_id = de.object_id AND s.ordinal = de.ordinal
      WHERE ${ours}
      GROUP BY d.detection_id) counted
    WHERE detection.detection_id = counted.detection_id`)
  await tx.run(sql`DELETE FROM detection WHERE ${ours} AND events = 0 AND decided_at IS NULL`)
}

/** After suppressions were changed: what they hide, and how much of each detection that is. */
export async function recount(tx: Db): Promise<void> {
  await suppress(tx)
  await tx.run(sql`
    UPDATE detection SET hidden = (
      SELECT count(DISTINCT (s.object_id, s.ordinal)) FROM suppressed_event s WHERE s.detection_id = detection.detection_id)`)
}

async function suppress(tx: Db): Promise<void> {
  await tx.run(sql`DELETE FROM suppressed_event`)
  const suppressions = await tx.all<{ suppression_id: number; rule_key: string | null; search: string }>(
    sql`SELECT suppression_id, rule_key, search FROM suppression`,
  )
  for (const { suppression_id, rule_key, search } of suppressions) {
    const found = hiddenBy(rule_key, search)
    await tx.run(
      sql`INSERT INTO suppressed_event SELECT ${suppression_id}, detection_id, object_id, ordinal FROM (${found.sql})`,
      found.params,
    )
  }
}

/** The events of detections that a suppression hides: rows (detection_id, object_id, ordinal). */
export function hiddenBy(ruleKey: string | null, search: string) {
  // What others hide counts too: what a suppression hides must not depend on which came first.
  const matching = where({ search, from: null, to: null }, 'too')
  return {
    sql: sql`
      SELECT de.detection_id, de.object_id, de.ordinal
      FROM detection_event de
      JOIN detection d ON d.detection_id = de.detection_id
      JOIN rule ON rule.rule_no = d.rule_no
      JOIN (SELECT object_id, ordinal FROM event WHERE ${matching.sql}) e ON e.object_id = de.object_id AND e.ordinal = de.ordinal
      WHERE ${ruleKey === null ? 'true' : 'rule.key = $rule_key'}`,
    params: { ...matching.params, ...(ruleKey === null ? {} : { rule_key: ruleKey }) },
  }
}

/** What a rule with a first-seen condition found, as a question of event numbers (n). */
export interface FirstsQuestion {
  readonly ruleNo: number
  readonly sql: string
}

export async function addFirsts(tx: Db, { ruleNo, sql: question }: FirstsQuestion): Promise<void> {
  await tx.run(
    sql`
      CREATE OR REPLACE TEMP TABLE first_hit AS
      SELECT 0 AS no, (n // 4294967296)::UINTEGER AS object_id, (n % 4294967296)::UINTEGER AS ordinal FROM (${question})`,
  )
  await addDetections(tx, 'temp.first_hit', [{ no: 0, ruleNo }])
  await tx.run(sql`DROP TABLE temp.first_hit`)
}
