import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { parentPort } from 'node:worker_threads'
import { unwrap } from './decode/content.ts'
import { fileAt, type Stored } from './decode/stored.ts'
import { zipEntries } from './decode/unzip.ts'

/** A file of evidence, and what of its contents is asked beside the hash of its bytes. */
export interface EvidenceFile {
  readonly path: string
  /** As the ledger has it. */
  readonly sha256: string
  readonly contents: readonly {
    readonly objectId: number
    /** Place in the archive, when the file is one. */
    readonly entry: number | null
    /** Give the inflated bytes too: of a digest, a list of keys, a sign file. */
    readonly whole: boolean
  }[]
}

/** What a file is found to be now. */
export interface FoundFile {
  readonly bytes: number
  readonly state: 'same' | 'altered' | 'missing' | 'unreadable'
  readonly reason: string | null
  readonly contents: readonly {
    readonly objectId: number
    /** SHA-256 of all that it inflates to; null when nothing can be read. */
    readonly sha256: string | null
    readonly damage: string | null
    readonly whole: Uint8Array | null
  }[]
}

/** Larger ones are no digest, key list or sign file. */
const mostWhole = 64 << 20

const port = parentPort
if (!port) throw new Error('verify-worker is started as a worker thread')
port.on('message', (files: readonly EvidenceFile[]) => {
  void Promise.all(files.map(look)).then((found) => port.postMessage(found))
})

async function look({ path, sha256, contents }: EvidenceFile): Promise<FoundFile> {
  let bytes = 0
  try {
    bytes = statSync(path).size
    const file = fileAt(path)
    if ((await hashOf(file.open())) !== sha256)
      return { bytes, state: 'altered', reason: 'its bytes are no longer those that were imported', contents: [] }
    return { bytes, state: 'same', reason: null, contents: await contentsOf(file, path, bytes, contents) }
  } catch (error) {
    const isGone = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return { bytes, state: isGone ? 'missing' : 'unreadable', reason: said(error), contents: [] }
  }
}

async function contentsOf(
  file: Stored,
  path: string,
  bytes: number,
  asked: EvidenceFile['contents'],
): Promise<FoundFile['contents']> {
  const own = asked.filter(({ entry }) => entry === null)
  const found = await Promise.all(own.map((each) => contentOf(each, file, bytes)))
  const members = new Map(asked.filter(({ entry }) => entry !== null).map((each) => [each.entry, each]))
  if (members.size === 0) return found
  for await (const entry of zipEntries(path, bytes)) {
    const each = members.get(entry.place)
    if (each) found.push(await entry.read().then((stored) => contentOf(each, stored, entry.bytes)))
  }
  return found
}

async function contentOf(
  { objectId, whole }: EvidenceFile['contents'][number],
  stored: Stored,
  bytes: number,
): Promise<FoundFile['contents'][number]> {
  try {
    const content = await unwrap(stored, bytes)
    const parts: Buffer[] = []
    let length = 0
    const hash = createHash('sha256')
    for await (const piece of content.open()) {
      hash.update(piece)
      length += piece.length
      if (whole && length <= mostWhole) parts.push(piece)
    }
    const kept = whole && length <= mostWhole ? Buffer.concat(parts) : null
    return { objectId, sha256: hash.digest('hex'), damage: content.damage, whole: kept }
  } catch (error) {
    return { objectId, sha256: null, damage: said(error), whole: null }
  }
}

async function hashOf(pieces: AsyncIterable<Buffer>): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
