import { constants, crc32, createInflateRaw, type InflateRaw, inflateRawSync } from 'node:zlib'
import { type Cursor, cursorOver } from './cursor.ts'
import { cut, headerEnd, none } from './gzip-header.ts'
import { firstBytes, type Inflated, refuseBombs } from './inflate.ts'
import { limits } from './limits.ts'
import { held, type Stored, Unreadable } from './stored.ts'

const early = 'the gzip stream ends early'
const garbage = 'what follows the last sound gzip member is no gzip'
const corrupt = 'corrupt gzip data'
const wrongSum = 'the checksum (CRC-32) of the gzip data does not match'

/**
 * Inflates every member of a gzip stream, or throws Unreadable. `outer`: stored bytes of the object, for the ratio.
 * Nothing of a member whose checksum is wrong is given away; of a stream that is cut short all that is there.
 */
export async function gunzip(stored: Stored, outer: number): Promise<Inflated> {
  if (stored.whole !== null) {
    const inflated = gunzipHeld(stored.whole)
    if (inflated !== null) return inflated
  }
  return gunzipTwice(stored, outer)
}

/** In one piece; null when it is too large for that. */
function gunzipHeld(b: Buffer): Inflated | null {
  const parts: Buffer[] = []
  let bytes = 0
  let damage: string | null = null
  for (let at = 0; at < b.length && !isPadding(b, at); ) {
    const data = headerEnd(b, at)
    if (data < 0) {
      damage = data === cut ? early : garbage
      break
    }
    if (bytes >= limits.held) return null
    const member = inflateMember(b.subarray(data), limits.held - bytes)
    if (member === 'large') return null
    const trailer = member === 'corrupt' ? 0 : data + member.consumed
    const trouble =
      member === 'corrupt'
        ? corrupt
        : trailer + 8 > b.length
          ? null
          : sumTrouble(b, trailer, crc32(member.out), member.out.length)
    if (trouble !== null || member === 'corrupt') {
      if (parts.length === 0) throw new Unreadable(trouble ?? corrupt)
      damage = `gzip member ${parts.length + 1}: ${trouble}`
      break
    }
    parts.push(member.out)
    bytes += member.out.length
    if (trailer + 8 > b.length) {
      damage = early
      break
    }
    at = trailer + 8
  }
  const whole = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
  return { content: held(whole), bytes, damage }
}

function inflateMember(b: Buffer, most: number): { out: Buffer; consumed: number } | 'large' | 'corrupt' {
  // The last four bytes usually tell the size: then one allocation is enough. They may lie.
  const hint = b.length >= 4 ? b.readUInt32LE(b.length - 4) + 64 : 0
  const chunkSize = Math.max(16 * 1024, Math.min(hint, b.length * 40, most + 64))
  try {
    // With Z_SYNC_FLUSH a stream that is cut short gives what it has. `info` is missing in the types of this overload.
    const { buffer, engine } = inflateRawSync(b, {
      info: true,
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: most,
      chunkSize,
    } as object) as unknown as { buffer: Buffer; engine: InflateRaw }
    return { out: buffer, consumed: engine.bytesWritten }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'large' : 'corrupt'
  }
}

function sumTrouble(b: Buffer, trailer: number, sum: number, length: number): string | null {
  if (b.readUInt32LE(trailer) !== sum) return wrongSum
  return b.readUInt32LE(trailer + 4) === length % 2 ** 32 ? null : 'the length of the gzip data does not match'
}

/** Zeros to the end are padding (tape blocks), as gzip itself sees it. */
function isPadding(b: Buffer, from: number): boolean {
  if (b[from] !== 0) return false
  for (let i = from; i < b.length; i++) if (b[i] !== 0) return false
  return true
}

/** Too large to hold: once to check it, so that nothing of a bad stream is ever given away, and then each time it is opened. */
async function gunzipTwice(stored: Stored, outer: number): Promise<Inflated> {
  const state = newState()
  let inflated = 0
  for await (const piece of inflatePieces(stored.open(), state)) {
    inflated += piece.length
    refuseBombs(inflated, outer)
  }
  if (state.trouble !== null && state.members === 0) throw new Unreadable(state.trouble)
  const bytes = state.trouble === null ? inflated : state.sound
  const damage = state.trouble === null ? state.damage : `gzip member ${state.members + 1}: ${state.trouble}`
  return {
    content: { whole: null, open: () => firstBytes(inflatePieces(stored.open(), newState()), bytes) },
    bytes,
    damage,
  }
}

interface State {
  members: number
  /** Inflated bytes of complete members. */
  sound: number
  damage: string | null
  /** Of the member that stopped it. */
  trouble: string | null
}
const newState = (): State => ({ members: 0, sound: 0, damage: null, trouble: null })

async function* inflatePieces(pieces: AsyncIterable<Buffer>, state: State): AsyncGenerator<Buffer> {
  const input = cursorOver(pieces)
  for (;;) {
    const head = await input.peek(128 * 1024)
    if (head.length === 0 || (head[0] === 0 && isPadding(head, 0))) return
    const data = headerEnd(head, 0)
    if (data < 0) {
      state.damage = data === none || head.length === 128 * 1024 ? garbage : early
      return
    }
    input.skip(data)
    let sum = 0
    let length = 0
    try {
      for await (const piece of inflateOne(input)) {
        sum = crc32(piece, sum)
        length += piece.length
        yield piece
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'Z_DATA_ERROR') throw error
      state.trouble = corrupt
      return
    }
    const trailer = await input.peek(8)
    if (trailer.length < 8) {
      state.damage = early
      return
    }
    state.trouble = sumTrouble(trailer, 0, sum, length)
    if (state.trouble !== null) return
    input.skip(8)
    state.members++
    state.sound += length
  }
}

/** Inflates one member and leaves the cursor behind its last byte. */
async function* inflateOne(input: Cursor): AsyncGenerator<Buffer> {
  const raw = createInflateRaw({ chunkSize: 1024 * 1024, finishFlush: constants.Z_SYNC_FLUSH })
  let last: Buffer = Buffer.alloc(0)
  let before = 0
  let over = false
  const feed = async () => {
    while (!over) {
      const piece = await input.next()
      if (piece === null) {
        raw.end()
        return
      }
      before += last.length
      last = piece
      // When the member ends inside this piece the stream never calls back: it has lost interest, and `over` comes next.
      await new Promise<void>((resolve) => raw.write(piece, () => resolve()))
    }
  }
  const feeding = feed().catch((error: Error) => raw.destroy(error))
  try {
    for await (const piece of raw) yield piece as Buffer
    input.putBack(last.subarray(raw.bytesWritten - before))
  } finally {
    over = true
    raw.destroy()
    void feeding
  }
}
