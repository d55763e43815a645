import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import type { Batch, DecodedObject } from '../shared/batch.ts'
import { type Decoded, decodeObject } from './decode/decode-object.ts'
import { hashFile } from './hash-file.ts'
import type { Found } from './source/folder.ts'
import { keepEvidence } from './store/evidence.ts'

/** What a worker thread is asked: some objects, read into one batch. */
export interface Task {
  readonly number: number
  readonly objects: readonly Found[]
  readonly as: string | null
  readonly inPlace: boolean
  /** Objects of the ledger that these files are, read anew: see Batch. */
  readonly again?: readonly number[]
}
export type FromWorker =
  | { readonly kind: 'object'; readonly bytes: number; readonly rows: number }
  | { readonly kind: 'known?'; readonly sha256: string }
  | { readonly kind: 'batch'; readonly batch: Batch }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | null }
export type ToWorker =
  | {
      readonly kind: 'task'
      readonly task: Task /** The case holds objects already: hash first, ask, and decode only what is new. */
      readonly ask: boolean
    }
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
  else if (message.kind === 'stop') cancelled = true
  else void read(message.task, message.ask)
})

/** Reads the objects of a task: hash, decode, keep. Lines go to one file a format. */
async function read(task: Task, ask: boolean): Promise<void> {
  const lines = new LineFiles(`${casePath}/tmp/batch-${task.number}`)
  try {
    const objects: DecodedObject[] = []
    for (const found of task.objects) {
      if (cancelled) break
      const decoded = await readOne(found, task, ask, lines, objects.length)
      objects.push(...decoded)
      tell({ kind: 'object', bytes: found.bytes, rows: decoded.reduce((sum, object) => sum + object.records, 0) })
    }
    tell({ kind: 'batch', batch: { objects, lines: lines.finish() } })
  } catch (error) {
    lines.discard()
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : null
    tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error), code })
  }
}

async function readOne(
  found: Found,
  task: Task,
  ask: boolean,
  lines: LineFiles,
  place: number,
): Promise<DecodedObject[]> {
  if (found.unreadable) return [{ ...blank(found), ...found.unreadable }]
  const keeping: DecodedObject['keeping'] = task.inPlace ? { kind: 'in-place', path: found.path } : { kind: 'copied' }
  try {
    if (ask) {
      const sha256 = await hashFile(found.path)
      if (await isKnown(sha256)) return [{ ...blank(found), sha256 }]
    }
    let next = place
    const about = { uri: found.uri, bytes: found.bytes, modifiedAt: found.modifiedAt, metadata: found.metadata ?? null, as: task.as }
    const [whole, ...members] = await decodeObject(found.path, about, lines, () => next++)
    if (!whole) throw new Error('nothing was decoded')
    const objects = [
      keptAs(whole, whole.state === 'skipped' ? { kind: 'none' } : keeping),
      ...members.map((member) => keptAs(member, keeping)),
    ]
    return await keep(found, objects)
  } catch (error) {
    if (isFatal(error)) throw error
    return [{ ...blank(found), state: 'rejected', reason: `cannot be read: ${said(error)}` }]
  }
}

function keptAs({ member, ...decoded }: Decoded, keeping: DecodedObject['keeping']): DecodedObject {
  return { ...decoded, keeping: member ? { kind: 'member', ...member } : keeping }
}

/** An object whose bytes cannot be kept is no evidence, and neither are the members of an archive. */
async function keep(found: Found, objects: DecodedObject[]): Promise<DecodedObject[]> {
  const [whole] = objects
  if (whole?.keeping.kind !== 'copied' || whole.sha256 === null) return objects
  try {
    await keepEvidence(casePath, whole.sha256, { path: found.path })
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

/** The files of framed lines of one batch, one a decoder. */
class LineFiles {
  readonly #stem: string
  readonly #files = new Map<string, { path: string; fd: number; records: number; longest: number }>()

  constructor(stem: string) {
    this.#stem = stem
  }

  write(decoder: string, lines: Uint8Array, records: number, longest: number): void {
    let file = this.#files.get(decoder)
    if (!file) {
      const path = `${this.#stem}-${decoder}.jsonl`
      file = { path, fd: openSync(path, 'w', 0o600), records: 0, longest: 0 }
      this.#files.set(decoder, file)
    }
    for (let at = 0; at < lines.length; ) at += writeSync(file.fd, lines, at)
    file.records += records
    file.longest = Math.max(file.longest, longest)
  }

  finish(): Batch['lines'] {
    return [...this.#files].map(([decoder, { path, fd, records, longest }]) => {
      closeSync(fd)
      return { decoder, path, records, longest }
    })
  }

  discard(): void {
    for (const { path, fd } of this.#files.values()) {
      closeSync(fd)
      rmSync(path, { force: true })
    }
  }
}
