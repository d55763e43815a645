import { rm } from 'node:fs/promises'
import type { Batch } from '../../shared/batch.ts'
import type { Decoder, ReadTable } from '../../shared/decoder.ts'
import { eventColumnNames } from '../../shared/event.ts'
import { Problem } from '../../shared/problem.ts'
import type { Signal } from '../../shared/signal.ts'
import { sql } from '../../shared/sql.ts'
import { hashOf } from './commit/duplicates.ts'
import { selectLines } from './commit/insert-lines.ts'
import { apart, decoderOf, type Lines, oneByOne } from './commit/one-by-one.ts'
import { settleRepeated } from './compare/repeated.ts'
import { differencesOf } from './compare/said.ts'
import type { Database } from './database.ts'
import { eventsOf } from './parquet/insert.ts'
import { planParquet } from './parquet/plan.ts'

/** What comparing events with the records that they are made of came to. */
export interface Compared {
  /** Records that were read again. */
  readonly records: number
  /** Events that say something else than their record. */
  readonly altered: number
  /** Records whose event is not in the case. */
  readonly missing: number
  /** Events, and notes of where else an event was found, that no record gives. */
  readonly invented: number
  /** By object: records, and those among them that could not be read. */
  readonly objects: ReadonlyMap<number, { readonly records: number; readonly bad: number }>
  /** The first of what is amiss, in sentences. */
  readonly problems: readonly { readonly objectId: number; readonly reason: string }[]
}

/** A batch that was read from the evidence once more, and the objects of the ledger that its objects are; null: of no interest. */
export interface Again {
  readonly batch: Batch
  readonly ids: readonly (number | null)[]
}

let runs = 0

/**
 * Makes events of records that were read again, as an import would, and compares them with those of the case, column by
 * column; a record whose event lies elsewhere, because it came more than once, with that one. Nothing of the case is
 * changed. Every comparison of contents is one of SHA-256, for whoever edits rows may know a weaker hash.
 */
