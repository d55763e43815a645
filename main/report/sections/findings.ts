import { sql } from '../../../shared/sql.ts'
import { byLevel, openFindings, openRecords, quoted } from '../found-sql.ts'
import { facts, figure, type Section, said, table } from '../section.ts'

/** What rules found and nobody dismissed, the gravest first; of one tactic in the order of time. */
export const findings: Section<'findings'> = async ({ tactic }) => {
  if (tactic !== null) return [ofTactic(tactic)]
  return [
    figure(
      'Findings in numbers',
      facts,
      sql`
        SELECT count(*) AS "Findings", count(DISTINCT key) AS "Rules", count(DISTINCT principal) AS "Principals",
          count(*) FILTER (level = 'critical') AS "Critical", count(*) FILTER (level = 'high') AS "High",
          count(*) FILTER (level = 'medium') AS "Medium", count(*) FILTER (level = 'low') AS "Low",
          count(*) FILTER (level = 'informational') AS "Informational"
        FROM ${openFindings}`,
      openRecords,
    ),
    said('Findings that somebody dismissed or suppressed are not counted here; they are in the case with the reason.'),
    figure(
      'Findings by rule',
      table,
      sql`
        SELECT level AS "Level", title AS "Finding", count(*) AS "Findings", sum(events)::BIGINT AS "Events",
          min("first") AS "First", max("last") AS "Last", any_value(array_to_string(techniques, ', ')) AS "ATT&CK"
        FROM ${openFindings}
        GROUP BY key, level, title
        ORDER BY ${byLevel}, "First" NULLS LAST, title, key`,
      openRecords,
      ['Finding'],
    ),
  ]
}

function ofTactic(tactic: string) {
  const belongs = tactic === 'none' ? 'len(tactics) = 0' : `list_contains(tactics, ${quoted(tactic)})`
  return figure(
    'In the order of time',
    table,
    sql`
      SELECT f."first" AS "First", f."last" AS "Last", level AS "Level", f.title AS "Finding", f.principal AS "Principal",
        f.account AS "Account", f.events AS "Events", array_to_string(techniques, ', ') AS "ATT&CK", f.detection_id AS "Finding no."
      FROM ${openFindings} f
      WHERE ${belongs}
      ORDER BY f."first" NULLS LAST, ${byLevel}, f.title, f.detection_id`,
    sql`
      SELECT de.object_id, de.ordinal
      FROM detection_event de JOIN ${openFindings} f ON f.detection_id = de.detection_id
      WHERE ${belongs}`,
    ['Finding'],
  )
}
