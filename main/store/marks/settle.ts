import { manualObject } from '../../../shared/mark.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/**
 * Finds out where the events of some marks are (temp table `scoped` of mark_id) and what it comes to there. An id names
 * its event, whichever object it was kept from. Where two events bear one id, or an event has none, it is the one that
 * stands, or was found again, where the mark was made; if there is none, the mark is lost until its object comes.
 */
export async function placeMarks(tx: Db): Promise<void> {
  await touch(tx, sql`SELECT object_id, ordinal FROM mark WHERE mark_id IN (SELECT mark_id FROM scoped)`)
  await tx.run(sql`
    CREATE OR REPLACE TEMP TABLE spot AS
    SELECT DISTINCT event_id, object_sha256, seen_at FROM mark
    WHERE NOT manual AND mark_id IN (SELECT mark_id FROM scoped)`)
  await tx.run(sql`
    CREATE OR REPLACE TEMP TABLE sighting AS
    WITH here AS (SELECT DISTINCT spot.*, o.object_id FROM spot JOIN object o ON o.sha256 = spot.object_sha256)
    SELECT event_id, object_sha256, seen_at, object_id, seen_at AS ordinal FROM here
    UNION
    SELECT here.event_id, object_sha256, seen_at, origin.object_id, origin.ordinal
    FROM here JOIN event_origin origin ON origin.other_object_id = here.object_id AND origin.other_ordinal = seen_at`)
  await tx.run(sql`
    CREATE OR REPLACE TEMP TABLE found AS
    WITH named AS (
      SELECT id, object_id, ordinal, count(*) OVER (PARTITION BY id) AS twins
      FROM event WHERE id IN (SELECT event_id FROM spot)
    )
    SELECT spot.*, named.object_id, named.ordinal FROM spot JOIN named ON named.id = spot.event_id WHERE twins = 1
    UNION ALL
    SELECT sighting.* FROM sighting JOIN named USING (object_id, ordinal) WHERE twins > 1 AND named.id = sighting.event_id
    UNION ALL
    SELECT sighting.* FROM sighting JOIN event USING (object_id, ordinal)
    WHERE sighting.event_id IS NULL AND nullif(event.id, '') IS NULL`)
  await tx.run(
    sql`UPDATE mark SET object_id = NULL, ordinal = NULL WHERE NOT manual AND mark_id IN (SELECT mark_id FROM scoped)`,
  )
  await tx.run(sql`
    UPDATE mark SET object_id = place.object_id, ordinal = place.ordinal
    FROM (
      SELECT * FROM (SELECT DISTINCT * FROM found)
      QUALIFY count(*) OVER (PARTITION BY event_id, object_sha256, seen_at) = 1
    ) place
    WHERE NOT mark.manual AND mark.mark_id IN (SELECT mark_id FROM scoped)
      AND mark.event_id IS NOT DISTINCT FROM place.event_id
      AND mark.object_sha256 IS NOT DISTINCT FROM place.object_sha256
      AND mark.seen_at IS NOT DISTINCT FROM place.seen_at`)
  await tx.run(sql`
    UPDATE mark SET object_id = ${manualObject}, ordinal = place.ordinal
    FROM (
      WITH known AS (SELECT event_id, max(ordinal) AS ordinal FROM mark WHERE manual GROUP BY event_id)
      SELECT event_id, coalesce(ordinal,
        (SELECT coalesce(max(ordinal), 0) FROM known) + row_number() OVER (PARTITION BY ordinal IS NULL ORDER BY event_id)) AS ordinal
      FROM known
    ) place
    WHERE mark.manual AND mark.event_id = place.event_id AND mark.mark_id IN (SELECT mark_id FROM scoped)`)
  await touch(tx, sql`SELECT object_id, ordinal FROM mark WHERE mark_id IN (SELECT mark_id FROM scoped)`)
  for (const table of ['scoped', 'spot', 'sighting', 'found']) await tx.run(`DROP TABLE temp.${table}`)
  await settleMarks(tx)
}

