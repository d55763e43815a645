import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve, sep } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Refusal } from './route.ts'

/** Stays free on the disk of the temporary folder, bytes: staging is not all that lives there. */
const reserve = 256 * 1024 * 1024
const checkEvery = 64 * 1024 * 1024

interface Batch {
  readonly folder: string
  /** Names that were received or are being received, without case. */
  readonly names: Set<string>
  /** Its import has started: what would still come would be in no case. */
  sealed: boolean
}

/**
 * Where dropped files wait for their import: a folder for each batch in a folder of this user's own under the system's
 * temporary folder. A file appears under its name when all of it is there.
 */
export class Staging {
  readonly #batches = new Map<string, Batch>()
  readonly #free: (folder: string) => Promise<number>
  #root: Promise<string> | null = null
  #next = 0

  constructor(free: (folder: string) => Promise<number> = freeBytes) {
    this.#free = free
  }

  /** Receives one file; `bytes` is its announced size, or null. Answers the folder of its batch. */
  async receive(id: string, name: readonly string[], bytes: number | null, body: Readable): Promise<string> {
    const root = await this.#open()
    await this.#checkRoom(root, bytes ?? 0)
    const batch = this.#batch(root, id)
    const key = name.join('/').toLowerCase()
    if (batch.sealed) throw new Refusal(409, 'refused', `the import of batch '${id}' has already started`)
    if (batch.names.has(key)) throw new Refusal(409, 'refused', `'${name.join('/')}' is already in batch '${id}'`)

    batch.names.add(key)
    const part = join(root, `part-${this.#next++}`)
    try {
      await pipeline(body, this.#watchRoom(root), createWriteStream(part, { flags: 'wx', mode: 0o600 }))
      const file = join(batch.folder, ...name)
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await rename(part, file)
      return batch.folder
    } catch (error) {
      batch.names.delete(key)
      await rm(part, { force: true })
      throw isClash(error) ? new Refusal(409, 'refused', `'${name.join('/')}' is already a folder or a file`) : error
    }
  }

  /** The batches that lie among these paths. */
  batchesOf(paths: readonly string[]): readonly string[] {
    const inside = (folder: string) => paths.some((path) => `${resolve(path)}${sep}`.startsWith(`${folder}${sep}`))
    return [...this.#batches].filter(([, batch]) => inside(batch.folder)).map(([id]) => id)
  }

  /** Takes nothing more into a batch, or takes files again when its import did not start. */
  seal(id: string, sealed: boolean): void {
    const batch = this.#batches.get(id)
    if (batch) batch.sealed = sealed
  }

  /** Its import has ended: what the case keeps, it has. */
  async remove(id: string): Promise<void> {
    const batch = this.#batches.get(id)
    this.#batches.delete(id)
    if (batch) await rm(batch.folder, { recursive: true, force: true })
  }

  async close(): Promise<void> {
    this.#batches.clear()
    const root = await this.#root
    this.#root = null
    if (root !== null) await rm(root, { recursive: true, force: true })
  }

  #open(): Promise<string> {
    this.#root ??= mkdtemp(join(tmpdir(), 'coldtrail-upload-'))
    return this.#root
  }

  #batch(root: string, id: string): Batch {
    const known = this.#batches.get(id)
    if (known) return known
    const batch: Batch = { folder: join(root, `batch-${this.#next++}`), names: new Set(), sealed: false }
    this.#batches.set(id, batch)
    return batch
  }

  async #checkRoom(root: string, bytes: number): Promise<void> {
    const free = await this.#free(root)
    if (free - bytes >= reserve) return
    const mb = (count: number) => `${Math.round(count / 1e6)} MB`
    const message = `no room in the temporary folder '${tmpdir()}': ${mb(bytes)} to come, ${mb(free)} free; set TMPDIR to a larger disk`
    throw new Refusal(507, 'no-room', message)
  }

  /** The size that was announced may be missing, and others fill the disk too. */
  #watchRoom(root: string): Transform {
    let unchecked = 0
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        unchecked += chunk.length
        if (unchecked < checkEvery) return done(null, chunk)
        unchecked = 0
        this.#checkRoom(root, 0).then(() => done(null, chunk), done)
      },
    })
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

function isClash(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return code === 'EEXIST' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ENOTEMPTY'
}
