import { rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SavedQuery } from '../../shared/answers.ts'
import type { Batch, Committed } from '../../shared/batch.ts'
import { type CaseInfo, Ours } from '../../shared/case.ts'
import type { Decoder, ReadTable } from '../../shared/decoder.ts'
import type { ViewFilter } from '../../shared/ossec.ts'
import { Problem } from '../../shared/problem.ts'
import type { Signal } from '../../shared/signal.ts'
import type { Source } from '../../shared/source.ts'
import { sql } from '../../shared/sql.ts'
import { writeCaseJson } from './case-json.ts'
import { commitBatch } from './commit.ts'
import type { Database } from './database.ts'
import type { Db } from './db.ts'
import { noRoom, room, settleEvidence } from './evidence.ts'
import { beginImport, endImport, type ImportEnd } from './imports.ts'
import { leaveBehind } from './left-behind.ts'
import { releaseLock } from './lock.ts'
import { newest } from './migrations.ts'
import { createCase, type OpenParts, openCase, type Secret } from './open-case.ts'
import { deleteQuery, savedQueries, saveQuery } from './saved-queries.ts'
import { collectedBefore, collectedUnder, type Named, removeSource, saveSource, sources } from './sources.ts'
import { removeViewFilter, saveViewFilter, viewFilters } from './view-filters.ts'
import { wellFormed } from './well-formed.ts'
import { who } from './who.ts'

/**
 * An open case: a folder with case.duckdb, evidence/, audit.jsonl and case.json. One process owns it for writing;
 * opened read-only it is not touched at all.
 */
export class CaseFile {
  readonly #parts: OpenParts
  #nextObject: number
  #ours: Ours
  #dataVersion = 1
  #marksVersion = 1
  #committing: Promise<unknown> = Promise.resolve()
  #closed: Promise<void> | undefined

  private constructor(parts: OpenParts) {
    this.#parts = parts
    this.#nextObject = parts.nextObject
    this.#ours = parts.json.ours
  }

  /** Makes a new case in an empty or new folder and opens it. Errors: `refused` (something lies there), `locked`. */
  static async create(
    path: string,
    { name, version, lock }: { readonly name: string; readonly version: string; readonly lock: Secret },
  ): Promise<CaseFile> {
    return new CaseFile(await createCase(resolve(path), name, version, lock))
  }

  /**
   * Opens a case. One on a medium that cannot be written opens read-only by itself.
   * Errors: `not-found` (no case), `locked` (open elsewhere), `newer` (written by a later Coldtrail).
   */
  static async open(
    path: string,
    { readOnly, version, lock }: { readonly readOnly: boolean; readonly version: string; readonly lock: Secret },
  ): Promise<CaseFile> {
    return new CaseFile(await openCase(resolve(path), readOnly, version, lock))
  }

  get path(): string {
    return this.#parts.path
  }

  get db(): Database {
    return this.#parts.db
  }

  /** Where lines on their way in and results on their way out lie: in the case, or elsewhere when it is read-only. */
  get tmp(): string {
    return this.#parts.tmp
  }

  get readOnly(): boolean {
    return this.#parts.writing === null
  }

  /** The newest line of the audit log; null where nothing is written. */
  get newestAudit(): { readonly line: number; readonly sha256: string } | null {
    return this.#parts.writing?.audit.newest ?? null
  }

  /** What was changed in the case while nobody had it open, in sentences. */
  get changedOutside(): readonly string[] {
    return this.#parts.changed
  }

  /** Rises with every commit: answers asked under another number are stale. */
  get dataVersion(): number {
    return this.#dataVersion
  }

  /** Rises whenever something is marked. */
  get marksVersion(): number {
    return this.#marksVersion
  }

  get ours(): Ours {
    return this.#ours
  }

  async info(): Promise<CaseInfo> {
    const { path, readOnlyBecause, json } = this.#parts
    const [row] = await this.db.all<{ events: number }>(sql`SELECT count(*) AS events FROM event`)
    return {
      path,
      id: json.id,
      name: json.name,
      createdAt: json.createdAt,
      createdBy: json.createdBy,
      schema: newest(),
      readOnly: this.readOnly,
      readOnlyBecause,
      ours: this.#ours,
      dataVersion: this.#dataVersion,
      events: row?.events ?? 0,
    }
  }

