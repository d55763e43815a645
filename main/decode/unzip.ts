import { crc32 } from 'node:zlib'
import { open, type Entry as RawEntry, type ZipFile } from 'yauzl'
import { limits } from './limits.ts'
import { held, type Stored, Unreadable } from './stored.ts'

/** An entry of a zip archive that is no folder. */
export interface Entry {
  /** Place among all entries of the archive, from 0: what readRecord asks for. */
  readonly place: number
  /** Text of whoever made the archive: shown, never used as a path. */
  readonly name: string
  /** As the archive claims. */
  readonly bytes: number
  readonly modifiedAt: string | null
  /** The content, checked; throws Unreadable. */
  read(): Promise<Stored>
}

export function isZip(head: Uint8Array): boolean {
  const [p, k, a, b] = head
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6) || (a === 7 && b === 8))
}

/** The entries in their order, while the archive is open. Throws Unreadable when the archive itself is broken. */
export async function* zipEntries(path: string, bytes: number): AsyncGenerator<Entry> {
  const zip = await openZip(path)
  let inflated = 0
  try {
    if (zip.entryCount > limits.entries)
      throw new Unreadable(`refused: a zip archive of ${zip.entryCount} entries (at most ${limits.entries} are read)`)
    for (let place = 0; ; place++) {
      const raw = await nextEntry(zip)
      if (raw === null) return
      // Entries may overlap, so that each is modest and all together are a bomb.
      inflated += raw.uncompressedSize
      if (inflated > limits.held && inflated > bytes * limits.ratio) throw new Unreadable(bomb(bytes, inflated))
      const name = nameOf(raw)
      if (name.endsWith('/') && raw.uncompressedSize === 0) continue
      yield { place, name, bytes: raw.uncompressedSize, modifiedAt: modifiedAt(raw), read: () => contentOf(zip, raw) }
    }
  } finally {
    zip.close()
  }
}

function openZip(path: string): Promise<ZipFile> {
  // Names stay bytes: yauzl would refuse the whole archive for one entry called ../x.
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: true }
  return new Promise((resolve, reject) => {
    open(path, options, (error, zip) => (error ? reject(broken(error)) : resolve(zip)))
  })
}

function nextEntry(zip: ZipFile): Promise<RawEntry | null> {
  return new Promise((resolve, reject) => {
    const settle = () =>
      zip.removeListener('entry', onEntry).removeListener('end', onEnd).removeListener('error', onError)
    const onEntry = (entry: RawEntry) => {
      settle()
      resolve(entry)
    }
    const onEnd = () => {
      settle()
      resolve(null)
    }
    const onError = (error: Error) => {
      settle()
      reject(broken(error))
    }
    zip.on('entry', onEntry).on('end', onEnd).on('error', onError)
    zip.readEntry()
  })
}

async function contentOf(zip: ZipFile, raw: RawEntry): Promise<Stored> {
  if ((raw.generalPurposeBitFlag & 1) !== 0)
    throw new Unreadable('encrypted: decrypt the archive first and import the result')
  if (raw.compressionMethod !== 0 && raw.compressionMethod !== 8)
    throw new Unreadable(`compressed by zip method ${raw.compressionMethod}, which this version cannot open`)
  const size = raw.uncompressedSize
  if (size > limits.inflated || (size > limits.held && size > raw.compressedSize * limits.ratio))
    throw new Unreadable(bomb(raw.compressedSize, size))
  const keep = size <= limits.held
  const parts: Buffer[] = []
  let sum = 0
  for await (const piece of piecesOf(zip, raw)) {
    sum = crc32(piece, sum)
    if (keep) parts.push(piece)
  }
  if (sum !== raw.crc32) throw new Unreadable('the checksum (CRC-32) of the archive entry does not match')
  return keep ? held(Buffer.concat(parts)) : { whole: null, open: () => piecesOf(zip, raw) }
}

async function* piecesOf(zip: ZipFile, raw: RawEntry): AsyncGenerator<Buffer> {
  try {
    const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
      zip.openReadStream(raw, (error, opened) => (error ? reject(error) : resolve(opened)))
    })
    for await (const piece of stream) yield piece as Buffer
  } catch (error) {
    throw broken(error as Error)
  }
}

const bomb = (from: number, to: number) => `refused: ${from} bytes inflate to ${to}, as only a decompression bomb does`
const broken = (error: Error) => new Unreadable(`broken zip archive: ${error.message}`)

/** Bit 11 says UTF-8 (APPNOTE 4.4.4); otherwise it is whatever the maker's machine wrote, most often ASCII. */
function nameOf(raw: RawEntry): string {
  const bytes = raw.fileName as unknown as Buffer
  const isUtf8 = (raw.generalPurposeBitFlag & 0x800) !== 0 || bytes.every((byte) => byte < 0x80)
  return bytes.toString(isUtf8 ? 'utf8' : 'latin1')
}

function modifiedAt(raw: RawEntry): string | null {
  const date = raw.getLastModDate()
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
