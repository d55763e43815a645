import { appendFile, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { Batch } from '../../../shared/batch.ts'
import type { Decoder } from '../../../shared/decoder.ts'
import { Problem } from '../../../shared/problem.ts'
import type { Db } from '../db.ts'
import { framedLines } from './framed-lines.ts'
import { tryLines } from './insert-lines.ts'

export type Lines = Batch['lines'][number]

/** Lines that can be inserted, and the objects whose lines cannot, with the reason. */
export interface Sorted {
  readonly lines: readonly Lines[]
  readonly hostile: ReadonlyMap<number, string>
}

/**
 * After a batch has failed as a whole: gives each object files of its own and reads each by itself, so that one bad
 * object costs nobody but itself. The files go into a folder within `tmp`, which the caller removes.
 */
export async function oneByOne(
  db: Db,
  batch: Batch,
  decoders: ReadonlyMap<string, Decoder>,
  folder: string,
): Promise<Sorted> {
  const lines: Lines[] = []
  const hostile = new Map<number, string>()
  for (const file of batch.lines) {
    const decoder = decoderOf(file, decoders)
    if (file.shredded) {
      lines.push(file)
      await search(db, decoder, file, 0, batch.objects.length - 1, hostile)
      continue
    }
    for (const [o, own] of await split(file, folder)) {
      const reason = await tryOut(db, tryLines(decoder, own))
      if (reason === null) lines.push(own)
      else hostile.set(o, reason)
    }
  }
  return { lines, hostile }
}

/** Finds the objects from `first` to `last` whose records cannot be read, by halves: few are, and a file holds hundreds. */
async function search(
  db: Db,
  decoder: Decoder,
  file: Lines,
  first: number,
  last: number,
  hostile: Map<number, string>,
): Promise<void> {
  const reason = await tryOut(db, tryLines(decoder, file, [first, last]))
  if (reason === null) return
  if (first === last) {
    hostile.set(first, reason)
    return
  }
  const middle = Math.floor((first + last) / 2)
  await search(db, decoder, file, first, middle, hostile)
  await search(db, decoder, file, middle + 1, last, hostile)
}

/** The decoder of a file of lines. One that is not there is a mistake of the program, not of an object. */
export function decoderOf(file: Lines, decoders: ReadonlyMap<string, Decoder>): Decoder {
  const decoder = decoders.get(file.decoder)
  if (!decoder) throw new Error(`no decoder is named ${JSON.stringify(file.decoder)}`)
  return decoder
}

/** A folder for `oneByOne`. */
export async function apart(tmp: string): Promise<string> {
  return mkdtemp(join(tmp, 'apart-'))
}

async function split(file: Lines, folder: string): Promise<ReadonlyMap<number, Lines>> {
  const own = new Map<number, { decoder: string; path: string; records: number; longest: number }>()
  const name = (o: number): string => join(folder, `${o}-${file.decoder.replace(/[^a-z0-9-]/gi, '_')}.lines`)
  for await (const lines of framedLines(file.path)) {
    let run: Buffer[] = []
    for (const [i, { o, bytes }] of lines.entries()) {
      const lot = own.get(o) ?? { decoder: file.decoder, path: name(o), records: 0, longest: 0 }
      own.set(o, lot)
      lot.records++
      lot.longest = Math.max(lot.longest, bytes.length)
      run.push(bytes, newline)
      if (lines[i + 1]?.o !== o) {
        await appendFile(lot.path, Buffer.concat(run))
        run = []
      }
    }
  }
  return own
}

const newline = Buffer.from('\n')

async function tryOut(db: Db, question: string): Promise<string | null> {
  try {
    await db.run(question)
    return null
  } catch (error) {
    if ((error instanceof Problem && error.code !== 'failed') || isOurs(error)) throw error
    return error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 500) : String(error)
  }
}

/** A decoder whose SQL is wrong fails on every object: that is our mistake, not the objects'. */
function isOurs(error: unknown): boolean {
  return error instanceof Error && /^(Binder|Parser|Catalog|Not implemented) Error/.test(error.message)
}
