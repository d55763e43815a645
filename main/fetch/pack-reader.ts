import { closeSync, openSync, readSync } from 'node:fs'
import type { Packed } from './packs.ts'

/** Reads objects out of packs. Those of a batch lie in one or two, so the pack that was read last stays open. */
export class PackReader {
  #open: { readonly path: string; readonly file: number } | null = null

  read({ path, from }: Packed, bytes: number): Buffer {
    if (this.#open?.path !== path) {
      this.close()
      this.#open = { path, file: openSync(path, 'r') }
    }
    const { file } = this.#open
    const found = Buffer.allocUnsafe(bytes)
    for (let at = 0; at < bytes; ) {
      const length = readSync(file, found, at, bytes - at, from + at)
      if (length === 0) throw new Error(`${path} ends too soon`)
      at += length
    }
    return found
  }

  close(): void {
    if (this.#open) closeSync(this.#open.file)
    this.#open = null
  }
}
