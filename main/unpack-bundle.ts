import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BundleHead } from '../shared/bundle.ts'
import type { Progress } from '../shared/job.ts'
import { Problem } from '../shared/problem.ts'
import { decrypted } from './custody/age.ts'
import { takeApart } from './custody/bundle-files.ts'
import { filesOf } from './custody/tar-stream.ts'

/** What a thread unpacks. */
export interface Unpacking {
  readonly kind: 'unpack'
  readonly path: string
  readonly passphrase: string
  /** A folder that is not there yet; null: only marks are wanted, whose text is answered. */
  readonly to: string | null
}

/**
 * Unpacks a bundle into a folder, every file of it with the hash that it was packed with.
 * Errors: `not-found`, `refused` (another passphrase, or not what was asked for), `bad-input`, `no-room`.
 */
export async function unpackBundle(
  { path, passphrase, to }: Unpacking,
  report: (progress: Progress) => void,
): Promise<{
  readonly head: BundleHead
  readonly files: number
  readonly bytes: number
  readonly marks: string | null
}> {
  const status = await stat(path).catch(() => null)
  if (!status?.isFile()) throw new Problem('not-found', `there is no file '${path}'`)
  let read = 0
  let files = 0
  const source = async function* () {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
      read += piece.length
      report(at(files, read, status.size))
      yield piece as Uint8Array
    }
  }
  let marks: string | null = null
  const taken = await takeApart(
    filesOf(decrypted(source(), passphrase)),
    async ({ contents }) => {
      if ((contents === 'marks') !== (to === null)) throw new Problem('refused', otherThan[contents])
      if (to === null) return
      await mustHaveRoom(dirname(to), status.size)
      await mkdir(to)
    },
    async (name, size, pieces) => {
      files++
      if (to === null) marks = await textOf(name, size, pieces)
      else await write(join(to, name), pieces)
    },
  )
  return { ...taken, marks }
}

const otherThan = {
  marks:
    'this bundle holds what people say of events and no case: open the case that it is about and bring it in there',
  case: 'this bundle holds a case: say the folder that it shall become',
  'without-evidence': 'this bundle holds a case: say the folder that it shall become',
} as const satisfies Record<BundleHead['contents'], string>

async function write(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const mode = /[\\/]evidence[\\/]..[\\/][0-9a-f]{64}$/.test(path) ? 0o444 : 0o644
  await pipeline(Readable.from(pieces), createWriteStream(path, { flags: 'wx', mode }))
}

/** A text has to fit into memory, several times over. */
const mostMarks = 200 << 20

async function textOf(name: string, size: number, pieces: AsyncIterable<Uint8Array>): Promise<string> {
  if (name !== 'marks.json') throw new Problem('bad-input', `a bundle of marks holds '${name}', which are none`)
  if (size > mostMarks) throw new Problem('bad-input', `the marks are larger than ${mostMarks >> 20} MB`)
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all).toString('utf8')
}

/** A bundle is not compressed: what comes out is no more than what went in. */
async function mustHaveRoom(folder: string, bytes: number): Promise<void> {
  const there = await statfs(folder).catch(() => null)
  if (there === null) throw new Problem('not-found', `there is no folder '${folder}' to unpack into`)
  if (there.bavail * there.bsize < bytes)
    throw new Problem('no-room', `the disk that holds ${folder} has no room for ${bytes.toLocaleString('en-US')} bytes`)
}

function at(files: number, read: number, size: number): Progress {
  return {
    phase: read === 0 ? 'computing the key' : 'unpacking',
    objects: { done: files, total: null },
    bytes: { done: read, total: size },
    rows: files,
    rowsPerSecond: 0,
    secondsLeft: null,
  }
}
