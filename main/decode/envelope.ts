import type { Format } from './format.ts'
import { limits } from './limits.ts'

/**
 * A record that only carries others. What is inside is read in its place, and each piece of it gets an ordinal of its
 * own. Whether a record is an envelope and how many pieces it holds follows from its bytes alone, never from its name
 * or from what the person forces: so the ordinals are the same when a record is read back years later.
 */
export interface Envelope {
  matches(names: ReadonlySet<string>, fields: ReadonlyMap<string, Buffer>): boolean
  /** Tools wrap whole files so. Inside of another envelope such a record is what an application logged. */
  readonly outermost?: true
  /** What is inside is as it was before somebody passed it on: read as if it stood alone, wrappings of tools and all. */
  readonly isCarrier?: true
  /** What is inside, in order; never empty. */
  open(fields: ReadonlyMap<string, Buffer>, record: Buffer): readonly Piece[]
}

/** Something inside an envelope, or why it is none or no log. */
export type Piece = Content | { readonly kind: 'bad' | 'passed'; readonly reason: string }

/** A JSON object inside an envelope. */
export interface Content {
  readonly kind: 'record'
  readonly record: Buffer
  /** The text inside the envelope that it is from, as its service logged it: shown as the record. Null: the envelope is. */
  readonly logged: Buffer | null
  /** JSON object of what the envelope says besides: formats that have a column `@envelope` get it there. */
  readonly about: (() => Buffer) | null
  /** What is read when no format knows the record. The record itself: nothing is inside, so it is not opened again. */
  readonly otherwise: Buffer | null
  /** The text log that it is a line of. */
  readonly line?: Format
  readonly flags: readonly string[]
}

/** A record inside as it stands there, which may be an envelope again. `logged`: it is shown by itself. */
export const recordPiece = (record: Buffer, logged: Buffer | null = null): Content => ({
  kind: 'record',
  record,
  logged,
  about: null,
  otherwise: null,
  flags: [],
})

/** Said of an envelope that holds more than limits.pieces. */
export const tooMany: Piece = { kind: 'bad', reason: `more than ${limits.pieces} records inside one` }

/** The fields of an envelope as a JSON object, without those that are named. */
export function aboutOf(fields: ReadonlyMap<string, Buffer>, ...without: readonly string[]): Buffer {
  const kept = [...fields].filter(([name]) => !without.includes(name))
  return objectOf(kept)
}

export function objectOf(fields: Iterable<readonly [string, Buffer | string]>): Buffer {
  const parts = [...fields].map(([name, value]) =>
    Buffer.concat([Buffer.from(`${JSON.stringify(name)}:`), Buffer.from(value)]),
  )
  return Buffer.concat([
    Buffer.from('{'),
    ...parts.flatMap((part, i) => (i === 0 ? [part] : [Buffer.from(','), part])),
    Buffer.from('}'),
  ])
}
