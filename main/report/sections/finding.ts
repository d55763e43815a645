import { sql } from '../../../shared/sql.ts'
import { figure, type Section, table } from '../section.ts'

/** One finding: what the rule says, and its events. */
export const finding: Section<'finding'> = async ({ detection_id }) => {
  const records = sql`SELECT object_id, ordinal FROM detection_event WHERE detection_id = ${detection_id}`
  return [
    figure(
      'What was found',
      { kind: 'record' },
      sql`
        SELECT r.title AS "Rule", r.level AS "Level", json_extract_string(r.info, '$.description') AS "Meaning",
          array_to_string(from_json(json_extract(r.info, '$.tactics'), '["VARCHAR"]'), ', ') AS "Tactics",
          array_to_string(from_json(json_extract(r.info, '$.techniques'), '["VARCHAR"]'), ', ') AS "Techniques",
          d.principal AS "Principal", d.account AS "Account", d.events AS "Events", d.hidden AS "Of these suppressed",
          d."first" AS "First", d."last" AS "Last", CASE WHEN d.dismissed THEN 'dismissed' ELSE 'open' END AS "State",
          d.note AS "Note", r.key AS "Rule id", json_extract_string(r.info, '$.hash') AS "SHA-256 of the rule"
        FROM detection d JOIN rule r ON r.rule_no = d.rule_no
        WHERE d.detection_id = ${detection_id}`,
      records,
      ['Rule', 'Meaning', 'Tactics', 'Note'],
    ),
    figure(
      'Its events',
      table,
      sql`
        SELECT time AS "Time", action AS "Action", service AS "Service", outcome AS "Outcome", actor AS "Principal",
          coalesce(source_ip, source_service) AS "From", target AS "Target", object_id, ordinal
        FROM event JOIN (${records}) USING (object_id, ordinal)
        ORDER BY time NULLS LAST, object_id, ordinal`,
    ),
  ]
}
