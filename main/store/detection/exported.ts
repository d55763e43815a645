import type { DetectionFilter } from '../../../shared/detection.ts'
import { sql } from '../../../shared/sql.ts'
import type { Where } from '../read/where.ts'
import { detectionWhere, isOpenOnly, listed } from './list.ts'

const tags = `array_to_string(from_json(json_extract(d.info, '$.tags'), '["VARCHAR"]'), ', ') AS "Tags"`

/** Findings of a filter as rows of an export: the rule, whose it is, how many events, and what was decided about it. */
export function exportedFindings(filter: DetectionFilter): Where {
  const where = detectionWhere(filter)
  return {
    sql: sql`
      SELECT d.key AS "RuleID", d.title AS "RuleTitle", d.level AS "Level", d.account AS "Account", d.principal AS "UserARN",
        d.events AS "Events", d.hidden AS "Suppressed", d."first" AS "First", d."last" AS "Last", d.state AS "Status", d.note AS "Note",
        d.decided_by AS "DecidedBy", d.decided_at AS "DecidedAt", ${tags}, json_extract_string(d.info, '$.hash') AS "RuleSHA256"
      FROM (SELECT * FROM ${listed} WHERE ${where.sql}) d
      ORDER BY d."first", d.title, d.detection_id`,
    params: where.params,
  }
}

/**
 * Every event of these findings, once a finding, in the column names of Suzaku and Hayabusa, which other tools read:
 * https://github.com/Yamato-Security/suzaku. Of open findings without the events that suppressions hide.
 */
export function exportedHits(filter: DetectionFilter): Where {
  const where = detectionWhere(filter)
  const shown = isOpenOnly(filter) ? 'ANTI JOIN suppressed_event USING (detection_id, object_id, ordinal)' : ''
  return {
    sql: sql`
      SELECT e.time AS "Timestamp", d.title AS "RuleTitle", d.level AS "Level", e.action AS "EventName", e.error_code AS "ErrorCode",
        e.service AS "EventSource", e.region AS "AWS-Region", coalesce(e.source_ip, e.source_service) AS "SrcIP", e.user_agent AS "UserAgent",
        e.actor_name AS "UserName", e.actor_type AS "UserType", e.actor_account AS "UserAccountID", e.actor AS "UserARN",
        e.actor_id AS "UserPrincipalID", e.access_key AS "UserAccessKeyID", e.id AS "EventID", ${tags}, d.key AS "RuleID"
      FROM (SELECT * FROM ${listed} WHERE ${where.sql}) d
      JOIN detection_event USING (detection_id)
      ${shown}
      JOIN event e USING (object_id, ordinal)
      ORDER BY e.time, d.title, e.id, object_id, ordinal`,
    params: where.params,
  }
}
