import { rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { ImportResult, ObjectState } from '../shared/case.ts'
import { objectStates } from '../shared/case.ts'
import type { Progress } from '../shared/job.ts'
import { Problem } from '../shared/problem.ts'
import type { Task } from './collect-worker.ts'
import { decoders } from './decode/index.ts'
import { readTable } from './decode/table.ts'
import { removeTemporary } from './parquet-files.ts'
import { type Found, findFiles } from './source/folder.ts'
import type { CaseFile } from './store/case-file.ts'
import { room } from './store/evidence.ts'
import { WorkerPool } from './worker-pool.ts'

export interface ImportWhat {
  readonly paths: readonly string[]
  readonly inPlace: boolean
  readonly as: string | null
  readonly named: string | null
}

/**
 * Brings files into the case: find → read (hash, decode, keep; worker threads) → commit, batch by batch. What a batch
 * committed stays; cancelling or killing loses only what was not committed, and importing the same again goes on there.
 */
export async function importFiles(
  file: CaseFile,
  what: ImportWhat,
  report: (progress: Progress) => void,
  onCommit: () => void,
  signal: AbortSignal,
): Promise<ImportResult> {
  const tally = new Tally(report)
  const found = await find(what, tally, signal)
  await checkRoom(file.path, found, what.inPlace)

  return bring(file, what, tasksOf(found, what), file.hasEvidence, tally, onCommit, signal)
}

/**
 * Reads and commits what was found, batch by batch, as one import of the ledger. `what` is what was asked for; `ask`:
 * objects whose bytes the case holds are not read again.
 */
export async function bring(
  file: CaseFile,
  what: unknown,
  tasks: Iterable<Task> | AsyncIterable<Task>,
  ask: boolean,
  tally: Tally,
  onCommit: (batch: Batch, committed: Committed | null) => void | Promise<void>,
  signal: AbortSignal,
  told: (result: ImportResult) => ImportResult = (result) => result,
): Promise<ImportResult> {
  const importId = await file.beginImport(what)
  const pool = new WorkerPool(file.path, availableParallelism(), (sha256) => file.known(sha256) !== undefined)
  try {
    for await (const { task, batch } of pool.read(tasks, ask, tally.read, signal)) {
      const again = task.again ?? []
      let committed: Committed | null = null
      try {
        committed = await file.commit({ ...batch, again }, decoders, importId, readTable, signal)
        tally.committed(batch, committed)
      } catch (error) {
        if (signal.aborted && error instanceof Problem && error.code === 'cancelled') break
        // Read again, an object gave less than is stored of it: that stays, and the rest goes on.
        if (again.length === 0 || !(error instanceof Problem && error.code === 'refused')) throw error
        tally.stays(batch.objects[0]?.uri ?? '', 'partial', error.message)
      }
      for (const { path } of batch.lines) rmSync(path, { force: true })
      removeTemporary(batch.parquet)
      for (const { path, collected } of task.objects) if (collected && path !== '') rmSync(path, { force: true })
      await onCommit(batch, committed)
    }
    const result = told(tally.result('finishing'))
    await file.endImport(importId, signal.aborted ? 'cancelled' : 'done', result)
    return result
  } catch (error) {
    await file.endImport(importId, 'failed', told(tally.result('failed'))).catch(() => {})
    throw error
  } finally {
    await pool.close()
  }
}

async function find(what: ImportWhat, tally: Tally, signal: AbortSignal): Promise<Found[]> {
  const found: Found[] = []
  for await (const object of findFiles(what.paths, what.named, signal)) {
    found.push(object)
    tally.found(object)
  }
  if (found.length === 0)
    throw new Problem('not-found', `there is no file in ${what.paths.map((path) => `'${path}'`).join(', ')}`)
  return found
    .map((object) => ({ object, at: deliveredAt(object.uri) }))
    .sort((a, b) => compare(a.at, b.at) || compare(a.object.uri, b.object.uri))
    .map(({ object }) => object)
}

/**
 * Room is asked for before anything is copied: the copies, about 15 % of the inflated bytes for the rows (measured), and
 * the batches on their way.
 */
async function checkRoom(casePath: string, found: readonly Found[], inPlace: boolean): Promise<void> {
  const copies = inPlace ? 0 : found.reduce((sum, object) => sum + object.bytes, 0)
  const all = found.reduce((sum, object) => sum + inflated(object), 0)
  const needed = copies + all * 0.15 + Math.min(all, 4 * batchBytes)
  const free = await room(casePath)
  if (free >= needed) return
  const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`
  throw new Problem(
    'no-room',
    `this needs about ${megabytes(needed)} and the disk of the case has ${megabytes(free)}: make room${inPlace ? '' : ', or import in place'}`,
  )
}

export function inflated(object: Pick<Found, 'path' | 'bytes'>): number {
  return /\.(gz|zip)$/i.test(object.path) ? object.bytes * 12 : object.bytes
}

/** In the order of delivery where the names tell it, so that rows of all accounts and regions lie together in time. */
function deliveredAt(uri: string): string {
  return /(?<=_)\d{8}T\d{4}Z/.exec(uri)?.[0] ?? ''
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Batches of about 320 MB of lines, some 250,000 records: more than two row groups of DuckDB, which then go to the file
 * compressed and at once; small batches go through its log first and cost half as much again (measured).
 */
export const batchBytes = 320 * 1024 * 1024
export const batchObjects = 2000
/** Tiny objects go into batches of up to so many, of which a transaction and its commit cost a third (measured), but into four at least. */
const mostObjects = 8000

export function tasksOf(found: readonly Found[], { as, inPlace }: Pick<ImportWhat, 'as' | 'inPlace'>) {
  const tasks: { number: number; objects: Found[]; as: string | null; inPlace: boolean }[] = []
  const most = Math.min(mostObjects, Math.max(batchObjects, Math.ceil(found.length / 4)))
  let weight = Number.POSITIVE_INFINITY
  for (const object of found) {
    const bytes = inflated(object)
    const last = tasks.at(-1)
    if (last && weight + bytes <= batchBytes && last.objects.length < most) {
      last.objects.push(object)
      weight += bytes
    } else {
      tasks.push({ number: tasks.length, objects: [object], as, inPlace })
      weight = bytes
    }
  }
  return tasks
}

export type Batch = Parameters<CaseFile['commit']>[0]
export type Committed = Awaited<ReturnType<CaseFile['commit']>>

/** Counts what was found, read and committed, and says how far it is. */
export class Tally {
  readonly #report: (progress: Progress) => void
  readonly #started = performance.now()
  readonly #objects = Object.fromEntries(objectStates.map((state) => [state, 0])) as Record<ObjectState, number>
  readonly #problems: { object: string; state: ObjectState; reason: string }[] = []
  #total = { objects: 0, bytes: 0 }
  #done = { objects: 0, bytes: 0, rows: 0 }
  #events = { stored: 0, duplicate: 0, conflicts: 0, bad: 0 }

  constructor(report: (progress: Progress) => void) {
    this.#report = report
  }

  found(object: Found): void {
    this.#total.objects++
    this.#total.bytes += object.bytes
    this.#progress('looking for files', false)
  }

  /** What is to come, where it is known before. */
  expects(objects: number, bytes: number): void {
    this.#total.objects += objects
    this.#total.bytes += bytes
    this.#progress('listing', false)
  }

  readonly read = (objects: number, bytes: number, rows: number): void => {
    this.#done.objects += objects
    this.#done.bytes += bytes
    this.#done.rows += rows
    this.#progress('reading', true)
  }

  committed(batch: Batch, committed: Committed): void {
    committed.objects.forEach((object, place) => {
      this.#objects[object.state]++
      this.#events.stored += object.events
      this.#events.duplicate += object.duplicates
      this.#events.conflicts += object.conflicts
      this.#events.bad += object.bad
      if (object.state === 'stored' || object.state === 'duplicate' || this.#problems.length >= 1000) return
      const uri = batch.objects[place]?.uri ?? ''
      this.#problems.push({ object: uri, state: object.state, reason: object.reason ?? '' })
    })
    this.#progress('reading', true)
  }

  /** An object that stays as the ledger has it. */
  stays(object: string, state: ObjectState, reason: string): void {
    this.#objects[state]++
    if (this.#problems.length < 1000) this.#problems.push({ object, state, reason })
  }

  result(phase: string): ImportResult {
    this.#progress(phase, true)
    return {
      objects: { ...this.#objects },
      events: { ...this.#events },
      bytes: this.#done.bytes,
      seconds: Math.round(performance.now() - this.#started) / 1000,
      problems: [...this.#problems],
    }
  }

  #progress(phase: string, totalKnown: boolean): void {
    const seconds = (performance.now() - this.#started) / 1000
    const share = this.#total.bytes > 0 ? this.#done.bytes / this.#total.bytes : 0
    this.#report({
      phase,
      objects: { done: this.#done.objects, total: totalKnown ? this.#total.objects : null },
      bytes: { done: this.#done.bytes, total: totalKnown ? this.#total.bytes : null },
      rows: this.#done.rows,
      rowsPerSecond: seconds > 0 ? Math.round(this.#done.rows / seconds) : 0,
      secondsLeft: share > 0.01 && share <= 1 ? Math.round((seconds / share) * (1 - share)) : null,
    })
  }
}
