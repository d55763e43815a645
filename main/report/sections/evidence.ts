import { sql } from '../../../shared/sql.ts'
import { figure, type Section, said, table } from '../section.ts'

/** What was acquired, when and by whom. The objects that figures stand on are listed at the end of every report. */
export const evidence: Section<'evidence'> = async () => [
  said(
    'Every object is kept byte for byte under its SHA-256; the objects that figures of this report stand on are listed at its end, all of them in the ledger of the case.',
  ),
  figure(
    'Imports and collections',
    table,
    sql`
      SELECT i.import_id AS "No.", i.started_at AS "Begun", i.ended_at AS "Ended", i.state AS "State", i.who AS "By",
        count(o.object_id) AS "Objects", coalesce(sum(o.bytes) FILTER (o.parent IS NULL), 0) AS "Bytes", coalesce(sum(o.events), 0) AS "Events"
      FROM import i LEFT JOIN object o ON o.import_id = i.import_id
      GROUP BY i.import_id, i.started_at, i.ended_at, i.state, i.who
      ORDER BY i.import_id`,
  ),
]
