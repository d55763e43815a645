import { sql } from '../../../shared/sql.ts'
import { graveFindings, graveRecords } from '../found-sql.ts'
import { figure, type Section, table } from '../section.ts'

/** The principals that findings of medium level or above are about, with what else they did, and the access keys in those findings. */
export const identities: Section<'identities'> = async () => {
  const involved = sql`
        SELECT principal, count(*) AS findings, list(DISTINCT level) AS levels
        FROM ${graveFindings}
        WHERE principal IS NOT NULL
        GROUP BY principal`
  return [
    figure(
      'Principals of findings of medium level or above',
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
      'Access keys in the events of those findings',
      table,
      sql`
      SELECT access_key AS "Access key", coalesce(role, actor) AS "Principal", count(*) AS "Events", min(time) AS "First", max(time) AS "Last"
      FROM event JOIN (SELECT DISTINCT object_id, ordinal FROM (${graveRecords})) USING (object_id, ordinal)
      WHERE access_key IS NOT NULL
      GROUP BY access_key, coalesce(role, actor)
      ORDER BY "Events" DESC, "Access key", "Principal"
      LIMIT 200`,
      graveRecords,
    ),
  ]
}
