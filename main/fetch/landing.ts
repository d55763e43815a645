import { closeSync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs'
import type { Packed, Packs } from './packs.ts'

/** An object that is no larger is held in memory until it is whole, and then packed with others, bytes. */
const small = 64 << 10

/** Trouble of our own disk, as opposed to that of the endpoint. */
export class DiskError extends Error {}

/** Where the bytes of one download come down: in memory while they are few, else in a file of their own. */
export class Landing {
  readonly #path: string
  readonly #packs: Packs
  #parts: Uint8Array[] = []
  #held = 0
  #file: number | null = null

  constructor(path: string, packs: Packs) {
    this.#path = path
    this.#packs = packs
  }

  /** Errors: `DiskError`. */
  write(part: Uint8Array, at: number): void {
    this.#parts.push(part)
    this.#held += part.length
    if (this.#file !== null || this.#held > small) this.#spill(at + part.length - this.#held)
  }

  /** What came so far is not wanted. */
  restart(): void {
    this.#parts = []
    this.#held = 0
    if (this.#file !== null) ftruncateSync(this.#file, 0)
  }

  /** A zip archive is read from its end, so it gets a file whatever its size. Errors: `DiskError`. */
  end(): { readonly path: string; readonly packed: null } | { readonly path: null; readonly packed: Packed } {
    const isZip = this.#parts[0]?.[0] === 0x50 && this.#parts[0]?.[1] === 0x4b
    if (this.#file === null && !isZip) {
      const bytes = Buffer.concat(this.#parts)
      return { path: null, packed: onDisk(() => this.#packs.add(bytes)) }
    }
    if (this.#file === null) this.#spill(0)
    this.#close()
    return { path: this.#path, packed: null }
  }

  discard(): void {
    if (this.#file === null) return
    this.#close()
    rmSync(this.#path, { force: true })
  }

  #spill(from: number): void {
    onDisk(() => {
      this.#file ??= openSync(this.#path, 'w', 0o600)
      let at = from
      for (const part of this.#parts) {
        for (let done = 0; done < part.length; )
          done += writeSync(this.#file, part, done, part.length - done, at + done)
        at += part.length
      }
    })
    this.#parts = []
    this.#held = 0
  }

  #close(): void {
    if (this.#file !== null) closeSync(this.#file)
    this.#file = null
  }
}

function onDisk<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throw new DiskError('our own disk', { cause })
  }
}
