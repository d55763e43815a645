import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Where the bytes of a small object lie in a file that holds many. */
export interface Packed {
  readonly path: string
  readonly from: number
}

/** A pack that has grown to this is followed by the next, bytes. */
const fullPack = 32 << 20

/**
 * Files that hold many small objects one after the other: to make a file for each costs more than to fetch it. A pack
 * is removed when all of its objects were given back.
 */
export class Packs {
  readonly #folder: string
  readonly #inUse = new Map<string, number>()
  #open: { readonly path: string; readonly file: number; size: number } | null = null
  #number = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  add(bytes: Uint8Array): Packed {
    const pack = this.#open ?? this.#next()
    for (let done = 0; done < bytes.length; )
      done += writeSync(pack.file, bytes, done, bytes.length - done, pack.size + done)
    const packed = { path: pack.path, from: pack.size }
    pack.size += bytes.length
    this.#inUse.set(pack.path, (this.#inUse.get(pack.path) ?? 0) + 1)
    if (pack.size >= fullPack) this.#end()
    return packed
  }

  /** The object is kept elsewhere now, or wanted no more. */
  release({ path }: Packed): void {
    const left = (this.#inUse.get(path) ?? 1) - 1
    this.#inUse.set(path, left)
    if (left > 0 || this.#open?.path === path) return
    this.#inUse.delete(path)
    rmSync(path, { force: true })
  }

  close(): void {
    this.#end()
    for (const path of this.#inUse.keys()) rmSync(path, { force: true })
    this.#inUse.clear()
  }

  #next() {
    const path = join(this.#folder, `pack-${this.#number++}`)
    this.#open = { path, file: openSync(path, 'w', 0o600), size: 0 }
    return this.#open
  }

  #end(): void {
    if (this.#open) closeSync(this.#open.file)
    this.#open = null
  }
}
