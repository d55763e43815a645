import { sql } from '../../../shared/sql.ts'
import { openFindings, openRecords } from '../found-sql.ts'
import { figure, type Section, table } from '../section.ts'

/** The principals that findings of medium level or above are about, with what else they did. */
export const identities: Section<'identities'> = async () => {
  const involved = sql`
        SELECT principal, count(*) AS findings, list(DISTINCT level) AS levels
        FROM ${openFindings}
        WHERE level IN ('critical', 'high', 'medium') AND principal IS NOT NULL
        GROUP BY principal`
  return [
    figure(
      'Principals of the findings',
      table,
      sql`
      SELECT i.principal AS "Principal", i.findings AS "Findings", count(*) AS "Events of it", count(*) FILTER (e.outcome = 'denied') AS "Denied",
        min(e.time) AS "First seen", max(e.time) AS "Last seen", count(DISTINCT e.source_ip) AS "Addresses", count(DISTINCT e.access_key) AS "Access keys"
      FROM (${involved}) i
      JOIN event e ON coalesce(e.role, e.actor) = i.principal
      GROUP BY i.principal, i.findings
      ORDER BY "Findings" DESC, "Events of it" DESC, "Principal"`,
      sql`SELECT e.object_id, e.ordinal FROM (${involved}) i JOIN event e ON coalesce(e.role, e.actor) = i.principal`,
    ),
    figure(
      'Access keys that were used in events of findings',
      table,
      sql`
      SELECT access_key AS "Access key", coalesce(role, actor) AS "Principal", count(*) AS "Events", min(time) AS "First", max(time) AS "Last"
      FROM event JOIN (SELECT DISTINCT object_id, ordinal FROM (${openRecords})) USING (object_id, ordinal)
      WHERE access_key IS NOT NULL
      GROUP BY access_key, coalesce(role, actor)
      ORDER BY "Events" DESC, "Access key", "Principal"
      LIMIT 200`,
      openRecords,
    ),
  ]
}
