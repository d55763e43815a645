import { createHash, randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Problem } from '../../shared/problem.ts'

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
 * Keeps the bytes of an object, whole and on the disk or not at all, and resolves to where. Bytes that are already
 * kept stay as they are. A file is hashed again while it is copied: one that changed after it was read is refused.
 * Errors: `no-room` when the disk is full, `failed` when the file changed.
 */
export async function keepEvidence(
  casePath: string,
  sha256: string,
  from: { readonly path: string } | { readonly bytes: Uint8Array },
): Promise<string> {
  const target = evidencePath(casePath, sha256)
  const size = 'bytes' in from ? from.bytes.byteLength : (await stat(from.path)).size
  if (await isKept(target, size)) return target
  const beside = join(casePath, 'tmp', `${sha256}.${randomBytes(6).toString('hex')}.part`)
  try {
    const file = await open(beside, 'wx')
    try {
      if ('bytes' in from) await file.writeFile(from.bytes)
      else await copy(from.path, file, sha256)
      await file.chmod(0o444)
      await file.sync()
    } finally {
      await file.close()
    }
    await moveIn(beside, target)
  } catch (error) {
    await rm(beside, { force: true })
    throw fullDisk(error) ? new Problem('no-room', noRoom(casePath), { cause: error }) : error
  }
  return target
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

/** Names (SHA-256) of all evidence files, one folder of a 256th of them at a time. */
export async function* evidenceNames(casePath: string): AsyncGenerator<readonly string[]> {
  const folders = await readdir(join(casePath, 'evidence'))
  for (const folder of folders.sort()) {
    if (/^[0-9a-f]{2}$/.test(folder)) yield await readdir(join(casePath, 'evidence', folder))
  }
}

async function isKept(target: string, size: number): Promise<boolean> {
  const there = await stat(target).catch(() => null)
  return there !== null && there.size === size
}

const chunkBytes = 1 << 20

async function copy(path: string, to: FileHandle, sha256: string): Promise<void> {
  const from = await open(path, 'r')
  try {
    const hash = createHash('sha256')
    const buffer = Buffer.allocUnsafe(chunkBytes)
    for (;;) {
      const { bytesRead } = await from.read(buffer, 0, chunkBytes, null)
      if (bytesRead === 0) break
      const part = buffer.subarray(0, bytesRead)
      hash.update(part)
      await to.writeFile(part)
    }
    if (hash.digest('hex') !== sha256) {
      throw new Problem('failed', `${path} changed while it was imported; import it again when nobody writes to it`)
    }
  } finally {
    await from.close()
  }
}

async function moveIn(beside: string, target: string): Promise<void> {
  try {
    await rename(beside, target)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
    await mkdir(dirname(target), { recursive: true })
    await rename(beside, target)
  }
}

function fullDisk(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
}
