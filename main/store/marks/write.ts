import { randomUUID } from 'node:crypto'
import type { Checked } from '../../../shared/api.ts'
import { type MarkAspect, type Marked, type MarkSummary, manualObject } from '../../../shared/mark.ts'
import { Problem } from '../../../shared/problem.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db, Params } from '../db.ts'
import { utc } from '../imports.ts'
import { askedPlaces } from '../read/asked-places.ts'
import { where } from '../read/where.ts'
import { who } from '../who.ts'
import { settleMarks, touch } from './settle.ts'
import { markHash } from './tables.ts'

/** A filter that lets more events through must be narrowed before all of them are marked. */
const mostEvents = 100_000

/** Marks events; those that are marked so already are left as they are. Errors: `not-found`, `bad-input` (too many). */
export async function markEvents(tx: Db, { which, set }: Checked<'markEvents'>): Promise<Marked> {
  const events = 'events' in which ? await wantEvents(tx, which.events) : await wantFilter(tx, which.filter)
  const act = newAct()
  const values: readonly (readonly [MarkAspect, string | null | undefined])[] = [
    ['star', set.star === undefined ? undefined : set.star ? 'true' : null],
    ['tag', set.tag],
    ['hidden', set.hidden === undefined ? undefined : set.hidden ? 'true' : null],
    ['comment', set.comment],
  ]
  for (const [aspect, value] of values) {
    if (value !== undefined) await say(tx, aspect === 'comment' ? newComments : unlessSaid, { aspect, value, ...act })
  }
  const [{ changed } = { changed: 0 }] = await tx.all<{ changed: number }>(
    sql`SELECT count(DISTINCT (object_id, ordinal)) AS changed FROM mark WHERE act = $act`,
    { act: act.act },
  )
  await tx.run(sql`DROP TABLE temp.wanted`)
  return { events, changed }
}

const of = 'event_id, object_sha256, seen_at, manual'
const saying = `$by AS "by", ${utc('at')} AS "at"`

/** Says a value of an aspect of all wanted events that nobody, or somebody else otherwise, has said so. */
const unlessSaid = sql`
  SELECT ${of}, CAST($aspect AS VARCHAR) AS aspect, CAST(NULL AS VARCHAR) AS comment, CAST($value AS VARCHAR) AS value,
    ${saying}, coalesce(said, []) AS replaces, $act AS act, CAST(NULL AS VARCHAR) AS undoes, CAST(NULL AS VARCHAR) AS restores, wanted.object_id, wanted.ordinal
  FROM wanted LEFT JOIN (
    SELECT object_id, ordinal, list(mark_id) AS said, count(*) AS n, count(value) AS held, min(value) AS least, max(value) AS most
    FROM mark WHERE current AND aspect = $aspect GROUP BY object_id, ordinal
  ) USING (object_id, ordinal)
  WHERE CASE WHEN CAST($value AS VARCHAR) IS NULL THEN coalesce(held, 0) > 0
    ELSE coalesce(held, 0) = 0 OR held < n OR least <> $value OR most <> $value END`

const newComments = sql`
  SELECT ${of}, CAST($aspect AS VARCHAR) AS aspect, CAST(uuid() AS VARCHAR) AS comment, CAST($value AS VARCHAR) AS value,
    ${saying}, CAST([] AS VARCHAR[]) AS replaces, $act AS act, CAST(NULL AS VARCHAR) AS undoes, CAST(NULL AS VARCHAR) AS restores, object_id, ordinal
  FROM wanted`

/** Changes a comment of this person, or takes it away. Errors: `not-found`; `refused` for somebody else's. */
export async function editComment(tx: Db, { comment, text }: Checked<'editComment'>): Promise<void> {
  const [first] = await tx.all<{ by: string }>(
    sql`SELECT "by" FROM mark WHERE aspect = 'comment' AND comment = $comment ORDER BY "at", mark_id LIMIT 1`,
    { comment },
  )
  if (!first) throw new Problem('not-found', 'this comment is not there any more; look at the event again')
  if (first.by !== who())
    throw new Problem('refused', `only ${first.by}, who wrote this comment, changes it; add one of your own`)
  await say(tx, anew('comment = $comment'), { comment, value: text, ...newAct() })
}

