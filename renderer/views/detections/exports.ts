import type { ExportWhat } from '../../../shared/api.ts'
import type { DetectionsState } from '../../state/detections.ts'

/**
 * Every event that a rule found, once a rule, in the column names of Suzaku and Hayabusa, which other tools read:
 * https://github.com/Yamato-Security/suzaku
 */
export function exportEvents(shown: DetectionsState): ExportWhat {
  return {
    kind: 'sql',
    sql: `SELECT e.time AS "Timestamp", r.title AS "RuleTitle", r.level AS "Level", e.action AS "EventName", e.error_code AS "ErrorCode",
  e.service AS "EventSource", e.region AS "AWS-Region", coalesce(e.source_ip, e.source_service) AS "SrcIP", e.user_agent AS "UserAgent",
  e.actor_name AS "UserName", e.actor_type AS "UserType", e.actor_account AS "UserAccountID", e.actor AS "UserARN",
  e.actor_id AS "UserPrincipalID", e.access_key AS "UserAccessKeyID", e.id AS "EventID",
  array_to_string(from_json(json_extract(r.info, '$.tags'), '["VARCHAR"]'), ', ') AS "Tags", r.key AS "RuleID"
${found(shown)}
JOIN detection_event de ON de.detection_id = d.detection_id
JOIN event e ON e.object_id = de.object_id AND e.ordinal = de.ordinal
ORDER BY e.time, r.title, e.id`,
  }
}

/** Every finding: the rule, whose it is, how many events, and what was decided about it. */
export function exportFindings(shown: DetectionsState): ExportWhat {
  return {
    kind: 'sql',
    sql: `SELECT r.key AS "RuleID", r.title AS "RuleTitle", r.level AS "Level", d.account AS "Account", d.principal AS "UserARN",
  d.events AS "Events", d.hidden AS "Suppressed", d."first" AS "First", d."last" AS "Last", d.state AS "Status", d.note AS "Note",
  d.decided_by AS "DecidedBy", d.decided_at AS "DecidedAt",
  array_to_string(from_json(json_extract(r.info, '$.tags'), '["VARCHAR"]'), ', ') AS "Tags", json_extract_string(r.info, '$.hash') AS "RuleSHA256"
${found(shown)}
ORDER BY d."first", r.title`,
  }
}

/** Findings of the rules of the last run in the chosen state and of the chosen level; both are words of ours, never of a log. */
function found({ state, level }: DetectionsState): string {
  return `FROM (SELECT *, CASE WHEN dismissed THEN 'dismissed' WHEN hidden >= events THEN 'suppressed' ELSE 'open' END AS state FROM detection) d
JOIN rule r ON r.rule_no = d.rule_no AND r.current AND d.events > 0 AND d.state = '${state}'${level === null ? '' : ` AND r.level = '${level}'`}`
}
