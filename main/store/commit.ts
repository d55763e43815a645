import { rm } from 'node:fs/promises'
import type { Batch, Committed, DecodedObject } from '../../shared/batch.ts'
import type { Decoder, ReadTable } from '../../shared/decoder.ts'
import { Problem } from '../../shared/problem.ts'
import type { Signal } from '../../shared/signal.ts'
import { sql } from '../../shared/sql.ts'
import { noteCollected } from './commit/collected.ts'
import { type Repeats, settleRepeats } from './commit/duplicates.ts'
import { type Fates, fates } from './commit/fate.ts'
import { insertLines } from './commit/insert-lines.ts'
import { type LedgerLine, strike, writeLedger } from './commit/ledger.ts'
import { apart, decoderOf, type Lines, oneByOne } from './commit/one-by-one.ts'
import { renew, withdraw } from './commit/renew.ts'
import { type Unread, unread } from './commit/unread.ts'
import type { Database } from './database.ts'
import type { Db } from './db.ts'
import { marksToPlace, placeMarks } from './marks/settle.ts'
import { insertParquet } from './parquet/insert.ts'
import { keepTables } from './parquet/kept-tables.ts'
import { type Found, type ParquetPlan, planParquet } from './parquet/plan.ts'

/** What a commit needs to know of the case. */
export interface Ground {
  readonly db: Database
  /** The folder for files on their way in. */
  readonly tmp: string
  readonly who: string
  /** The object that holds the bytes of a SHA-256. */
  readonly known: (sha256: string) => number | undefined
  /** Number of the first object that is not there yet. Called and moved on only within a write. */
  readonly nextObject: () => number
  /** Evidence that was moved into place will stay there: awaited before the transaction ends. */
  readonly settled: Promise<void>
  /** Whether the batch is still wanted. */
  readonly signal?: Signal | undefined
}

/** What a commit came to, and what the case has to remember of it. */
export interface Stored {
  readonly committed: Committed
  /** Number after the last object of the batch. */
  readonly nextObject: number
  /** Bytes that are stored now. */
  readonly stored: readonly { readonly sha256: string; readonly objectId: number }[]
  readonly superseded: Fates['superseded']
}

/**
 * Stores a batch in one transaction: its events, what they repeat or contradict, its records that could not be read and
 * its lines of the ledger. All of it or, after an error or a kill, nothing; the evidence must be kept before.
 * A batch that fails as a whole is tried again object by object, and an object that fails alone is `rejected`.
 * Errors: `no-room`, `cancelled`, or `failed` when not even that helped.
 */