  async saveOurs(ours: Ours): Promise<void> {
    this.#mustWrite()
    const after = Ours.parse(ours)
    await writeCaseJson(this.path, { ...this.#parts.json, ours: after })
    this.audit('ours-saved', { before: this.#ours, after })
    this.#ours = after
  }

  async savedQueries(): Promise<readonly SavedQuery[]> {
    return savedQueries(this.db)
  }

  /** Saves under a name; a query of that name is replaced. */
  async saveQuery(name: string, text: string): Promise<void> {
    this.#mustWrite()
    await saveQuery(this.db, name, text)
    this.audit('query-saved', { name, sql: text })
  }

  async deleteQuery(name: string): Promise<void> {
    this.#mustWrite()
    await deleteQuery(this.db, name)
    this.audit('query-deleted', { name })
  }

  async sources(): Promise<readonly Source[]> {
    return sources(this.db)
  }

  /** Saves where logs are collected from; a source of that name is replaced. */
  async saveSource(source: Source): Promise<void> {
    this.#mustWrite()
    await saveSource(this.db, source)
    this.audit('source-saved', { source })
  }

  /** Error `not-found`: there is no source of that name. */
  async removeSource(name: string): Promise<void> {
    this.#mustWrite()
    if (!(await removeSource(this.db, name)))
      throw new Problem('not-found', `there is no source '${name}' in this case`)
    this.audit('source-removed', { name })
  }

  async viewFilters(): Promise<readonly ViewFilter[]> {
    return viewFilters(this.db)
  }

  async saveViewFilter(filter: ViewFilter): Promise<void> {
    this.#mustWrite()
    await saveViewFilter(this.db, filter)
    this.audit('view-filter-saved', { filter })
  }

  async removeViewFilter(name: string): Promise<void> {
    this.#mustWrite()
    await removeViewFilter(this.db, name)
    this.audit('view-filter-removed', { name })
  }

  /** Which of these objects were collected before, by their places in the list. */
  async collectedBefore(objects: readonly Named[]): Promise<ReadonlySet<number>> {
    return collectedBefore(this.db, objects)
  }

  /** URIs of collected objects that begin so. */
  async collectedUnder(prefix: string): Promise<readonly string[]> {
    return collectedUnder(this.db, prefix)
  }

  /** Changes what rules found or what was decided about it, all of it or nothing; what was asked before is stale. */
  async writeDetections<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    this.#mustWrite()
    const result = await this.db.write(work)
    this.#dataVersion++
    return result
  }

  /** Changes what a verification found, all of it or nothing; what was asked before is stale. */
  async writeProof<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    this.#mustWrite()
    const result = await this.db.write(work)
    this.#dataVersion++
    return result
  }

  /** Changes what people say of events, all of it or nothing. */
  async writeMarks<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    this.#mustWrite()
    const result = await this.db.write(work)
    this.#marksVersion++
    return result
  }

  /** Changes the report, all of it or nothing. No event is touched, so what was asked before still holds. */
  async writeReport<T>(work: (tx: Db) => Promise<T>): Promise<T> {
    this.#mustWrite()
    return this.db.write(work)
  }

  /**
   * Notes what was done. `details` is plain JSON without secrets. A read-only case is not touched: nothing is noted. A
   * line that `mayWait` outlives us at once, and a power cut only with the next line.
   */
  audit(action: string, details: unknown, mayWait = false): void {
    this.#parts.writing?.audit.append(action, details, mayWait)
  }

  /** Notes that an import has begun, with what it was asked for, and gives it a number. */
  async beginImport(what: unknown): Promise<number> {
    this.#mustWrite()
    const importId = await beginImport(this.db, what, who())
    this.audit('import-begun', { import: importId, what })
    return importId
  }

  /** Notes how an import ended. */
  async endImport(importId: number, state: ImportEnd, result: unknown): Promise<void> {
    this.#mustWrite()
    await endImport(this.db, importId, state, result)
    this.audit('import-ended', { import: importId, state, result })
  }

  /** The object that holds these bytes, if any does. */
  known(sha256: string): number | undefined {
    return this.#parts.known.get(sha256)
  }

  /** Whether anything was stored before, so that asking `known` can spare work. */
  get hasEvidence(): boolean {
    return this.#parts.known.size > 0
  }

  /** The object of the ledger with this very URI and these bytes, if its bytes have been read before. */
  async knownUri(uri: string, sha256: string): Promise<number | undefined> {
    const [row] = await this.db.all<{ object_id: number }>(
      sql`
        SELECT object_id FROM object
        WHERE uri = $uri AND sha256 = $sha256 AND state IN ('stored', 'partial', 'duplicate')
        ORDER BY object_id
        LIMIT 1`,
      { uri: wellFormed(uri), sha256 },
    )
    return row?.object_id
  }

  /**
   * Stores a batch, all of it or nothing; its evidence must be kept before. See `commitBatch`. Batches of one case are
   * committed one after the other. After `signal` nothing of it is stored, unless its end was near: error `cancelled`.
   */
  async commit(
    batch: Batch,
    decoders: ReadonlyMap<string, Decoder>,
    importId: number,
    readTable: ReadTable = noTables,
    signal?: Signal,
  ): Promise<Committed> {
    this.#mustWrite()
    const turn = this.#committing.then(() => this.#commit(batch, decoders, importId, readTable, signal))
    this.#committing = turn.catch(() => undefined)
    return turn
  }

  async #commit(
    batch: Batch,
    decoders: ReadonlyMap<string, Decoder>,
    importId: number,
    readTable: ReadTable,
    signal: Signal | undefined,
  ): Promise<Committed> {
    await this.#mustHaveRoom(batch)
    const settled = settleEvidence(this.path, copied(batch))
    settled.catch(() => undefined)
    const ground = {
      db: this.db,
      tmp: this.tmp,
      who: who(),
      known: (sha256: string) => this.known(sha256),
      nextObject: () => this.#nextObject,
      settled,
      signal,
    }
    const { committed, nextObject, stored, superseded } = await commitBatch(
      ground,
      batch,
      decoders,
      importId,
      readTable,
    )
    this.#nextObject = nextObject
    for (const { sha256, objectId } of stored) this.#parts.known.add(sha256, objectId)
    this.#dataVersion++
    if (superseded.length > 0) this.audit('failures-made-good', { import: importId, objects: superseded })
    return committed
  }

