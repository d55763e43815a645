import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { readdir, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { threadId } from 'node:worker_threads'
import { Problem } from '../../shared/problem.ts'
import { syncFolder } from './whole-file.ts'

/**
 * Where the bytes of an object lie in a case. Evidence is named by us: an object key is the bucket owner's text and
 * may be any path at all.
 */
export function evidencePath(casePath: string, sha256: string): string {
  return join(casePath, evidenceName(sha256))
}

/** The same, relative to the case and with forward slashes, as the ledger keeps it. */
export function evidenceName(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new Error(`${JSON.stringify(sha256)} is no SHA-256 in lower-case hex`)
  return `evidence/${sha256.slice(0, 2)}/${sha256}`
}

/**
 * The file that holds kept bytes. What was imported in place (`inPlace` is where) lies there, unless the case has them
 * after all: a bundle takes such files along, and whoever unpacks it has no such place.
 */
export function bytesAt(casePath: string, sha256: string, inPlace: string | null): string {
  const own = evidencePath(casePath, sha256)
  return inPlace === null || existsSync(own) ? own : inPlace
}

/**
 * Keeps the bytes of an object, whole and on the disk or not at all, and resolves to where. Bytes that are already
 * kept stay as they are. A file is hashed again while it is copied: one that changed after it was read is refused.
 * Copying blocks the thread, a worker's, which for small files is twice as fast as asking the event loop; waiting for
 * the disk does not, so it pays to keep several at once.
 * Errors: `no-room` when the disk is full, `failed` when the file changed.
 */
export async function keepEvidence(
  casePath: string,
  sha256: string,
  from: { readonly path: string } | { readonly bytes: Uint8Array },
): Promise<string> {
  const target = evidencePath(casePath, sha256)
  const size = 'bytes' in from ? from.bytes.byteLength : statSync(from.path).size
  if (isKept(target, size)) return target
  const beside = partPath(casePath, sha256)
  try {
    const file = openSync(beside, 'wx')
    try {
      if ('bytes' in from) writeAll(file, from.bytes)
      else await copy(from.path, file, sha256)
      fchmodSync(file, 0o444)
      await synced(file)
    } finally {
      closeSync(file)
    }
    moveIn(beside, target)
  } catch (error) {
    rmSync(beside, { force: true })
    throw noRoomElse(casePath, error)
  }
  return target
}

/**
 * Makes a file of ours in the case's `tmp`, whose bytes were hashed, the evidence itself: nothing is copied. The file is
 * gone afterwards. Errors: as `keepEvidence`.
 */
export async function takeEvidence(casePath: string, sha256: string, path: string): Promise<string> {
  const target = evidencePath(casePath, sha256)
  if (isKept(target, statSync(path).size)) {
    rmSync(path)
    return target
  }
  const file = openSync(path, 'r+')
  try {
    fchmodSync(file, 0o444)
    await synced(file)
  } finally {
    closeSync(file)
  }
  moveIn(path, target)
  return target
}

export const synced = promisify(fsync)

/** Whether a file of this size is in its place; a crash may have left half of one. */
export function isKept(target: string, size: number): boolean {
  return statSync(target, { throwIfNoEntry: false })?.size === size
}

/** Where evidence is written before it has its name. */
export function partPath(casePath: string, sha256: string): string {
  return join(casePath, 'tmp', `${sha256}.${threadId}-${parts++}.part`)
}

let parts = 0

/** Makes evidence that was moved into place stay there through a power cut: before the ledger says that it is kept. */
export async function settleEvidence(casePath: string, sha256s: readonly string[]): Promise<void> {
  const folders = new Set(sha256s.map((sha256) => dirname(evidencePath(casePath, sha256))))
  if (folders.size === 0) return
  const all = [...folders, join(casePath, 'evidence')].filter((folder) => existsSync(folder))
  await Promise.all(all.map(syncFolder))
}

/** Bytes that may still be written where the case lies. */
export async function room(casePath: string): Promise<number> {
  const { bavail, bsize } = await statfs(casePath)
  return bavail * bsize
}

/** What to tell when the disk is full. */
export function noRoom(casePath: string): string {
  return `the disk that holds ${casePath} is full; make room there and import again, what was stored before is safe`
}

/** The error itself, or `no-room` where it says that the disk is full. */
export function noRoomElse(casePath: string, error: unknown): unknown {
  const isFull = isCode(error, 'ENOSPC') || isCode(error, 'EDQUOT')
  return isFull ? new Problem('no-room', noRoom(casePath), { cause: error }) : error
}

/** Names (SHA-256) of all evidence files, one folder of a 256th of them at a time. */
export async function* evidenceNames(casePath: string): AsyncGenerator<readonly string[]> {
  const folders = await readdir(join(casePath, 'evidence'))
  for (const folder of folders.sort()) {
    if (/^[0-9a-f]{2}$/.test(folder)) yield await readdir(join(casePath, 'evidence', folder))
  }
}

const chunkBytes = 1 << 20
const chunk = Buffer.allocUnsafeSlow(chunkBytes)
/** A long copy lets the thread's other work in now and then. */
const pauseEvery = 16

async function copy(path: string, to: number, sha256: string): Promise<void> {
  const from = openSync(path, 'r')
  try {
    const hash = createHash('sha256')
    for (let count = 1; ; count++) {
      const length = readSync(from, chunk, 0, chunkBytes, null)
      if (length === 0) break
      const part = chunk.subarray(0, length)
      hash.update(part)
      writeAll(to, part)
      if (count % pauseEvery === 0) await setImmediate()
    }
    if (hash.digest('hex') !== sha256) {
      throw new Problem('failed', `${path} changed while it was imported; import it again when nobody writes to it`)
    }
  } finally {
    closeSync(from)
  }
}

export function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.byteLength; ) at += writeSync(file, bytes, at)
}

export function moveIn(beside: string, target: string): void {
  try {
    renameSync(beside, target)
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
    mkdirSync(dirname(target), { recursive: true })
    renameSync(beside, target)
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
