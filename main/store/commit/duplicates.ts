import { createHash } from 'node:crypto'
import { eventColumnNames, eventColumns } from '../../../shared/event.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { canonical } from './canonical.ts'
import { findCopies, settleCopies } from './flattened.ts'

/** By object id: how many of its new rows went because the same event is stored, and how many contradict a stored one. */
export interface Repeats {
  readonly duplicates: ReadonlyMap<number, number>
  readonly conflicts: ReadonlyMap<number, number>
}

/**
 * Settles events that were stored before or come twice among the new rows (those of objects from `base` on). Same id
 * and same content: the newer row goes and `event_origin` tells where it was. Same id and other content: an id is
 * text that an attacker may choose, so both stay and `conflict` tells. What a lake flattened gives way to the event as
 * the service logged it, whichever came first (flattened.ts).
 *
 * No bound of time: a forged copy may carry another one. The join costs 0.2 s beside 10 million rows.
 */
export async function settleRepeats(tx: Db, base: number): Promise<Repeats> {
  const params = { base }
  await tx.run(
    sql`
      CREATE OR REPLACE TEMP TABLE repeated AS
      SELECT id FROM event WHERE object_id < $base AND id IN (SELECT id FROM event WHERE object_id >= $base AND id <> '')
      UNION
      SELECT id FROM event WHERE object_id >= $base AND id <> '' GROUP BY id HAVING count(*) > 1`,
    params,
  )
  const [{ any }] = (await tx.all<{ any: number }>(sql`SELECT count(*) AS any FROM repeated`)) as [{ any: number }]
  if (any === 0) return { duplicates: new Map(), conflicts: new Map() }

  await findCopies(tx)
  await tx.run(sql`
    CREATE OR REPLACE TEMP TABLE twin AS
    SELECT object_id, ordinal, id, ${hashOf(plainNames)} AS plain, ${hashOf(jsonNames)} AS nested
    FROM event
    WHERE id IN (SELECT id FROM repeated) AND (object_id, ordinal) NOT IN (SELECT (object_id, ordinal) FROM copy_of)`)
  await findSameMeaning(tx)
  await tx.run(sql`
    CREATE OR REPLACE TEMP TABLE verdict AS
    SELECT
      object_id, ordinal, id,
      first_value(object_id) OVER same AS kept_object, first_value(ordinal) OVER same AS kept_ordinal,
      first_value(object_id) OVER everyone AS first_object, first_value(ordinal) OVER everyone AS first_ordinal
    FROM twin
    LEFT JOIN meaning USING (plain, nested)
    WINDOW
      same AS (PARTITION BY id, plain, coalesce(meaning, nested) ORDER BY object_id, ordinal),
      everyone AS (PARTITION BY id ORDER BY object_id, ordinal)`)
  await tx.run(
    sql`
      INSERT INTO event_origin
      SELECT kept_object, kept_ordinal, object_id, ordinal FROM verdict
      WHERE object_id >= $base AND (object_id, ordinal) <> (kept_object, kept_ordinal)
      ORDER BY ALL`,
    params,
  )
  await settleCopies(tx, base)
  await tx.run(
    sql`
      INSERT INTO conflict
      SELECT id, first_object, first_ordinal, object_id, ordinal FROM verdict
      WHERE object_id >= $base
        AND (object_id, ordinal) = (kept_object, kept_ordinal)
        AND (object_id, ordinal) <> (first_object, first_ordinal)
      ORDER BY ALL`,
    params,
  )
  await tx.run(
    sql`
      DELETE FROM event USING event_origin o
      WHERE event.object_id >= $base AND o.other_object_id >= $base
        AND event.object_id = o.other_object_id AND event.ordinal = o.other_ordinal`,
    params,
  )
  const repeats = {
    duplicates: await perObject(tx, 'event_origin', base),
    conflicts: await perObject(tx, 'conflict', base),
  }
  for (const table of ['repeated', 'copy_of', 'twin', 'meaning', 'verdict']) await tx.run(`DROP TABLE temp.${table}`)
  return repeats
}

