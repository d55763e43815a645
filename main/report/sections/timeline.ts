import { sql } from '../../../shared/sql.ts'
import { openFindings, timed } from '../found-sql.ts'
import { figure, type Part, type Section, said, table } from '../section.ts'
import { axis } from './chart.ts'

const grave = "level IN ('critical', 'high', 'medium')"

/** What happened, in the order of time: findings, each by its first event, and what people marked or wrote down. */
export const timeline: Section<'timeline'> = async (_, knowing) => [
  ...(await lanes(knowing.ask)),
  said(
    'Each line is the first event of a finding of medium level or above, an event that somebody marked, or one that somebody wrote down by hand. Marks are what people said of an event; they are not in the log.',
  ),
  figure(
    'The incident in the order of time',
    table,
    sql`
      SELECT "Time", "What", "How grave", "Principal", "From", "Action", "Target", "Events", object_id, ordinal
      FROM (
        SELECT e.time AS "Time", f.title AS "What", f.level AS "How grave", e.actor AS "Principal",
          coalesce(e.source_ip, e.source_service) AS "From", e.action AS "Action", e.target AS "Target", f.events AS "Events",
          e.object_id, e.ordinal
        FROM ${openFindings} f
        JOIN detection_event de ON de.detection_id = f.detection_id
        JOIN event e ON e.object_id = de.object_id AND e.ordinal = de.ordinal
        WHERE ${grave}
        QUALIFY row_number() OVER (PARTITION BY f.detection_id ORDER BY e.time NULLS LAST, e.object_id, e.ordinal) = 1
        UNION ALL
        SELECT e.time, CASE WHEN len(m.comments) = 0 THEN 'Marked' ELSE array_to_string(m.comments, ' / ') END,
          coalesce(m.tag, 'starred'), e.actor, coalesce(e.source_ip, e.source_service), e.action, e.target, 1, e.object_id, e.ordinal
        FROM marked m JOIN event e ON e.object_id = m.object_id AND e.ordinal = m.ordinal
        WHERE NOT m.hidden AND (m.star OR m.tag IN ('bad', 'suspicious') OR len(m.comments) > 0)
        UNION ALL
        SELECT "time", CASE WHEN text = '' THEN title ELSE title || ': ' || text END, 'written by hand', NULL, NULL, NULL, NULL, NULL, NULL, NULL
        FROM manual_event
      )
      ORDER BY "Time" NULLS LAST, "How grave", "What", object_id NULLS LAST, ordinal`,
    null,
    ['What'],
  ),
]

/** Events of findings over time, one lane a tactic. */
async function lanes(
  ask: (sql: string) => Promise<readonly Readonly<Record<string, unknown>>[]>,
): Promise<readonly Part[]> {
  const found = sql`
        SELECT DISTINCT unnest(CASE WHEN len(tactics) = 0 THEN ['none'] ELSE tactics END) AS tactic, e.object_id, e.ordinal, e.time
        FROM ${openFindings} f
        JOIN detection_event de ON de.detection_id = f.detection_id
        JOIN event e ON e.object_id = de.object_id AND e.ordinal = de.ordinal
        WHERE ${grave} AND ${timed}`
  const [span] = await ask(sql`SELECT epoch_ms(min(time)) AS "first", epoch_ms(max(time)) AS "last" FROM (${found})`)
  if (span?.first == null || span.last == null) return []
  const { start, width, count } = axis(Number(span.first), Number(span.last))
  return [
    figure(
      'Events of findings by tactic of ATT&CK',
      { kind: 'lanes', by: 'tactic', start, width, buckets: count },
      sql`
      SELECT tactic AS value, (epoch_ms(time) - ${start}) // ${width} AS bucket, count(*) AS events
      FROM (${found})
      GROUP BY value, bucket
      ORDER BY value, bucket`,
      sql`SELECT object_id, ordinal FROM (${found})`,
    ),
  ]
}
