import { createHash } from 'node:crypto'
import type { DecodedObject } from '../../shared/batch.ts'
import { decodeStored, type Outcome, verdict } from './decode-stored.ts'
import type { Sink } from './lines.ts'
import { fileAt, headOf, held, type Stored, Unreadable } from './stored.ts'
import { type Entry, isZip, zipEntries } from './unzip.ts'

/** What is known of an object before it is read. */
export interface ObjectAbout {
  readonly uri: string
  readonly bytes: number
  readonly modifiedAt: string | null
  readonly metadata: Readonly<Record<string, unknown>> | null
  /** Format that the person forces, or null. */
  readonly as: string | null
}

/** A DecodedObject whose keeping is the caller's to decide; of a member only where it lies is known. */
export interface Decoded extends Omit<DecodedObject, 'keeping'> {
  readonly member: { readonly of: number; readonly entry: number } | null
}

/**
 * Reads a file, or bytes that are no archive, as one object, and every entry of it as one more when it is a zip archive: hashes, opens the
 * wrappings, recognises the format and hands framed lines to the sink. What is wrong with an object is in its state and
 * reason; only a failing disk or sink throws. `nextO` hands out places in the batch; the answer is in their order.
 */
export async function decodeObject(
  from: string | Buffer,
  about: ObjectAbout,
  sink: Sink,
  nextO: () => number,
): Promise<Decoded[]> {
  const o = nextO()
  const stored = typeof from === 'string' ? fileAt(from) : held(from)
  const { sha256, bytes } = await digest(stored)
  const head = await headOf(stored, 8)
  const object = (outcome: Outcome): Decoded => ({
    uri: about.uri,
    bytes,
    sha256,
    modifiedAt: about.modifiedAt,
    metadata: about.metadata,
    member: null,
    ...outcome,
  })
  if (typeof from !== 'string' || !isZip(head))
    return [object(await decodeStored(stored, { uri: about.uri, bytes, as: about.as }, sink, o))]

  const members: Decoded[] = []
  try {
    for await (const entry of zipEntries(from, bytes)) members.push(await decodeMember(entry, about, sink, o, nextO()))
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    const state = members.length === 0 ? 'rejected' : 'partial'
    return [object({ ...verdict('rejected', error.message), state }), ...members]
  }
  if (members.length === 0) return [object(verdict('rejected', 'a zip archive without entries'))]
  return [object({ ...verdict('stored', null), format: 'zip' }), ...members]
}

async function decodeMember(
  entry: Entry,
  about: ObjectAbout,
  sink: Sink,
  archive: number,
  o: number,
): Promise<Decoded> {
  const member = {
    uri: `${about.uri}!/${entry.name}`,
    modifiedAt: entry.modifiedAt,
    metadata: null,
    member: { of: archive, entry: entry.place },
  }
  try {
    const stored = await entry.read()
    const { sha256, bytes } = await digest(stored)
    if (isZip(await headOf(stored, 8))) {
      return {
        ...member,
        bytes,
        sha256,
        ...verdict('rejected', 'refused: a zip archive inside a zip archive; unpack it and import the result'),
      }
    }
    return {
      ...member,
      bytes,
      sha256,
      ...(await decodeStored(stored, { uri: member.uri, bytes, as: about.as }, sink, o)),
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { ...member, bytes: entry.bytes, sha256: null, ...verdict('rejected', error.message) }
  }
}

async function digest(stored: Stored): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const piece of stored.open()) {
    hash.update(piece)
    bytes += piece.length
  }
  return { sha256: hash.digest('hex'), bytes }
}