export async function compareEvents(
  { db, tmp }: { readonly db: Database; readonly tmp: string },
  again: Again,
  decoders: ReadonlyMap<string, Decoder>,
  readTable: ReadTable,
  signal: Signal,
): Promise<Compared> {
  const attempt = async (lines: readonly Lines[], hostile: ReadonlySet<number>, thorough: boolean) => {
    const sources = await sourcesOf(db, again, { lines, hostile, thorough }, decoders, readTable)
    return compare(db, again, sources, signal)
  }
  try {
    return await attempt(again.batch.lines, new Set(), false)
  } catch (error) {
    if (error instanceof Problem && error.code !== 'failed') throw error
    const folder = await apart(tmp)
    try {
      const { lines, hostile } = await oneByOne(db, again.batch, decoders, folder)
      return await attempt(lines, new Set(hostile.keys()), true)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** Statements that select the events, with the place in the batch as `object_id`, and what is known of objects besides. */
interface Sources {
  readonly selects: readonly string[]
  /** Records that are known to be none, and those that were framed, by place. */
  readonly bad: ReadonlyMap<number, number>
  readonly framed: ReadonlyMap<number, number>
}

async function sourcesOf(
  db: Database,
  { batch, ids }: Again,
  { lines, hostile, thorough }: { lines: readonly Lines[]; hostile: ReadonlySet<number>; thorough: boolean },
  decoders: ReadonlyMap<string, Decoder>,
  readTable: ReadTable,
): Promise<Sources> {
  const isWanted = (o: number) => ids[o] != null && !hostile.has(o)
  const plan = await planParquet(
    db,
    batch.parquet.filter(({ o }) => isWanted(o)),
    readTable,
    thorough,
  )
  const objects = batch.objects.map((object, o) => ({ ...object, ...plan.found.get(o)?.object }))
  const read = new Set(
    objects.flatMap(({ state }, o) => (isWanted(o) && (state === 'stored' || state === 'partial') ? [o] : [])),
  )
  const without = new Set(objects.flatMap((_, o) => (read.has(o) ? [] : [o])))
  const parts = plan.parts.map((part) => ({ ...part, files: part.files.filter(({ o }) => read.has(o)) }))
  return {
    selects: [
      ...lines.map((file) => selectLines(decoderOf(file, decoders), file, 0, without)),
      ...parts.filter(({ files }) => files.length > 0).map((part) => eventsOf(part, 0)),
    ],
    bad: new Map([...read].map((o) => [o, objects[o]?.badCount ?? 0])),
    framed: new Map([...read].map((o) => [o, objects[o]?.records ?? 0])),
  }
}

/** All that an event says and how it was read; not where. */
const whole = hashOf(eventColumnNames.filter((name) => name !== 'object_id' && name !== 'ordinal'))

async function compare(
  db: Database,
  { batch, ids }: Again,
  { selects, bad, framed }: Sources,
  signal: Signal,
): Promise<Compared> {
  const run = ++runs
  const tables = { place: `scratch.place_${run}`, again: `scratch.again_${run}`, amiss: `scratch.amiss_${run}` }
  const { place, again, amiss } = tables
  const wanted = batch.objects.flatMap((_, o) => (ids[o] == null ? [] : [{ o, object_id: ids[o] }]))
  const events = selects.map(
    (select) =>
      sql`SELECT p.object_id AS "@object", e.* EXCLUDE (object_id) FROM (${select}) e JOIN ${place} p ON p.o = e.object_id`,
  )
  try {
    await db.run(
      sql`
        CREATE TABLE ${place} AS
        SELECT p.o, p.object_id FROM (SELECT unnest(from_json($wanted, '[{"o":"UINTEGER","object_id":"UINTEGER"}]')) p)`,
      { wanted: JSON.stringify(wanted) },
    )
    await db.run(sql`CREATE TABLE ${again} (object_id UINTEGER, ordinal UINTEGER, whole VARCHAR)`)
    for (const each of events)
      await db.run(sql`INSERT INTO ${again} SELECT "@object", ordinal, ${whole} FROM (${each})`, undefined, signal)
    await db.run(findAmiss(tables), undefined, signal)
    await settleRepeated(db, { again, amiss, events, whole }, signal)
    const counts = await db.all<{ amiss: string; count: number }>(
      sql`SELECT amiss, count(*) AS count FROM ${amiss} GROUP BY ALL`,
      {},
      signal,
    )
    const of = (name: string) => counts.find((each) => each.amiss === name)?.count ?? 0
    const read = await db.all<{ o: number; object_id: number; records: number }>(
      sql`SELECT p.o, p.object_id, count(a.ordinal) AS records FROM ${place} p LEFT JOIN ${again} a USING (object_id) GROUP BY ALL`,
      {},
      signal,
    )
    return {
      records: read.reduce((sum, { records }) => sum + records, 0),
      altered: of('altered') + of('other'),
      missing: of('missing') + of('gone'),
      invented: of('invented') + of('twice'),
      objects: new Map(
        read
          .filter(({ o }) => bad.has(o))
          .map(({ o, object_id, records }) => [
            object_id,
            { records, bad: (bad.get(o) ?? 0) + Math.max(0, (framed.get(o) ?? 0) - records) },
          ]),
      ),
      problems: counts.length === 0 ? [] : await differencesOf(db, { amiss, events }, signal),
    }
  } finally {
    for (const table of Object.values(tables)) await db.run(`DROP TABLE IF EXISTS ${table}`)
  }
}

/** What is not as it should be, a row each; `repeated`: a record whose event lies elsewhere, which is looked at next. */
function findAmiss({ place, again, amiss }: Readonly<Record<'place' | 'again' | 'amiss', string>>): string {
  return sql`
    CREATE TABLE ${amiss} AS
    WITH held AS (
      SELECT object_id, ordinal, min(whole) AS whole, count(*) AS times
      FROM (
        SELECT object_id, ordinal, ${whole} AS whole FROM event
        WHERE object_id BETWEEN (SELECT min(object_id) FROM ${place}) AND (SELECT max(object_id) FROM ${place})
          AND object_id IN (SELECT object_id FROM ${place})
      )
      GROUP BY object_id, ordinal
    ), told AS (
      SELECT other_object_id AS object_id, other_ordinal AS ordinal, min({ o: object_id, n: ordinal }) AS kept, count(*) AS times
      FROM event_origin
      WHERE other_object_id IN (SELECT object_id FROM ${place})
      GROUP BY ALL
    )
    SELECT object_id, ordinal, told.kept.o AS kept_object, told.kept.n AS kept_ordinal,
      CASE
        WHEN again.whole IS NULL THEN 'invented'
        WHEN coalesce(held.times, 0) + coalesce(told.times, 0) > 1 THEN 'twice'
        WHEN held.whole <> again.whole THEN 'altered'
        WHEN told.times = 1 THEN 'repeated'
        ELSE 'missing'
      END AS amiss
    FROM ${again} AS again
    FULL JOIN held USING (object_id, ordinal)
    FULL JOIN told USING (object_id, ordinal)
    WHERE again.whole IS DISTINCT FROM held.whole OR held.times > 1 OR told.times IS NOT NULL`
}