/** Where a record was found, what was odd there and which wrapper it came in say nothing about the event. */
const notContent = new Set<string>(['object_id', 'ordinal', 'flags', 'format'])
const content = eventColumnNames.filter((name) => !notContent.has(name))
/** Columns of an event whose text is JSON, and all others; not those that say where it was found and how. */
export const jsonNames = content.filter((name) => eventColumns[name].type === 'JSON')
export const plainNames = content.filter((name) => eventColumns[name].type !== 'JSON')

/** SQL of a hash of columns that tells any two rows apart which differ in one. */
export function hashOf(names: readonly string[]): string {
  return `sha256(CAST(to_json([${names.map((name) => `CAST("${name}" AS VARCHAR)`).join(', ')}]) AS VARCHAR))`
}

/** More texts than this for one event are not compared by their meaning: they stay as conflicts. */
const mostTexts = 100
const longestText = 4_000_000
const page = 500

/**
 * Fills `meaning` for events whose plain columns are equal and whose JSON is written differently: order of keys,
 * escapes. Only one row of each way of writing is read.
 */
async function findSameMeaning(tx: Db): Promise<void> {
  await tx.run(sql`CREATE OR REPLACE TEMP TABLE meaning (plain VARCHAR, nested VARCHAR, meaning VARCHAR)`)
  await tx.run(
    sql`
      CREATE OR REPLACE TEMP TABLE written AS
      WITH ways AS (
        SELECT plain, nested, min((CAST(object_id AS UBIGINT) << 32) | ordinal) AS place
        FROM twin
        GROUP BY plain, nested
        QUALIFY count(*) OVER (PARTITION BY plain) > 1
          AND row_number() OVER (PARTITION BY plain ORDER BY place) <= $mostTexts
      )
      SELECT row_number() OVER () AS number, plain, nested, ${jsonNames.map((name) => `CAST("${name}" AS VARCHAR) AS "${name}"`).join(', ')}
      FROM event
      JOIN ways ON event.object_id = place >> 32 AND event.ordinal = place & 4294967295
      WHERE ${jsonNames.map((name) => `coalesce(strlen("${name}"), 0)`).join(' + ')} < $longestText`,
    { mostTexts, longestText },
  )
  for (let from = 0; ; from += page) {
    const rows = await tx.all<Record<string, string | null>>(
      sql`SELECT * FROM written WHERE number > $from AND number <= $to`,
      { from, to: from + page },
    )
    if (rows.length === 0) break
    const found = rows.map((row) => ({ plain: row.plain, nested: row.nested, meaning: meaningOf(row) }))
    await tx.run(
      sql`
        INSERT INTO meaning
        SELECT w.plain, w.nested, w.meaning
        FROM (SELECT unnest(from_json($found, '[{"plain":"VARCHAR","nested":"VARCHAR","meaning":"VARCHAR"}]')) w)`,
      { found: JSON.stringify(found) },
    )
  }
  await tx.run(sql`DROP TABLE temp.written`)
}

/** A hash of the JSON columns of an event that does not depend on how they are written; null: one of them is no JSON. */
export function meaningOf(row: Record<string, string | null>): string | null {
  const hash = createHash('sha256')
  for (const name of jsonNames) {
    const text = row[name] ?? null
    const form = text === null ? '' : canonical(text)
    if (form === null) return null
    hash.update(`${form.length}:${form}`)
  }
  return hash.digest('hex')
}

async function perObject(
  tx: Db,
  table: 'event_origin' | 'conflict',
  base: number,
): Promise<ReadonlyMap<number, number>> {
  const rows = await tx.all<{ id: number; count: number }>(
    `SELECT other_object_id AS id, count(*) AS count FROM ${table} WHERE other_object_id >= $base GROUP BY ALL`,
    { base },
  )
  return new Map(rows.map(({ id, count }) => [id, count]))
}
