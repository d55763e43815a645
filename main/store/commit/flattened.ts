import type { EventColumnName } from '../../../shared/event.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/**
 * What a copy that a lake rewrote must not contradict. A column that one of the two does not have says nothing: the lake
 * leaves out, and sometimes knows more. What is rebuilt from flattened texts (target, request, response) is not asked.
 */
const agreeing: readonly EventColumnName[] = [
  'account',
  'region',
  'service',
  'action',
  'outcome',
  'error_code',
  'read_only',
  'actor',
  'actor_account',
  'access_key',
  'source_ip',
  'user_agent',
  'severity',
  'title',
]

const whole: readonly EventColumnName[] = ['identity', 'request', 'response']

/**
 * SQL: the copy `c` contradicts the event `o` in nothing. Times of copies may differ by what the lake cut off: less than a second.
 */
export const agree = [
  'coalesce(abs(epoch_us(c.time) - epoch_us(o.time)) < 1000000, true)',
  ...agreeing.map((name) => `coalesce(c."${name}" = o."${name}", true)`),
  // A bare record is as the service logged it, but for what stood around it: all that it says must be said by the other.
  `(c.fidelity <> 'bare' OR o.fidelity = 'flattened' OR (${[
    ...whole.map((name) => `CAST(c."${name}" AS VARCHAR) IS NOT DISTINCT FROM CAST(o."${name}" AS VARCHAR)`),
    'coalesce(json_contains(o.extra, c.extra), o.extra IS NOT DISTINCT FROM c.extra)',
  ].join(' AND ')}))`,
].join(' AND ')

/**
 * Of events that come more than once (temp table `repeated`), finds those that a lake flattened, or that came bare, and what they are copies
 * of: the full event, else the first flattened one. Fills the temp table `copy_of`. One that contradicts the others is no
 * copy: it stays, as a conflict.
 */
export async function findCopies(tx: Db): Promise<void> {
  const columns = ['object_id', 'ordinal', 'id', 'fidelity', 'time', ...agreeing, ...whole, 'extra']
    .map((name) => `"${name}"`)
    .join(', ')
  await tx.run(sql`
    CREATE OR REPLACE TEMP TABLE copy_of (
      object_id UINTEGER, ordinal UINTEGER, id VARCHAR, of_object UINTEGER, of_ordinal UINTEGER
    )`)
  const [any] = await tx.all(
    sql`SELECT 1 FROM event WHERE fidelity IN ('flattened', 'bare') AND id IN (SELECT id FROM repeated) LIMIT 1`,
  )
  if (!any) return
  await tx.run(sql`
    CREATE OR REPLACE TEMP TABLE telling AS
    SELECT ${columns} FROM event
    WHERE id IN (SELECT id FROM event WHERE fidelity IN ('flattened', 'bare') AND id IN (SELECT id FROM repeated))`)
  const notFound = sql`(c.object_id, c.ordinal) NOT IN (SELECT (object_id, ordinal) FROM copy_of)`
  await tx.run(sql`
    INSERT INTO copy_of
    SELECT c.object_id, c.ordinal, c.id, o.object_id, o.ordinal
    FROM telling c
    JOIN telling o ON o.id = c.id AND NOT ${isRewritten('o')}
    WHERE ${isRewritten('c')} AND ${agree}
    QUALIFY row_number() OVER (PARTITION BY c.object_id, c.ordinal ORDER BY o.object_id, o.ordinal) = 1`)
  await tx.run(sql`
    INSERT INTO copy_of
    SELECT c.object_id, c.ordinal, c.id, o.object_id, o.ordinal
    FROM telling c
    JOIN (
      SELECT * FROM telling c WHERE ${isRewritten('c')} AND ${notFound}
      QUALIFY row_number() OVER (PARTITION BY id ORDER BY object_id, ordinal) = 1
    ) o ON o.id = c.id AND (o.object_id, o.ordinal) <> (c.object_id, c.ordinal)
    WHERE ${isRewritten('c')} AND ${notFound} AND ${agree}`)
  await tx.run(sql`DROP TABLE temp.telling`)
}

/** SQL: a lake flattened the event, or it came bare. */
export function isRewritten(row: string): string {
  return sql`coalesce(${row}.fidelity IN ('flattened', 'bare'), false)`
}

/**
 * Makes origins of the copies, of the event that each is a copy of or of what `verdict` keeps in its place. A flattened
 * event that was stored before gives way to the full one: where it was, what repeated it, what it contradicted and which
 * detections name it is told of that from now on.
 */
export async function settleCopies(tx: Db, base: number): Promise<void> {
  const [any] = await tx.all(sql`SELECT 1 FROM copy_of LIMIT 1`)
  if (!any) return
  const params = { base }
  await tx.run(sql`
    CREATE OR REPLACE TEMP TABLE gives_way AS
    SELECT c.object_id, c.ordinal, c.id, v.kept_object, v.kept_ordinal
    FROM copy_of c
    JOIN verdict v ON v.object_id = c.of_object AND v.ordinal = c.of_ordinal`)
  for (const table of ['event_origin', 'detection_event']) {
    await tx.run(sql`
      UPDATE ${table} SET object_id = g.kept_object, ordinal = g.kept_ordinal
      FROM gives_way g
      WHERE ${table}.object_id = g.object_id AND ${table}.ordinal = g.ordinal`)
  }
  await tx.run(
    sql`INSERT INTO event_origin SELECT kept_object, kept_ordinal, object_id, ordinal FROM gives_way ORDER BY ALL`,
  )
  await tx.run(
    sql`
      UPDATE object SET events = object.events - gone.count, duplicates = object.duplicates + gone.count
      FROM (SELECT object_id, count(*) AS count FROM gives_way WHERE object_id < $base GROUP BY ALL) gone
      WHERE object.object_id = gone.object_id`,
    params,
  )
  await tx.run(
    sql`DELETE FROM event USING gives_way g WHERE event.object_id = g.object_id AND event.ordinal = g.ordinal`,
  )
  // What an event that gives way contradicted is told anew, of the event that stays.
  await tx.run(sql`DELETE FROM conflict WHERE id IN (SELECT id FROM gives_way WHERE object_id < $base)`, params)
  await tx.run(
    sql`
      INSERT INTO conflict
      SELECT id, first_object, first_ordinal, object_id, ordinal FROM verdict
      WHERE object_id < $base AND id IN (SELECT id FROM gives_way WHERE object_id < $base)
        AND (object_id, ordinal) = (kept_object, kept_ordinal)
        AND (object_id, ordinal) <> (first_object, first_ordinal)
      ORDER BY ALL`,
    params,
  )
  await tx.run(sql`DROP TABLE temp.gives_way`)
}
