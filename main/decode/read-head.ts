import { statSync } from 'node:fs'
import { constants, gunzipSync } from 'node:zlib'
import { isGzip } from './gzip-header.ts'
import { limits } from './limits.ts'
import { fileAt, headOf } from './stored.ts'
import { zipEntries } from './unzip.ts'

/** The beginning of an object, at most `headBytes` of each. */
export interface Head {
  /** Size of the whole, as it came. */
  readonly bytes: number
  readonly stored: Buffer
  /** What the first bytes inflate to, when they are gzip; null when they are not, or inflate to nothing. */
  readonly inside: Buffer | null
}

export const headBytes = 4096

/** Reads the beginning of a file or, `entry`, of an entry of a zip archive. Null when there is no such entry; throws Unreadable. */
export async function readHead(path: string, entry: number | null): Promise<Head | null> {
  const bytes = statSync(path).size
  if (entry === null) return headFrom(await headOf(fileAt(path), mostDeflated), bytes)
  for await (const each of zipEntries(path, bytes)) {
    if (each.place === entry) return headFrom(await headOf(await each.read(), mostDeflated), each.bytes)
  }
  return null
}

/** Deflate makes at most 1,032 of one byte: what comes out of this fits in memory, whatever it is. */
const mostDeflated = 2 * headBytes

function headFrom(head: Buffer, bytes: number): Head {
  let inside: Buffer | null = null
  for (let layer = 0; layer < limits.layers && isGzip(inside ?? head); layer++) {
    const inflated = inflate((inside ?? head).subarray(0, mostDeflated))
    if (inflated === null) break
    inside = inflated
  }
  return { bytes, stored: head.subarray(0, headBytes), inside: inside?.subarray(0, headBytes) ?? null }
}

/** What can be inflated of a beginning; null when that is nothing. */
function inflate(deflated: Buffer): Buffer | null {
  try {
    const inflated = gunzipSync(deflated, { finishFlush: constants.Z_SYNC_FLUSH })
    return inflated.length > 0 ? inflated : null
  } catch {
    return null
  }
}
