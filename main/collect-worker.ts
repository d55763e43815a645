import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { Batch, DecodedObject } from '../shared/batch.ts'
import { type Decoded, decodeObject } from './decode/decode-object.ts'
import type { Sink } from './decode/lines.ts'
import { isZip } from './decode/unzip.ts'
import { PackReader } from './fetch/pack-reader.ts'
import { hashFile } from './hash-file.ts'
import { LineFiles } from './line-files.ts'
import { ParquetFiles } from './parquet-files.ts'
import type { Found } from './source/folder.ts'
import { keepEvidence, noRoomElse, takeEvidence } from './store/evidence.ts'
import { EvidenceGroup } from './store/evidence-group.ts'

/** What a worker thread is asked: some objects, read into one batch. */
export interface Task {
  readonly number: number
  readonly objects: readonly Found[]
  /** Objects as they arrive; `objects` grows by them. */
  readonly more?: AsyncIterable<readonly Found[]>
  readonly as: string | null
  readonly inPlace: boolean
  /** Objects of the ledger that these files are, read anew: see Batch. */
  readonly again?: readonly number[]
}
export type FromWorker =
  | { readonly kind: 'read'; readonly objects: number; readonly bytes: number; readonly rows: number }
  | { readonly kind: 'known?'; readonly sha256: string }
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | null }
export type ToWorker =
  | {
      readonly kind: 'task'
      readonly task: Omit<Task, 'more'>
      /** The case holds objects already: hash first, ask, and decode only what is new. */
      readonly ask: boolean
      /** Whether more objects follow, until `end`. */
      readonly isOpen: boolean
    }
  | { readonly kind: 'more'; readonly objects: readonly Found[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'known'; readonly known: boolean }
  | { readonly kind: 'stop' }

const { casePath } = workerData as { readonly casePath: string }
const port = parentPort
if (!port) throw new Error('collect-worker is started as a worker thread')
const tell = (message: FromWorker) => port.postMessage(message)
let cancelled = false
let answer: (known: boolean) => void = () => {}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'known') answer(message.known)
  else if (message.kind === 'more') arrived.push(message.objects)
  else if (message.kind === 'task') void read(message.task, message.ask, message.isOpen)
  else if (message.kind === 'end') ended = true
  else cancelled = true
  wake()
})

/** What has followed the task that is read, and whether that was all. */
let arrived: (readonly Found[])[] = []
let ended = false
let wake = () => {}

async function* allOf({ objects }: Omit<Task, 'more'>, isOpen: boolean): AsyncGenerator<readonly Found[]> {
  yield objects
  if (!isOpen) return
  for (;;) {
    const some = arrived
    arrived = []
    yield* some
    if (cancelled || (ended && arrived.length === 0)) break
    if (arrived.length === 0) await new Promise<void>((resolve) => (wake = resolve))
  }
  arrived = []
  ended = false
}

/** One task on its way: what is read from, and what comes of it. */
interface Work {
  readonly task: Omit<Task, 'more'>
  readonly ask: boolean
  readonly packs: PackReader
  readonly lines: LineFiles
  readonly parquet: ParquetFiles
  readonly group: EvidenceGroup
}

/** Reads the objects of a task: hash, decode, keep. Lines go to one file a format. */
async function read(task: Omit<Task, 'more'>, ask: boolean, isOpen: boolean): Promise<void> {
  const lines = new LineFiles(`${casePath}/tmp/batch-${task.number}`)
  const parquet = new ParquetFiles(casePath, `${casePath}/tmp/batch-${task.number}`)
  const packs = new PackReader()
  const group = new EvidenceGroup(casePath)
  const work: Work = { task, ask, packs, lines, parquet, group }
  try {
    const objects: DecodedObject[] = []
    const keeping = newKeeping(group)
    const progress = newProgress()
    for await (const some of allOf(task, isOpen)) {
      for (const found of some) {
        if (cancelled) break
        const place = objects.length
        const { decoded, kept } = await readOne(found, work, place)
        objects.push(...decoded)
        progress.add(
          found.bytes,
          decoded.reduce((sum, object) => sum + object.records, 0),
        )
        if (kept === null) continue
        keeping.add(kept, (all) => objects.splice(place, all.length, ...all))
        await keeping.room()
      }
    }
    await keeping.all()
    progress.tell()
    tell({ kind: 'batch', batch: { objects, lines: lines.finish(), parquet: parquet.finish() } })
  } catch (error) {
    lines.discard()
    parquet.discard()
    await group.discard().catch(() => {})
    const problem = noRoomElse(casePath, error)
    const code = typeof problem === 'object' && problem !== null && 'code' in problem ? String(problem.code) : null
    tell({ kind: 'failed', message: said(problem), code })
  } finally {
    packs.close()
  }
}

