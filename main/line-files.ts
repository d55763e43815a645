import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import type { Batch } from '../shared/batch.ts'
import type { Format } from './decode/format.ts'
import { isShreddable, Shredder } from './decode/shred/shredder.ts'

/** The files of framed lines, and of records taken apart, of one batch: one a decoder. */
export class LineFiles {
  readonly #stem: string
  readonly #shredders = new Map<string, { path: string; fd: number; shredder: Shredder }>()
  readonly #files = new Map<string, { path: string; fd: number; records: number; longest: number }>()

  constructor(stem: string) {
    this.#stem = stem
  }

  write(decoder: string, lines: Uint8Array, records: number, longest: number): void {
    let file = this.#files.get(decoder)
    if (!file) {
      const path = `${this.#stem}-${decoder}.jsonl`
      file = { path, fd: openSync(path, 'w', 0o600), records: 0, longest: 0 }
      this.#files.set(decoder, file)
    }
    writeAll(file.fd, lines)
    file.records += records
    file.longest = Math.max(file.longest, longest)
  }

  shredder(format: Format): Shredder | null {
    if (!isShreddable(format)) return null
    let file = this.#shredders.get(format.id)
    if (!file) {
      const path = `${this.#stem}-${format.id}.records`
      const fd = openSync(path, 'w', 0o600)
      file = { path, fd, shredder: shredderOf(format) }
      file.shredder.begin((bytes) => writeAll(fd, bytes))
      this.#shredders.set(format.id, file)
    }
    return file.shredder
  }

  finish(): Batch['lines'] {
    const finished = [...this.#shredders].map(([decoder, file]) => ({
      ...file,
      decoder,
      records: file.shredder.finish(),
    }))
    const shredded = finished.flatMap(({ decoder, path, fd, records }) => {
      closeSync(fd)
      if (records > 0) return [{ decoder, path, records, longest: 0, shredded: true as const }]
      rmSync(path)
      return []
    })
    const framed = [...this.#files].map(([decoder, { path, fd, records, longest }]) => {
      closeSync(fd)
      return { decoder, path, records, longest }
    })
    return [...shredded, ...framed]
  }

  discard(): void {
    for (const { shredder } of this.#shredders.values()) shredder.abandon()
    for (const { path, fd } of [...this.#files.values(), ...this.#shredders.values()]) {
      closeSync(fd)
      rmSync(path, { force: true })
    }
  }
}

const shredders = new Map<string, Shredder>()

/** One a format: a thread reads one batch at a time. */
function shredderOf(format: Format): Shredder {
  const shredder = shredders.get(format.id) ?? new Shredder(format.columns)
  shredders.set(format.id, shredder)
  return shredder
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
}
