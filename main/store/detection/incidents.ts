import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/** A question whose rows are (g, incident, n): the values that an incident's events share, its number among them, an event. */
export interface IncidentQuestion {
  readonly ruleNo: number
  readonly fields: readonly string[]
  readonly sql: string
}

/** The number of an event in questions of ours: one whole number for object_id and ordinal. */
export const eventNumber = (of: string): string => `${of}.object_id::BIGINT * 4294967296 + ${of}.ordinal`

/**
 * Computes the incidents of a correlation and keeps each as one detection. One that shares events with an incident of an
 * earlier run is that incident, so that what was decided about it stays.
 */
export async function writeIncidents(tx: Db, { ruleNo, fields, sql: question }: IncidentQuestion): Promise<void> {
  await tx.run(
    sql`
      CREATE OR REPLACE TEMP TABLE member AS
      SELECT dense_rank() OVER (ORDER BY g, incident) AS place, g, n // 4294967296 AS object_id, n % 4294967296 AS ordinal
      FROM (${question})`,
  )
  await tx.run(sql`
    CREATE OR REPLACE TEMP TABLE named AS
    SELECT place, detection_id FROM (
      SELECT place, detection_id, count(*) AS common
      FROM member JOIN detection_event USING (object_id, ordinal)
      WHERE detection_id IN (SELECT detection_id FROM detection WHERE rule_no = ${ruleNo})
      GROUP BY place, detection_id)
    QUALIFY row_number() OVER (PARTITION BY place ORDER BY common DESC, detection_id) = 1
      AND row_number() OVER (PARTITION BY detection_id ORDER BY common DESC, place) = 1`)
  await tx.run(sql`
    INSERT INTO named
    SELECT place, (SELECT coalesce(max(detection_id), 0) FROM detection) + row_number() OVER (ORDER BY place)
    FROM (SELECT DISTINCT place FROM member WHERE place NOT IN (SELECT place FROM named))`)
  await tx.run(
    sql`DELETE FROM detection_event WHERE detection_id IN (SELECT detection_id FROM detection WHERE rule_no = ${ruleNo})`,
  )
  await tx.run(
    sql`INSERT INTO detection_event SELECT detection_id, object_id, ordinal FROM member JOIN named USING (place)`,
  )
  const described = sql`
    SELECT detection_id,
      CASE WHEN count(DISTINCT event.account) = 1 THEN min(event.account) END AS account,
      CASE WHEN count(DISTINCT coalesce(role, actor)) = 1 THEN min(coalesce(role, actor)) END AS principal,
      any_value(g) AS g
    FROM member JOIN named USING (place) JOIN event USING (object_id, ordinal)
    GROUP BY detection_id`
  const shared = sql`to_json(list_transform(list_zip(from_json($fields, '["VARCHAR"]'), from_json(g, '["VARCHAR"]')), lambda p: {'field': p[1], 'value': p[2]}))`
  await tx.run(
    sql`
      INSERT INTO detection (detection_id, rule_no, account, principal, shared, events, hidden, dismissed)
      SELECT detection_id, ${ruleNo}, account, principal, ${shared}, 0, 0, false FROM (${described})
      WHERE detection_id NOT IN (SELECT detection_id FROM detection)`,
    { fields: JSON.stringify(fields) },
  )
  await tx.run(sql`DROP TABLE temp.member`)
  await tx.run(sql`DROP TABLE temp.named`)
}
