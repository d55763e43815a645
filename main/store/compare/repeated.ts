import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import { hashOf, jsonNames, meaningOf, plainNames } from '../commit/duplicates.ts'
import { agree, isRewritten } from '../commit/flattened.ts'
import type { Db } from '../db.ts'

/** Tables of a comparison, and statements that select its events under `@object` and `ordinal`. */
interface Tables {
  readonly again: string
  readonly amiss: string
  readonly events: readonly string[]
  /** SQL of the hash of everything that an event says. */
  readonly whole: string
}

const pairsAtOnce = 500

/**
 * Judges records whose event lies elsewhere (`repeated`) as `store/commit/duplicates.ts` did when they came: those that say
 * the same are no longer amiss, those that do not are `other`, and those whose event is not there are `gone`.
 */
export async function settleRepeated(db: Db, { again, amiss, events, whole }: Tables, signal: Signal): Promise<void> {
  const unlike = amiss.replace('amiss', 'unlike')
  await db.run(
    sql`
      DELETE FROM ${amiss} WHERE (object_id, ordinal) IN (
        SELECT (r.object_id, r.ordinal)
        FROM ${amiss} r
        JOIN ${again} a USING (object_id, ordinal)
        JOIN (
          SELECT object_id, ordinal, ${whole} AS whole FROM event
          WHERE (object_id, ordinal) IN (SELECT (kept_object, kept_ordinal) FROM ${amiss} WHERE amiss = 'repeated')
        ) k ON k.object_id = r.kept_object AND k.ordinal = r.kept_ordinal AND k.whole = a.whole
        WHERE r.amiss = 'repeated')`,
    undefined,
    signal,
  )
  const [any] = await db.all(sql`SELECT 1 FROM ${amiss} WHERE amiss = 'repeated' LIMIT 1`)
  if (!any) return
  try {
    const rows = events.map(
      (each) => sql`
        SELECT e.*, r.kept_object, r.kept_ordinal FROM (${each}) e
        JOIN ${amiss} r ON r.object_id = e."@object" AND r.ordinal = e.ordinal AND r.amiss = 'repeated'`,
    )
    await db.run(sql`CREATE TABLE ${unlike} AS ${rows.join(' UNION ALL BY NAME ')}`, undefined, signal)
    const isEqual = sql`(c.plain = o.plain AND c.nested = o.nested) OR (c.id = o.id AND ${isRewritten('c')} AND ${agree})`
    const hashes = sql`*, ${hashOf(plainNames)} AS plain, ${hashOf(jsonNames)} AS nested`
    await db.run(
      sql`
        CREATE OR REPLACE TABLE ${unlike}_pair AS
        SELECT c."@object" AS object_id, c.ordinal, o.object_id IS NULL AS is_gone, coalesce(${isEqual}, false) AS is_equal,
          coalesce(c.plain = o.plain, false) AS is_plain, ${texts('c')}, ${texts('o')}
        FROM (SELECT ${hashes} FROM ${unlike}) c
        LEFT JOIN (
          SELECT ${hashes} FROM event WHERE (object_id, ordinal) IN (SELECT (kept_object, kept_ordinal) FROM ${unlike})
        ) o ON o.object_id = c.kept_object AND o.ordinal = c.kept_ordinal`,
      undefined,
      signal,
    )
    const same = await sameMeaning(db, `${unlike}_pair`, signal)
    await db.run(
      sql`
        DELETE FROM ${amiss} WHERE amiss = 'repeated' AND (object_id, ordinal) IN (
          SELECT (object_id, ordinal) FROM ${unlike}_pair WHERE is_equal
          UNION ALL SELECT (s.object_id, s.ordinal) FROM (SELECT unnest(from_json($same, '[{"object_id":"UINTEGER","ordinal":"UINTEGER"}]')) s))`,
      { same: JSON.stringify(same) },
    )
    await db.run(sql`
      UPDATE ${amiss} SET amiss = CASE WHEN p.is_gone THEN 'gone' ELSE 'other' END
      FROM ${unlike}_pair p
      WHERE amiss = 'repeated' AND p.object_id = ${amiss}.object_id AND p.ordinal = ${amiss}.ordinal`)
  } finally {
    for (const table of [unlike, `${unlike}_pair`]) await db.run(`DROP TABLE IF EXISTS ${table}`)
  }
}

function texts(row: 'c' | 'o'): string {
  return jsonNames.map((name) => `CAST(${row}."${name}" AS VARCHAR) AS "${row}_${name}"`).join(', ')
}

/** Pairs that are equal but for how their JSON is written. */
async function sameMeaning(
  db: Db,
  pairs: string,
  signal: Signal,
): Promise<readonly { readonly object_id: number; readonly ordinal: number }[]> {
  const same: { object_id: number; ordinal: number }[] = []
  for (let from = 0; ; from += pairsAtOnce) {
    const rows = await db.all<Record<string, string | null> & { object_id: number; ordinal: number }>(
      sql`SELECT * FROM ${pairs} WHERE is_plain AND NOT is_equal ORDER BY object_id, ordinal LIMIT ${String(pairsAtOnce)} OFFSET ${String(from)}`,
      {},
      signal,
    )
    for (const row of rows) {
      const [here, there] = (['c', 'o'] as const).map((side) =>
        meaningOf(Object.fromEntries(jsonNames.map((name) => [name, row[`${side}_${name}`] ?? null]))),
      )
      if (here != null && here === there) same.push({ object_id: row.object_id, ordinal: row.ordinal })
    }
    if (rows.length < pairsAtOnce) return same
  }
}