/** Notes places at which marks have changed, for `settleMarks`. */
export async function touch(tx: Db, places: string): Promise<void> {
  await tx.run(sql`CREATE TEMP TABLE IF NOT EXISTS touched (object_id UINTEGER, ordinal UINTEGER)`)
  await tx.run(sql`INSERT INTO touched SELECT DISTINCT object_id, ordinal FROM (${places}) WHERE object_id IS NOT NULL`)
}

const oneSaying = 'PARTITION BY object_id, ordinal, aspect, comment'

/**
 * What counts of an aspect, and whether people disagree about it: of several marks that nothing replaces, the latest; of
 * the same moment, the one with the greater id. Two cases that hold the same marks say the same.
 */
const standing = (places: string) => sql`
  SELECT mark.*,
    count(value) OVER saying NOT IN (0, count(*) OVER saying) OR coalesce(min(value) OVER saying <> max(value) OVER saying, false) AS disputed
  FROM mark
  WHERE current AND ${places}
  WINDOW saying AS (${oneSaying})
  QUALIFY row_number() OVER (${oneSaying} ORDER BY "at" DESC, mark_id DESC) = 1`

/** Makes `marked` and `manual_event` anew at the places that were touched. */
export async function settleMarks(tx: Db): Promise<void> {
  const here = '(object_id, ordinal) IN (SELECT (object_id, ordinal) FROM touched)'
  await tx.run(sql`CREATE OR REPLACE TEMP TABLE stands AS ${standing(here)}`)
  await tx.run(sql`DELETE FROM marked WHERE ${here}`)
  await tx.run(sql`
    DELETE FROM manual_event WHERE ordinal IN (SELECT ordinal FROM touched WHERE object_id = ${manualObject})`)
  await tx.run(sql`
    INSERT INTO manual_event
    SELECT ordinal, event_id, CAST(CAST(value->>'time' AS TIMESTAMPTZ) AS TIMESTAMP), value->>'title', value->>'text'
    FROM stands WHERE aspect = 'event' AND value IS NOT NULL
    ORDER BY ordinal`)
  await tx.run(sql`
    INSERT INTO marked
    SELECT object_id, ordinal,
      coalesce(bool_or(value IS NOT NULL) FILTER (aspect = 'star'), false) AS star,
      max(value) FILTER (aspect = 'tag') AS tag,
      coalesce(bool_or(value IS NOT NULL) FILTER (aspect = 'hidden'), false) AS hidden,
      coalesce(list(value ORDER BY "at", mark_id) FILTER (aspect = 'comment' AND value IS NOT NULL), []) AS comments,
      bool_or(disputed) AS disputed
    FROM stands
    WHERE object_id <> ${manualObject} OR ordinal IN (SELECT ordinal FROM manual_event)
    GROUP BY object_id, ordinal
    HAVING bool_or((value IS NOT NULL AND aspect <> 'event') OR disputed)
    ORDER BY object_id, ordinal`)
  await tx.run(sql`DROP TABLE temp.stands`)
  await tx.run(sql`DROP TABLE temp.touched`)
}

/**
 * Within a commit, before objects that were read anew get their numbers back: whose events' marks must be looked for
 * again. Answers whether there are any; if so, `placeMarks` goes on.
 */
export async function marksToPlace(tx: Db, base: number, withdrawn: readonly number[]): Promise<boolean> {
  const [any] = await tx.all(sql`SELECT 1 FROM mark LIMIT 1`)
  if (!any) return false
  await tx.run(
    sql`
      CREATE OR REPLACE TEMP TABLE scoped AS
      SELECT mark_id FROM mark
      WHERE NOT manual AND (
        event_id IN (SELECT id FROM event WHERE object_id >= $base)
        OR object_id IN (SELECT unnest(from_json($withdrawn, '["UINTEGER"]')))
        OR (object_id IS NULL AND object_sha256 IN (SELECT sha256 FROM object WHERE object_id >= $base)))`,
    { base, withdrawn: JSON.stringify(withdrawn) },
  )
  const [some] = await tx.all(sql`SELECT 1 FROM scoped LIMIT 1`)
  if (!some) await tx.run(sql`DROP TABLE temp.scoped`)
  return some !== undefined
}