/** A word wakes the other thread, which costs more than a small object does. */
const tellEveryMilliseconds = 50

function newProgress() {
  let sum = { objects: 0, bytes: 0, rows: 0 }
  let last = performance.now()
  const progress = {
    add(bytes: number, rows: number): void {
      sum = { objects: sum.objects + 1, bytes: sum.bytes + bytes, rows: sum.rows + rows }
      if (performance.now() - last >= tellEveryMilliseconds) progress.tell()
    },
    tell(): void {
      last = performance.now()
      if (sum.objects > 0) tell({ kind: 'read', ...sum })
      sum = { objects: 0, bytes: 0, rows: 0 }
    },
  }
  return progress
}

/** An object that was read, and its evidence on the way to the disk; null where none is. */
interface ReadOne {
  readonly decoded: readonly DecodedObject[]
  readonly kept: Promise<DecodedObject[]> | null
}

async function readOne(found: Found, work: Work, place: number): Promise<ReadOne> {
  const { task, ask, packs, lines, parquet } = work
  const only = (object: DecodedObject): ReadOne => ({ decoded: [object], kept: null })
  if (found.unreadable) return only(await unread(found, found.unreadable, packs))
  const keeping: DecodedObject['keeping'] = task.inPlace ? { kind: 'in-place', path: found.path } : { kind: 'copied' }
  try {
    const bytes = bytesOf(found, packs)
    if (ask) {
      const sha256 = bytes ? hashOf(bytes) : await hashFile(found.path)
      if (await isKnown(sha256)) return only({ ...blank(found), sha256 })
    }
    let next = place
    const about = {
      uri: found.uri,
      bytes: found.bytes,
      modifiedAt: found.modifiedAt,
      metadata: found.metadata ?? null,
      as: task.as,
    }
    const sink: Sink = {
      write: (decoder, bytes, records, longest) => lines.write(decoder, bytes, records, longest),
      shredder: (format) => lines.shredder(format),
      parquet: (o, content) => parquet.add(o, content, o === place),
    }
    const [whole, ...members] = await decodeObject(bytes ?? found.path, about, sink, () => next++)
    if (!whole) throw new Error('nothing was decoded')
    const objects = [
      { ...keptAs(whole, isKept(whole, found) ? keeping : { kind: 'none' }), ...collectedOf(found) },
      ...members.map((member) => keptAs(member, keeping)),
    ]
    const kept = keep(found, bytes, objects, work.group).then((all) => {
      parquet.kept(all, place)
      return all
    })
    return { decoded: objects, kept }
  } catch (error) {
    if (isFatal(error)) throw error
    return only({ ...blank(found), state: 'rejected', reason: `cannot be read: ${said(error)}` })
  }
}

/** Copies wait for the disk: so many are on their way while the next are read, besides a group of small ones. */
const mostKeeping = 8
const turnEvery = 16

