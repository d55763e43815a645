import { sql } from '../../../shared/sql.ts'
import { timed } from '../found-sql.ts'
import { facts, figure, type Section, said, table } from '../section.ts'
import { overTime } from './chart.ts'

/** What was examined, and what could not be seen. */
export const coverage: Section<'coverage'> = async (_, knowing) => [
  figure(
    'What was examined',
    facts,
    sql`
      SELECT
        (SELECT count(*) FROM object) AS "Objects",
        (SELECT coalesce(sum(bytes), 0) FROM object WHERE parent IS NULL) AS "Bytes as they came",
        (SELECT count(*) FROM event) AS "Events",
        (SELECT count(DISTINCT account) FROM event) AS "Accounts",
        (SELECT count(DISTINCT region) FROM event) AS "Regions",
        (SELECT min(time) FROM event WHERE ${timed}) AS "First event",
        (SELECT max(time) FROM event WHERE ${timed}) AS "Last event"`,
    sql`SELECT object_id, ordinal FROM event`,
  ),
  ...(await overTime('Events over time by account', 'true', 'account', knowing)),
  figure(
    'Objects by state and format',
    table,
    sql`
      SELECT state AS "State", format AS "Format", count(*) AS "Objects", sum(bytes) AS "Bytes", sum(events) AS "Events",
        sum(duplicates) AS "Duplicate records", sum(bad_records) AS "Unreadable records"
      FROM object
      GROUP BY state, format
      ORDER BY list_position(['stored', 'partial', 'duplicate', 'skipped', 'rejected'], state), format NULLS LAST`,
  ),
  said('What could not be read, or only in part, is listed here with its reason; nothing else was left out.'),
  figure(
    'Objects that were not read whole',
    table,
    sql`
      SELECT object_id, uri AS "Address", state AS "State", reason AS "Reason", bad_records AS "Unreadable records"
      FROM object
      WHERE state IN ('rejected', 'partial', 'skipped') OR bad_records > 0
      ORDER BY list_position(['rejected', 'partial', 'skipped'], state) NULLS LAST, object_id`,
  ),
  said(
    'A day without events may be a day on which nothing was logged, a day that was not collected, or a day on which logging was off: the three look the same from here.',
  ),
  figure(
    'Days with and without events, by account and format',
    table,
    sql`
      SELECT account AS "Account", format AS "Format", min(time) AS "First", max(time) AS "Last", count(*) AS "Events",
        count(DISTINCT CAST(time AS DATE)) AS "Days with events",
        date_diff('day', CAST(min(time) AS DATE), CAST(max(time) AS DATE)) + 1 - count(DISTINCT CAST(time AS DATE)) AS "Days without"
      FROM event
      WHERE ${timed}
      GROUP BY account, format
      ORDER BY account NULLS LAST, format`,
    sql`SELECT object_id, ordinal FROM event WHERE ${timed}`,
  ),
  said(
    'Categories that are not in this table are not in the evidence: without data events, for example, nobody can say which objects of a bucket were read.',
  ),
  figure(
    'Kinds of events that are there',
    table,
    sql`
      SELECT format AS "Format", category AS "Category", count(*) AS "Events", min(time) AS "First", max(time) AS "Last"
      FROM event
      GROUP BY format, category
      ORDER BY format, category NULLS LAST`,
    sql`SELECT object_id, ordinal FROM event`,
  ),
  said(
    'CloudTrail can sign what it delivers, in digest files. A verdict stands here only if digests are in the case and were verified; without one, the logs are as they were collected, and no signature says more.',
  ),
  figure(
    "What CloudTrail's signatures say",
    table,
    sql`
      SELECT kind AS "What", verdict AS "Verdict", count(*) AS "Files", min("from") AS "From", max("to") AS "To"
      FROM seal
      GROUP BY kind, verdict
      ORDER BY kind, verdict`,
  ),
]