  /** Ends what runs, writes out the database and gives the case back. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    const { db, path, tmp, writing } = this.#parts
    // A database that stopped for good says nothing any more, and then nothing is said of it.
    if (writing) await leaveBehind(path, db, writing.audit.newest, true).catch(() => undefined)
    await db.close()
    if (!writing) return rm(tmp, { recursive: true, force: true })
    writing.audit.close()
    await releaseLock(path, writing.lock)
  }

  #mustWrite(): void {
    if (this.readOnly) throw new Problem('read-only', `this case cannot be changed: ${this.#parts.readOnlyBecause}`)
  }

  /** DuckDB stops for good when a disk fills up under it, so that is foreseen where it can be. */
  async #mustHaveRoom(batch: Batch): Promise<void> {
    let bytes = leastRoom
    for (const { path } of batch.lines) bytes += (await stat(path)).size / 2
    for (const { path } of batch.parquet) bytes += (await stat(path)).size * 2
    if ((await room(this.path)) < bytes) throw new Problem('no-room', noRoom(this.path))
  }
}

const noTables: ReadTable = () => {
  throw new Error('nobody said how parquet is read')
}

/** For the database's log and what a transaction writes ahead. */
const leastRoom = 16 << 20

function copied(batch: Batch): readonly string[] {
  return batch.objects.flatMap(({ keeping, sha256 }) => (keeping.kind === 'copied' && sha256 !== null ? [sha256] : []))
}
