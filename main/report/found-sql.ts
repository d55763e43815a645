import { sql } from '../../shared/sql.ts'

/** Open findings of the rules of the last run, as a query in brackets. Dismissed and suppressed ones are not told. */
export const openFindings = sql`(
    SELECT d.detection_id, r.key, r.title, r.level, r.info, d.account, d.principal, d.events, d."first", d."last",
      from_json(json_extract(r.info, '$.tactics'), '["VARCHAR"]') AS tactics, from_json(json_extract(r.info, '$.techniques'), '["VARCHAR"]') AS techniques
    FROM detection d JOIN rule r ON r.rule_no = d.rule_no
    WHERE r.current AND d.events > 0 AND NOT d.dismissed AND d.hidden < d.events
  )`

/** Records of those findings. */
export const openRecords = recordsOf(openFindings)

/** Findings of medium level or above, which the story is told of. */
export const graveFindings = sql`(SELECT * FROM ${openFindings} WHERE level IN ('critical', 'high', 'medium'))`

/** Records of the grave ones. */
export const graveRecords = recordsOf(graveFindings)

/** The gravest first. */
export const byLevel = sql`list_position(['critical', 'high', 'medium', 'low', 'informational'], level)`

/** Times that can be placed: a log may claim any. */
export const timed = "time BETWEEN TIMESTAMP '0001-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'"

/** A text as an SQL constant. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''").replaceAll('\0', '')}'`
}

function recordsOf(findings: string): string {
  return sql`
  SELECT de.object_id, de.ordinal
  FROM detection_event de JOIN ${findings} f ON f.detection_id = de.detection_id
  WHERE (de.detection_id, de.object_id, de.ordinal) NOT IN (SELECT (detection_id, object_id, ordinal) FROM suppressed_event)`
}