export async function commitBatch(
  ground: Ground,
  batch: Batch,
  decoders: ReadonlyMap<string, Decoder>,
  importId: number,
  readTable: ReadTable,
): Promise<Stored> {
  const attempt = async (
    lines: readonly Lines[],
    hostile: ReadonlyMap<number, string>,
    thorough: boolean,
  ): Promise<Stored> => {
    const unknown = batch.objects.map((object) => isUnknown(ground, batch, object))
    const files = batch.parquet.filter(({ o }) => unknown[o])
    const parquet = await planParquet(ground.db, files, readTable, thorough)
    const objects = batch.objects.map((object, o) => (unknown[o] ? asFound(object, parquet.found.get(o)) : object))
    const work = { batch: { ...batch, objects }, lines, parquet, hostile, decoders, importId }
    return ground.db.write((tx) => store(tx, ground, work))
  }
  for (const file of batch.lines) decoderOf(file, decoders)
  try {
    return await attempt(batch.lines, new Map(), false)
  } catch (error) {
    if (error instanceof Problem && error.code !== 'failed') throw error
    const folder = await apart(ground.tmp)
    try {
      const { lines, hostile } = await oneByOne(ground.db, batch, decoders, folder)
      return await attempt(lines, hostile, true)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

/** Bytes that the case does not hold yet, or is to read anew. */
function isUnknown({ known }: Ground, { again }: Batch, { sha256 }: DecodedObject): boolean {
  return sha256 === null || known(sha256) === undefined || (again !== undefined && again.length > 0)
}

/** An object as it is once its parquet was looked at. None may pass for stored whose rows nobody handed over. */
function asFound(object: DecodedObject, found: Found | undefined): DecodedObject {
  if (found) return { ...object, ...found.object }
  if (object.format !== 'parquet' || object.state !== 'stored') return object
  return { ...object, state: 'rejected', reason: 'its rows did not reach the database; import it again' }
}

interface Work {
  readonly batch: Batch
  readonly lines: readonly Lines[]
  readonly parquet: ParquetPlan
  /** Objects whose records cannot be read, with the reason. */
  readonly hostile: ReadonlyMap<number, string>
  readonly decoders: ReadonlyMap<string, Decoder>
  readonly importId: number
}

async function store(tx: Db, ground: Ground, work: Work): Promise<Stored> {
  const { batch, lines, parquet, hostile, decoders, importId } = work
  const base = ground.nextObject()
  const withdrawn = await withdraw(tx, batch.again ?? [])
  const fate = await fates(tx, batch, base, (sha256) => {
    const known = ground.known(sha256)
    return withdrawn.some(({ object_id }) => object_id === known) ? undefined : known
  })
  const without = new Set([...unwanted(batch, fate), ...hostile.keys()])
  for (const file of lines) {
    await tx.run(insertLines(decoderOf(file, decoders), file, base, without), undefined, ground.signal)
  }
  for (const part of parquet.parts) {
    const insert = insertParquet(part, base, without)
    if (insert !== null) await tx.run(insert, undefined, ground.signal)
  }
  const spans = await inserted(tx, base)
  const counts = new Map([...spans].map(([o, { count }]) => [o, count]))
  const lost = await unread(tx, batch, lines, base, counts, without)
  const repeats = await settleRepeats(tx, base)

  const outcome = batch.objects.map((object, o) => judge(object, o, { base, fate, spans, lost, repeats, hostile }))
  await strike(
    tx,
    fate.superseded.map(({ objectId }) => objectId),
  )
  const at = new Date().toISOString()
  const written = outcome.flatMap(({ line }) => line ?? [])
  await writeLedger(tx, written, { importId, at, who: ground.who })
  await keepTables(tx, written, parquet, batch.parquet, base)
  const marks = await marksToPlace(
    tx,
    base,
    withdrawn.map(({ object_id }) => object_id),
  )
  const numberOf = await renew(tx, withdrawn, written)
  if (marks) await placeMarks(tx)
  const objects = outcome.map(({ told }) => ({ ...told, object_id: told.object_id && numberOf(told.object_id) }))
  await noteCollected(tx, batch.objects, objects, { importId, at })
  await ground.settled
  return {
    committed: { objects },
    nextObject: base + batch.objects.length,
    stored: written.flatMap(({ object, objectId, state }) =>
      object.sha256 !== null && (state === 'stored' || state === 'partial')
        ? [{ sha256: object.sha256, objectId: numberOf(objectId) }]
        : [],
    ),
    superseded: fate.superseded,
  }
}

/** Objects whose lines, if there are any, are not to be stored: their bytes are known, or they are no evidence. */
function unwanted(batch: Batch, fate: Fates): readonly number[] {
  return batch.objects.flatMap(({ state }, o) =>
    fate.of[o]?.kind === 'fresh' && (state === 'stored' || state === 'partial') ? [] : [o],
  )
}

interface Span {
  readonly count: number
  readonly first: string | null
  readonly last: string | null
}

/** What the new rows of each object come to, by its place in the batch. */
async function inserted(tx: Db, base: number): Promise<ReadonlyMap<number, Span>> {
  const rows = await tx.all<Span & { readonly object_id: number }>(
    sql`
      SELECT object_id, count(*) AS count, min(time) AS first, max(time) AS last
      FROM event
      WHERE object_id >= $base
      GROUP BY object_id`,
    { base },
  )
  return new Map(rows.map(({ object_id, ...span }) => [object_id - base, span]))
}

interface Facts {
  readonly base: number
  readonly fate: Fates
  readonly spans: ReadonlyMap<number, Span>
  readonly lost: ReadonlyMap<number, Unread>
  readonly repeats: Repeats
  readonly hostile: ReadonlyMap<number, string>
}

interface Outcome {
  readonly told: Committed['objects'][number]
  /** Null when the ledger has it already. */
  readonly line: LedgerLine | null
}

function judge(object: DecodedObject, o: number, facts: Facts): Outcome {
  const fate = facts.fate.of[o]
  if (!fate) throw new Error(`object ${o} of the batch has no fate`)
  if (fate.kind === 'there') {
    const { objectId, state, reason } = fate
    return { told: { object_id: objectId, state, reason, events: 0, duplicates: 0, conflicts: 0, bad: 0 }, line: null }
  }
  const objectId = facts.base + o
  const span = facts.spans.get(o)
  const lost = facts.lost.get(o)
  const duplicates = facts.repeats.duplicates.get(objectId) ?? 0
  const fresh = fate.kind === 'fresh'
  const { state, reason } = fresh
    ? judgeFresh(object, span?.count ?? 0, lost?.count ?? 0, facts.hostile.get(o))
    : { state: 'duplicate' as const, reason: fate.reason }
  const line: LedgerLine = {
    object,
    objectId,
    parent: parentOf(object, facts),
    state,
    reason,
    events: (span?.count ?? 0) - duplicates,
    duplicates,
    conflicts: facts.repeats.conflicts.get(objectId) ?? 0,
    badCount: fresh ? object.badCount + (lost?.count ?? 0) : 0,
    bad: fresh ? [...object.bad, ...(lost?.records ?? [])] : [],
    first: span?.first ?? null,
    last: span?.last ?? null,
  }
  const { events, conflicts, badCount: bad } = line
  return { told: { object_id: objectId, state, reason, events, duplicates, conflicts, bad }, line }
}

function judgeFresh(
  object: DecodedObject,
  rows: number,
  lost: number,
  hostile: string | undefined,
): Pick<LedgerLine, 'state' | 'reason'> {
  if (hostile !== undefined)
    return { state: 'rejected', reason: both(object.reason, `the database refused its records: ${hostile}`) }
  if (lost === 0) return { state: object.state, reason: object.reason }
  const reason = both(object.reason, `${lost} of ${object.records + object.badCount} records could not be read`)
  return { state: rows === 0 ? 'rejected' : 'partial', reason }
}

function both(one: string | null, other: string): string {
  return one === null ? other : `${one}; ${other}`
}

/** A member's archive: where the ledger has it, or will. */
function parentOf({ keeping }: DecodedObject, { base, fate }: Facts): number | null {
  if (keeping.kind !== 'member') return null
  const archive = fate.of[keeping.of]
  return archive?.kind === 'there' ? archive.objectId : base + keeping.of
}
