import type { FigureAsk, Show } from '../../../shared/report/document.ts'
import type { ReportFormat } from '../../../shared/report/formats.ts'
import { sql } from '../../../shared/sql.ts'
import { byLevel, openFindings, openRecords } from '../found-sql.ts'
import { indicatorsSql } from '../sections/indicators.ts'

/** What the formats for other tools are written of: not of the report's blocks but of what is known of the incident. */
export const incidentFigures: { readonly [F in ReportFormat]?: readonly FigureAsk[] } = {
  navigator: [ask('Techniques of the findings', techniquesSql(), ['rules'])],
  stix: [ask('Indicators', indicatorsSql)],
  'timesketch-csv': [ask('Timeline', timelineSql(), ['What'])],
  'timesketch-jsonl': [ask('Timeline', timelineSql(), ['What'])],
}

function ask(title: string, text: string, words: readonly string[] = []): FigureAsk {
  const show: Show = { kind: 'table' }
  return { title, show, question: { kind: 'sql', sql: text }, behind: null, words }
}

function techniquesSql(): string {
  return sql`
    SELECT technique, sum(events)::BIGINT AS events, count(*) AS detections, string_agg(DISTINCT title, ' / ' ORDER BY title) AS rules
    FROM (SELECT unnest(techniques) AS technique, events, title FROM ${openFindings})
    GROUP BY technique
    ORDER BY technique`
}

/** Every event of an open finding, every marked event and what was written by hand, each once, in the order of time. */
function timelineSql(): string {
  return sql`
    WITH records AS (${openRecords}), found AS (
      SELECT de.object_id, de.ordinal, string_agg(DISTINCT f.title, ' / ' ORDER BY f.title) AS rules,
        first(f.level ORDER BY ${byLevel}) AS level
      FROM detection_event de
      JOIN ${openFindings} f ON f.detection_id = de.detection_id
      WHERE (de.object_id, de.ordinal) IN (SELECT (object_id, ordinal) FROM records)
      GROUP BY de.object_id, de.ordinal
    ), said AS (
      SELECT object_id, ordinal, coalesce(tag, CASE WHEN star THEN 'starred' ELSE 'commented' END) AS mark, array_to_string(comments, ' / ') AS words
      FROM marked
      WHERE NOT hidden AND (star OR tag IS NOT NULL OR len(comments) > 0)
    )
    SELECT e.time AS "Time", concat_ws(' / ', nullif(said.words, ''), found.rules) AS "What", found.level AS "Level", said.mark AS "Mark",
      e.action AS "Action", e.service AS "Service", e.outcome AS "Outcome", e.actor AS "Principal", e.source_ip AS "Source IP",
      e.target AS "Target", e.account AS "Account", e.region AS "Region", e.access_key AS "Access key", e.user_agent AS "User agent",
      e.format AS "Format", e.id AS "Event id", object_id, ordinal, o.sha256 AS "SHA-256 of the object"
    FROM found FULL JOIN said USING (object_id, ordinal)
    JOIN event e USING (object_id, ordinal)
    JOIN object o USING (object_id)
    UNION ALL
    SELECT "time", CASE WHEN text = '' THEN title ELSE title || ': ' || text END, NULL, 'written by hand',
      NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM manual_event
    ORDER BY "Time" NULLS LAST, object_id NULLS LAST, ordinal, "What"`
}
