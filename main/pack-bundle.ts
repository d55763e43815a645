import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BundleHead, BundleLeft } from '../shared/bundle.ts'
import type { Progress } from '../shared/job.ts'
import { encrypted } from './custody/age.ts'
import { bundleOf } from './custody/bundle-files.ts'
import type { TarFile } from './custody/tar-stream.ts'
import { hashFile } from './hash-file.ts'

/** What a thread packs. */
export interface Packing {
  readonly kind: 'pack'
  readonly head: Omit<BundleHead, 'left'>
  /** Files of the case. Where `orLeft` says which object lies there, it goes without it when it is not what was imported. */
  readonly files: readonly PackedFile[]
  /** A name that nothing has yet. */
  readonly to: string
  readonly passphrase: string
}

export interface PackedFile {
  /** Its name in the bundle. */
  readonly name: string
  readonly from: string
  readonly orLeft?: { readonly uri: string; readonly sha256: string }
}

/** More are counted, not named: what stands first in a bundle is short. */
const mostNamed = 20

/** Packs, encrypts and writes in one go; answers the size and hash of the file, and what is not in it. */
export async function packBundle(
  { head, files: asked, to, passphrase }: Packing,
  report: (progress: Progress) => void,
): Promise<{ readonly files: number; readonly bytes: number; readonly sha256: string; readonly left: BundleLeft }> {
  const target = createWriteStream(to, { flags: 'wx', mode: 0o600, flush: true })
  const { files, left } = await there(asked, report)
  const all = files.reduce((bytes, { size }) => bytes + size, 0)
  const pieces = bundleOf({ ...head, left }, Readable.from(files), (done, bytes) =>
    report(at('packing', { done, total: files.length }, { done: bytes, total: all })),
  )
  const hash = createHash('sha256')
  let bytes = 0
  const cipher = await encrypted(pieces, passphrase)
  await pipeline(
    Readable.from(cipher),
    async function* (source: AsyncIterable<Uint8Array>) {
      for await (const piece of source) {
        hash.update(piece)
        bytes += piece.length
        yield piece
      }
    },
    target,
  )
  return { files: files.length, bytes, sha256: hash.digest('hex'), left }
}

/** The files that can be packed, each as long as it is now: the audit log may grow meanwhile. */
async function there(asked: readonly PackedFile[], report: (progress: Progress) => void) {
  const files: TarFile[] = []
  const left: { uri: string; reason: string }[] = []
  for (const [done, { name, from, orLeft }] of asked.entries()) {
    report(at('looking at the files', { done, total: asked.length }))
    const reason = orLeft ? await whyNot(from, orLeft.sha256) : null
    if (orLeft && reason !== null) left.push({ uri: orLeft.uri.slice(0, 500), reason })
    else files.push(await onDisk(name, from))
  }
  return { files, left: { files: left.length, first: left.slice(0, mostNamed) } }
}

async function whyNot(path: string, sha256: string): Promise<string | null> {
  try {
    return (await hashFile(path)) === sha256 ? null : 'its bytes are no longer those that were imported'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return code === 'ENOENT' ? 'it is no longer where it was' : `it cannot be read (${code})`
  }
}

async function onDisk(path: string, from: string): Promise<TarFile> {
  const { size } = await stat(from)
  const open = () =>
    size === 0 ? Readable.from([]) : createReadStream(from, { end: size - 1, highWaterMark: 1 << 20 })
  return { path, size, open }
}

const nobodyKnows = { done: 0, total: null }

function at(phase: string, objects: Progress['objects'], bytes: Progress['bytes'] = nobodyKnows): Progress {
  return { phase, objects, bytes, rows: objects.done, rowsPerSecond: 0, secondsLeft: null }
}
