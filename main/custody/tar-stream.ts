import { Header } from 'tar'
import { Problem } from '../../shared/problem.ts'

/** A file for a tar: its size is what `open` gives, byte for byte. */
export interface TarFile {
  readonly path: string
  readonly size: number
  open(): AsyncIterable<Uint8Array>
}

const block = 512
const nothing = Buffer.alloc(block)

/** Files one after another as a tar (ustar), in pieces. Error: a file is longer or shorter than it was said to be. */
export async function* tarOf(files: Iterable<TarFile> | AsyncIterable<TarFile>): AsyncGenerator<Uint8Array> {
  for await (const { path, size, open } of files) {
    const head = Buffer.alloc(block)
    const header = new Header({ path, size, type: 'File', mode: 0o644, uid: 0, gid: 0, mtime: new Date(0) })
    if (header.encode(head)) throw new Error(`the name '${path}' is too long for a bundle`)
    yield head
    let given = 0
    for await (const piece of open()) {
      given += piece.length
      if (given > size) break
      yield piece
    }
    if (given !== size) throw new Error(`'${path}' changed while it was packed`)
    if (size % block > 0) yield nothing.subarray(size % block)
  }
  yield nothing
  yield nothing
}

/** A file of a tar that is being read. Its content has to be read to the end before the next one comes. */
export interface TarEntry {
  readonly path: string
  readonly size: number
  readonly content: AsyncIterable<Uint8Array>
}

/**
 * The files of a tar as they come. Only plain files: links, folders, devices and extended headers are refused, for bundles
 * have none. Error `bad-input`: it is no such tar, or ends early.
 */
export async function* filesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarEntry> {
  const bytes = new Bytes(source)
  for (;;) {
    const head = await bytes.take(block)
    const header = new Header(head)
    if (header.nullBlock) {
      if (!new Header(await bytes.take(block)).nullBlock || (await bytes.some(1)) !== null)
        throw new Problem('bad-input', 'the bundle goes on after its end')
      return
    }
    const { path, size, type, cksumValid } = header
    if (!cksumValid || path === undefined || size === undefined)
      throw new Problem('bad-input', 'the bundle is damaged: a header in it does not have its checksum')
    if (type !== 'File')
      throw new Problem('refused', `the bundle holds '${path}', which is a ${type}, and only files are taken`)
    let left = size
    const content = async function* () {
      while (left > 0) {
        const piece = await bytes.some(left)
        if (piece === null) throw new Problem('bad-input', 'the bundle ends early')
        left -= piece.length
        yield piece
      }
    }
    yield { path, size, content: content() }
    if (left > 0) throw new Error(`'${path}' was not read to its end`)
    if (size % block > 0) await bytes.take(block - (size % block))
  }
}

/** Bytes of a stream by number. */
class Bytes {
  readonly #source: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]()
  }

  /** At least one and at most so many; null at the end. */
  async some(most: number): Promise<Uint8Array | null> {
    while (this.#rest.length === 0) {
      const { value, done } = await this.#source.next()
      if (done) return null
      this.#rest = value
    }
    const piece = this.#rest.subarray(0, most)
    this.#rest = this.#rest.subarray(piece.length)
    return piece
  }

  async take(count: number): Promise<Buffer> {
    const pieces: Uint8Array[] = []
    for (let left = count; left > 0; ) {
      const piece = await this.some(left)
      if (piece === null) throw new Problem('bad-input', 'the bundle ends early')
      pieces.push(piece)
      left -= piece.length
    }
    return Buffer.concat(pieces)
  }
}