function newKeeping(group: EvidenceGroup) {
  const waiting = new Set<Promise<void>>()
  let count = 0
  let failure: { readonly error: unknown } | null = null
  const check = () => {
    if (failure !== null) throw failure.error
  }
  return {
    add(kept: Promise<DecodedObject[]>, settle: (all: DecodedObject[]) => void): void {
      const one = kept
        .then(settle, (error: unknown) => {
          failure ??= { error }
        })
        .finally(() => waiting.delete(one))
      waiting.add(one)
    },
    /** A full group is settled while the next is filled. */
    async room(): Promise<void> {
      if (group.isFull) {
        await group.settled
        group.settle().catch(() => {})
      }
      // Whatever else goes on in this thread, syncing above all, gets its turn.
      if (++count % turnEvery === 0) await setImmediate()
      while (waiting.size - group.waiting >= mostKeeping) await Promise.race(waiting)
      check()
    },
    async all(): Promise<void> {
      await group.settle()
      await Promise.all(waiting)
      check()
    },
  }
}

/** What a source delivered is kept even if it is no log: it may not be there a second time. */
function isKept({ state, bytes }: Decoded, { collected }: Found): boolean {
  return state !== 'skipped' || (collected !== undefined && bytes > 0)
}

/** Nothing that could be read as records. The bytes that came all the same, a message that nobody understands, are kept. */
async function unread(found: Found, why: NonNullable<Found['unreadable']>, packs: PackReader): Promise<DecodedObject> {
  const object = { ...blank(found), ...why }
  if (!found.collected) return object
  const bytes = bytesOf(found, packs)
  if (bytes === null && found.path === '') return object
  const sha256 = bytes ? hashOf(bytes) : await hashFile(found.path)
  if (bytes) await keepEvidence(casePath, sha256, { bytes })
  else await takeEvidence(casePath, sha256, found.path)
  return { ...object, sha256, keeping: { kind: 'copied' } }
}

/** Files up to this size are read once, decoded and kept: opening one takes longer than reading it. */
const smallBytes = 4 * 1024 * 1024

/** The bytes of an object that lies in a file with many others, or in a small file of its own that is no archive. */
function bytesOf({ packed, bytes, path, collected }: Found, packs: PackReader): Buffer | null {
  if (packed) return packs.read(packed, bytes)
  if (collected || bytes > smallBytes) return null
  const all = readFileSync(path)
  return isZip(all) ? null : all
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function collectedOf({ collected }: Found): Pick<DecodedObject, 'collected'> {
  return collected === undefined ? {} : { collected }
}

function keptAs({ member, ...decoded }: Decoded, keeping: DecodedObject['keeping']): DecodedObject {
  return { ...decoded, keeping: member ? { kind: 'member', ...member } : keeping }
}

/** An object whose bytes cannot be kept is no evidence, and neither are the members of an archive. */
async function keep(
  found: Found,
  bytes: Buffer | null,
  objects: DecodedObject[],
  group: EvidenceGroup,
): Promise<DecodedObject[]> {
  const [whole] = objects
  if (whole?.keeping.kind !== 'copied' || whole.sha256 === null) return objects
  try {
    if (bytes) await group.keep(whole.sha256, bytes)
    else if (found.collected) await takeEvidence(casePath, whole.sha256, found.path)
    else await keepEvidence(casePath, whole.sha256, { path: found.path })
    return objects
  } catch (error) {
    if (isFatal(error)) throw error
    const reason = `cannot be kept: ${said(error)}`
    return objects.map((object) => ({ ...object, state: 'rejected', reason, records: 0, keeping: { kind: 'none' } }))
  }
}

function isKnown(sha256: string): Promise<boolean> {
  return new Promise((resolve) => {
    answer = resolve
    tell({ kind: 'known?', sha256 })
  })
}

/** Trouble of the case's own disk, not of the object. */
function isFatal(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'no-room'].includes(code)
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function blank(found: Found): DecodedObject {
  return {
    uri: found.uri,
    bytes: found.bytes,
    sha256: null,
    modifiedAt: found.modifiedAt,
    metadata: found.metadata ?? null,
    ...collectedOf(found),
    keeping: { kind: 'none' },
    state: 'stored',
    reason: null,
    format: null,
    records: 0,
    bad: [],
    badCount: 0,
    unmapped: {},
  }
}
