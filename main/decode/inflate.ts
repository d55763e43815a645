import { limits } from './limits.ts'
import { held, type Stored, Unreadable } from './stored.ts'

export interface Inflated {
  readonly content: Stored
  readonly bytes: number
  /** Why it ends before it should, when it does. */
  readonly damage: string | null
}

/** What an unpacking stream says when it stops before the end of what was packed. */
export interface Ending {
  damage: string | null
  /** So many bytes of what was yielded can be trusted, where that is not all of them. */
  sound: number | null
}

const newEnding = (): Ending => ({ damage: null, sound: null })

/** Unpacks a stream; of one that is cut short or damaged it yields what came before. */
export type Unpack = (pieces: AsyncIterable<Buffer>, ending: Ending) => AsyncIterable<Buffer>

/**
 * Unpacks once to judge the whole of it, and keeps what came out where it is small enough; otherwise it is unpacked
 * again whenever it is opened. Throws Unreadable when nothing is sound, or when only a bomb grows so. `outer`: stored
 * bytes of the object.
 */
export async function inflate(stored: Stored, unpack: Unpack, outer: number): Promise<Inflated> {
  const ending = newEnding()
  let parts: Buffer[] | null = []
  let bytes = 0
  for await (const piece of unpack(stored.open(), ending)) {
    bytes += piece.length
    refuseBombs(bytes, outer)
    if (bytes > limits.held) parts = null
    parts?.push(piece)
  }
  bytes = ending.sound ?? bytes
  if (bytes === 0 && ending.damage !== null) throw new Unreadable(ending.damage)
  const content =
    parts !== null
      ? held((parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)).subarray(0, bytes))
      : { whole: null, open: () => firstBytes(unpack(stored.open(), newEnding()), bytes) }
  return { content, bytes, damage: ending.damage }
}

const MiB = 1024 * 1024

/** Throws when so much came out of so few stored bytes that it cannot be a log. */
export function refuseBombs(inflated: number, outer: number): void {
  if (inflated > limits.inflated)
    throw new Unreadable(`refused: inflates to more than ${limits.inflated / MiB / 1024} GiB`)
  if (inflated > limits.held && inflated > outer * limits.ratio)
    throw new Unreadable(
      `refused: ${outer} bytes inflate to more than ${Math.floor(inflated / MiB)} MiB (over ${limits.ratio} to 1), as only a decompression bomb does`,
    )
}

/** The stream up to so many bytes. */
export async function* firstBytes(pieces: AsyncIterable<Buffer>, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes
  for await (const piece of pieces) {
    if (left > 0) yield piece.length <= left ? piece : piece.subarray(0, left)
    left -= piece.length
    if (left <= 0) return
  }
}
