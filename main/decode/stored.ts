import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { limits } from './limits.ts'

/** Bytes that can be read from the beginning as often as needed: a file, an entry of an archive, or what was inflated from them. */
export interface Stored {
  /** All of it, where it is small enough to be held. */
  readonly whole: Buffer | null
  open(): AsyncIterable<Buffer>
}

/** It cannot be read, or must not be: the message is the reason in the ledger. */
export class Unreadable extends Error {}

export function held(whole: Buffer): Stored {
  return {
    whole,
    async *open() {
      if (whole.length > 0) yield whole
    },
  }
}

/** A file. Reading is synchronous: the worker thread has nothing else to do meanwhile. */
export function fileAt(path: string): Stored {
  if (statSync(path).size <= limits.whole) return held(readFileSync(path))
  return { whole: null, open: () => filePieces(path) }
}

const pieceBytes = 1024 * 1024

async function* filePieces(path: string): AsyncGenerator<Buffer> {
  const file = openSync(path, 'r')
  try {
    for (let at = 0; ; ) {
      const piece = Buffer.allocUnsafe(pieceBytes)
      const length = readSync(file, piece, 0, pieceBytes, at)
      if (length === 0) return
      at += length
      yield length === pieceBytes ? piece : piece.subarray(0, length)
    }
  } finally {
    closeSync(file)
  }
}

/** The first bytes, up to `most`. */
export async function headOf(stored: Stored, most: number): Promise<Buffer> {
  if (stored.whole !== null) return stored.whole.subarray(0, most)
  const parts: Buffer[] = []
  let length = 0
  for await (const piece of stored.open()) {
    parts.push(piece)
    length += piece.length
    if (length >= most) break
  }
  return Buffer.concat(parts).subarray(0, most)
}