/** Lets one of the things that people said count, for everybody. Error `not-found`: it is not in question any more. */
export async function decideMark(tx: Db, markId: string): Promise<void> {
  const [chosen] = await tx.all<{ value: string | null }>(
    sql`SELECT value FROM mark WHERE mark_id = $markId AND current AND object_id IS NOT NULL`,
    { markId },
  )
  if (!chosen) throw new Problem('not-found', 'this is not in question any more; look at the event again')
  await say(tx, anew(inQuestion), { markId, value: chosen.value, ...newAct() })
}

const inQuestion = sql`
  (object_id, ordinal, aspect, coalesce(comment, '')) IN
    (SELECT (object_id, ordinal, aspect, coalesce(comment, '')) FROM mark WHERE mark_id = $markId)`

/** Says a value in place of all that is said under some marks. */
function anew(which: string): string {
  return sql`
    SELECT event_id, min(object_sha256) AS object_sha256, min(seen_at) AS seen_at, manual, aspect, comment,
      CAST($value AS VARCHAR) AS value, ${saying}, list(mark_id) AS replaces, $act AS act, CAST(NULL AS VARCHAR) AS undoes, CAST(NULL AS VARCHAR) AS restores,
      object_id, ordinal
    FROM (SELECT * EXCLUDE ("by", "at", act) FROM mark WHERE current AND ${which})
    GROUP BY event_id, manual, aspect, comment, object_id, ordinal`
}

/** Tells a manual event, changes it or takes it away; answers its id. Error `not-found`. */
export async function tellManualEvent(tx: Db, given: Checked<'manualEvent'>): Promise<string> {
  const value = given.event === null ? null : JSON.stringify(given.event)
  if (given.id !== null) {
    const [there] = await tx.all(sql`SELECT 1 FROM manual_event WHERE id = $id`, { id: given.id })
    if (!there) throw new Problem('not-found', 'this manual event is not there any more')
    await say(tx, anew(`manual AND aspect = 'event' AND event_id = $id`), { id: given.id, value, ...newAct() })
    return given.id
  }
  const id = randomUUID()
  await say(
    tx,
    sql`
      SELECT $id AS event_id, CAST(NULL AS VARCHAR) AS object_sha256, CAST(NULL AS UINTEGER) AS seen_at, true AS manual,
        'event' AS aspect, CAST(NULL AS VARCHAR) AS comment, $value AS value, ${saying}, CAST([] AS VARCHAR[]) AS replaces,
        $act AS act, CAST(NULL AS VARCHAR) AS undoes, CAST(NULL AS VARCHAR) AS restores, ${manualObject}::UINTEGER AS object_id,
        (SELECT coalesce(max(ordinal), 0) + 1 FROM mark WHERE manual)::UINTEGER AS ordinal`,
    { id, value, ...newAct() },
  )
  return id
}

/** Own marks of this case that still stand, by themselves (`head`) or because something after them was undone. */
const standing = sql`
  SELECT head.mark_id AS head, said.*
  FROM mark head
  JOIN mark said ON said.mark_id = CASE WHEN head.undoes IS NULL THEN head.mark_id ELSE head.restores END
  WHERE head.current AND said.source IS NULL AND said."by" = $by`

/** What this person said last in this case and what still stands of it. */
export async function lastAct(db: Db): Promise<(NonNullable<MarkSummary['undo']> & { readonly act: string }) | null> {
  const [last] = await db.all<{ act: string; events: number; at: string; aspects: string }>(
    sql`
      SELECT act, count(DISTINCT (object_id, ordinal)) AS events, max("at") AS "at", to_json(list_sort(list(DISTINCT aspect))) AS aspects
      FROM (${standing})
      GROUP BY act
      ORDER BY max("at") DESC, act
      LIMIT 1`,
    { by: who() },
  )
  return last ? { ...last, aspects: JSON.parse(last.aspects) as MarkAspect[] } : null
}

