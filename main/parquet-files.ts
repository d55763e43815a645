import { closeSync, constants, copyFileSync, linkSync, openSync, rmSync, writeSync } from 'node:fs'
import type { Batch, DecodedObject, ParquetFile } from '../shared/batch.ts'
import type { Content } from './decode/content.ts'
import { evidencePath } from './store/evidence.ts'

/**
 * The parquet of one batch, where DuckDB may read it: in the evidence, where the object itself is parquet and was copied
 * there, else as a file in `tmp` until the batch is committed. `stem`: how the names of those begin.
 */
export class ParquetFiles {
  readonly #casePath: string
  readonly #stem: string
  readonly #files: ParquetFile[] = []
  /** Objects that are parquet as they lie, and are not yet kept. */
  #asStored: number[] = []

  constructor(casePath: string, stem: string) {
    this.#casePath = casePath
    this.#stem = stem
  }

  /** `isStored`: the content is the object as it is stored, not an entry of it. */
  async add(o: number, content: Content, isStored: boolean): Promise<void> {
    if (isStored && !content.isCompressed) {
      this.#asStored.push(o)
      return
    }
    await writeContent(content, this.#temporary(o))
  }

  /** After the objects of one file were kept, or not, which may be out of turn; `place`: of the first of them. */
  kept(objects: readonly DecodedObject[], place: number): void {
    const isOne = (o: number) => o >= place && o < place + objects.length
    for (const o of this.#asStored.filter(isOne)) {
      const object = objects[o - place]
      if (object?.keeping.kind === 'copied' && object.sha256 !== null) {
        this.#files.push({ o, path: evidencePath(this.#casePath, object.sha256), temporary: false })
      } else if (object?.keeping.kind === 'in-place') linkOrCopy(object.keeping.path, this.#temporary(o))
    }
    this.#asStored = this.#asStored.filter((o) => !isOne(o))
  }

  finish(): Batch['parquet'] {
    return this.#files.toSorted((a, b) => a.o - b.o)
  }

  discard(): void {
    removeTemporary(this.#files)
  }

  #temporary(o: number): string {
    const path = `${this.#stem}-${o}.parquet`
    this.#files.push({ o, path, temporary: true })
    return path
  }
}

/** Of a batch that is committed, or that nobody will commit. */
export function removeTemporary(files: readonly ParquetFile[]): void {
  for (const { path, temporary } of files) if (temporary) rmSync(path, { force: true })
}

export async function writeContent(content: Content, path: string): Promise<void> {
  const file = openSync(path, 'wx', 0o600)
  try {
    for await (const piece of content.open()) for (let at = 0; at < piece.length; ) at += writeSync(file, piece, at)
  } finally {
    closeSync(file)
  }
}

/** A link costs nothing, but cannot lead to another disk. */
export function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  }
}
