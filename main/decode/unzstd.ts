import { Decompress } from 'fzstd'
import { type Cursor, cursorOver } from './cursor.ts'
import type { Ending } from './inflate.ts'
import { limits } from './limits.ts'
import { Unreadable } from './stored.ts'
import { newXxh64 } from './xxh64.ts'

/** It begins with a frame, or with one to be skipped. */
export function isZstd(head: Buffer): boolean {
  return isFrame(head) || isSkippable(head)
}

const isFrame = (b: Buffer) => b.length >= 4 && b.readUInt32LE(0) === 0xfd2fb528
const isSkippable = (b: Buffer) => b.length >= 8 && b.readUInt32LE(0) >>> 4 === 0x184d2a5

const early = 'the zstd stream ends early'
const corrupt = (what: string) => `corrupt zstd data: ${what}`
const blockBytes = 128 * 1024

/**
 * Inflates the frames of a zstd stream (RFC 8878) block by block. fzstd does the arithmetic; sizes, windows and checksums
 * are judged here, because it trusts what a frame claims and moves its whole window for every block of it.
 */
export async function* unzstd(pieces: AsyncIterable<Buffer>, ending: Ending): AsyncGenerator<Buffer> {
  const input = cursorOver(pieces)
  const work = { moved: 0, inflated: 0 }
  for (;;) {
    const head = await input.peek(18)
    if (head.length === 0) return
    if (isSkippable(head)) {
      if (!(await skipBytes(input, 8 + head.readUInt32LE(4)))) {
        ending.damage = early
        return
      }
      continue
    }
    const frame = headerOf(head)
    if (typeof frame === 'string') {
      ending.damage = frame
      return
    }
    const sound = work.inflated
    yield* blocksOf(input, frame, work, ending)
    if (ending.damage === null) continue
    // Of a frame that is cut short what is there is given, of one that is wrong nothing.
    if (ending.damage !== early) ending.sound = sound
    return
  }
}

interface Frame {
  /** Bytes of its header. */
  readonly header: number
  readonly window: number
  /** Bytes that it claims to hold, when it does. */
  readonly content: number | null
  readonly hasChecksum: boolean
}

/** RFC 8878, section 3.1.1.1; or what is wrong. Throws Unreadable where it asks for too much. */
function headerOf(b: Buffer): Frame | string {
  if (!isFrame(b)) return b.length < 4 ? early : 'what follows the last zstd frame is no zstd'
  const flags = b[4]
  if (flags === undefined) return early
  if ((flags & 8) !== 0) return corrupt('a reserved bit is set')
  if ((flags & 3) !== 0) return 'zstd that needs a dictionary, which is not in the object'
  const isSingle = (flags & 0x20) !== 0
  const sizeBytes = flags >> 6 === 0 ? (isSingle ? 1 : 0) : 1 << (flags >> 6)
  const at = isSingle ? 5 : 6
  const header = at + sizeBytes
  if (b.length < header) return early
  const content =
    sizeBytes === 0
      ? null
      : sizeBytes === 8
        ? b.readUInt32LE(at) + b.readUInt32LE(at + 4) * 2 ** 32
        : b.readUIntLE(at, sizeBytes) + (sizeBytes === 2 ? 256 : 0)
  const exponent = (b[5] as number) >> 3
  const window = isSingle ? (content ?? 0) : 2 ** (10 + exponent) * (1 + ((b[5] as number) & 7) / 8)
  if (window > limits.window)
    throw new Unreadable(
      `refused: a zstd window of ${window} bytes (at most ${limits.window} are read); compress it anew at a usual level and import the result`,
    )
  return { header, window, content, hasChecksum: (flags & 4) !== 0 }
}

async function* blocksOf(
  input: Cursor,
  frame: Frame,
  work: { moved: number; inflated: number },
  ending: Ending,
): AsyncGenerator<Buffer> {
  let out: Buffer[] = []
  const engine = new Decompress((data) => void out.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength)))
  const sum = frame.hasChecksum ? newXxh64() : null
  let at = frame.header
  let length = 0
  for (let isLast = false; !isLast; at = 0) {
    const head = await input.peek(at + 3)
    if (head.length < at + 3) {
      ending.damage = early
      return
    }
    const word = head.readUIntLE(at, 3)
    isLast = (word & 1) === 1
    const kind = (word >> 1) & 3
    const size = word >> 3
    if (kind === 3 || size > blockBytes) {
      ending.damage = corrupt(kind === 3 ? 'a block of no kind' : 'a block that is too large')
      return
    }
    const wanted = at + 3 + (kind === 1 ? 1 : size) + (isLast && frame.hasChecksum ? 4 : 0)
    const block = await input.peek(wanted)
    if (block.length < wanted) {
      ending.damage = early
      return
    }
    input.skip(wanted)
    work.moved += frame.window
    try {
      engine.push(new Uint8Array(block), isLast)
    } catch (error) {
      ending.damage = corrupt((error as Error).message)
      return
    }
    for (const piece of out) {
      length += piece.length
      work.inflated += piece.length
      sum?.update(piece)
      if (frame.content !== null && length > frame.content) {
        ending.damage = corrupt('a frame holds more than it claims')
        return
      }
      if (piece.length > 0) yield piece
    }
    out = []
    if (work.moved > limits.moved + 128 * work.inflated)
      throw new Unreadable('refused: zstd in more and smaller blocks than any compressor writes')
    if (isLast && sum !== null && sum.low32() !== block.readUInt32LE(wanted - 4))
      ending.damage = 'the checksum (XXH64) of the zstd data does not match'
  }
  if (frame.content !== null && length !== frame.content) ending.damage ??= corrupt('a frame holds less than it claims')
}

async function skipBytes(input: Cursor, bytes: number): Promise<boolean> {
  let left = bytes
  while (left > 0) {
    const some = await input.peek(Math.min(left, 65_536))
    if (some.length === 0) return false
    input.skip(some.length)
    left -= some.length
  }
  return true
}