/** Takes back the last act: what was said before is said again. Error `not-found`: there is none. */
export async function undoMark(tx: Db): Promise<Marked & { readonly aspects: readonly MarkAspect[] }> {
  const last = await lastAct(tx)
  if (!last)
    throw new Problem('not-found', 'there is nothing of yours to undo: nothing that you marked here still stands')
  await say(
    tx,
    sql`
      WITH undone AS (SELECT * FROM (${standing}) WHERE act = $undoes),
      before AS (
        SELECT head, last(struct_pack(value := old.value, restores := CASE WHEN old.undoes IS NULL THEN old.mark_id ELSE old.restores END) ORDER BY old."at", old.mark_id) AS old
        FROM (SELECT head, unnest(replaces) AS replaced FROM undone) JOIN mark old ON old.mark_id = replaced
        GROUP BY head
      )
      SELECT ${of}, aspect, comment, before.old.value AS value, ${saying}, [undone.head] AS replaces, $act AS act, $undoes AS undoes,
        before.old.restores AS restores, object_id, ordinal
      FROM (SELECT * EXCLUDE (value, "by", "at", act, undoes, restores, replaces) FROM undone) undone
      LEFT JOIN before ON before.head = undone.head`,
    { ...newAct(), undoes: last.act },
  )
  return { events: last.events, changed: last.events, aspects: last.aspects }
}

let latest = 0

/** Acts of one program follow each other in time, also within a millisecond. */
function newAct() {
  latest = Math.max(Date.now(), latest + 1)
  return { act: randomUUID(), at: new Date(latest).toISOString(), by: who() }
}

/** Adds marks as `rows` has them, and settles what they come to. */
async function say(tx: Db, rows: string, params: Params): Promise<void> {
  await tx.run(sql`CREATE OR REPLACE TEMP TABLE saying AS ${rows}`, params)
  await tx.run(sql`
    INSERT INTO mark
    SELECT ${markHash}, ${of}, aspect, comment, value, "by", "at", list_sort(replaces), act, undoes, restores, NULL, true, object_id, ordinal
    FROM saying
    ORDER BY object_id, ordinal`)
  await tx.run(sql`UPDATE mark SET current = false WHERE current AND mark_id IN (SELECT unnest(replaces) FROM saying)`)
  await touch(tx, 'SELECT object_id, ordinal FROM saying')
  await settleMarks(tx)
  await tx.run(sql`DROP TABLE temp.saying`)
}

async function wantEvents(
  tx: Db,
  events: readonly { readonly object_id: number; readonly ordinal: number }[],
): Promise<number> {
  await tx.run(sql`CREATE OR REPLACE TEMP TABLE asked AS SELECT * FROM ${askedPlaces}`, {
    events: JSON.stringify(events),
  })
  const { asked, found } = await want(tx)
  if (found < asked) throw new Problem('not-found', `${asked - found} of these events are not in this case; look again`)
  return found
}

async function wantFilter(tx: Db, filter: Parameters<typeof where>[0]): Promise<number> {
  const rows = where(filter)
  await tx.run(
    sql`CREATE OR REPLACE TEMP TABLE asked AS SELECT object_id, ordinal FROM event WHERE ${rows.sql} LIMIT ${mostEvents + 1}`,
    rows.params,
  )
  const { found } = await want(tx)
  if (found > mostEvents) {
    throw new Problem(
      'bad-input',
      `this filter lets more than ${mostEvents.toLocaleString('en-US')} events through: narrow it before you mark all of them`,
    )
  }
  return found
}

/** Fills the temp table `wanted`: the events that are asked for, and how a mark names them. */
async function want(tx: Db): Promise<{ readonly asked: number; readonly found: number }> {
  await tx.run(sql`
    CREATE OR REPLACE TEMP TABLE wanted AS
    SELECT object_id, ordinal, nullif(event.id, '') AS event_id, object.sha256 AS object_sha256, ordinal AS seen_at, false AS manual
    FROM event JOIN asked USING (object_id, ordinal) JOIN object USING (object_id)
    UNION ALL
    SELECT object_id, ordinal, manual_event.id, NULL, NULL, true
    FROM asked JOIN manual_event USING (ordinal) WHERE object_id = ${manualObject}`)
  const [counts] = await tx.all<{ asked: number; found: number }>(
    sql`SELECT (SELECT count(*) FROM asked) AS asked, (SELECT count(*) FROM wanted) AS found`,
  )
  await tx.run(sql`DROP TABLE temp.asked`)
  return counts ?? { asked: 0, found: 0 }
}
