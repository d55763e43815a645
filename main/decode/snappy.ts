import { crc32c } from './crc32c.ts'
import { cursorOver } from './cursor.ts'
import type { Ending, Unpack } from './inflate.ts'
import { limits } from './limits.ts'
import { claimOf, cut, unsnap } from './snappy-block.ts'

/**
 * How to unpack Snappy in the layout that the first bytes show, or null when they show none. Firehose, Hadoop, Kafka and
 * the command line tools each write another one, and call all of them .snappy. `isAll`: the head is the whole object.
 */
export function snappyOf(head: Buffer, isAll: boolean): Unpack | null {
  if (begins(head, framingMagic)) return framing
  if (begins(head, xerialMagic)) return xerial
  if (isHadoop(head)) return hadoop
  return isRaw(head, isAll) ? raw : null
}

const framingMagic = Buffer.from('\xff\x06\x00\x00sNaPpY', 'latin1')
const xerialMagic = Buffer.from('\x82SNAPPY\x00', 'latin1')
const begins = (b: Buffer, magic: Buffer) => b.subarray(0, magic.length).equals(magic)

const early = 'the Snappy stream ends early'
const corrupt = (what: string) => `corrupt Snappy data: ${what}`
/** Uncompressed bytes of one chunk of the framing format, which is all that its writers are allowed. */
const chunkBytes = 65_536

/** google/snappy, framing_format.txt: chunks with a checksum each. */
async function* framing(pieces: AsyncIterable<Buffer>, ending: Ending): AsyncGenerator<Buffer> {
  const input = cursorOver(pieces)
  const stop = (why: string) => {
    ending.damage = why
  }
  for (;;) {
    const head = await input.peek(4)
    if (head.length === 0) return
    if (head.length < 4) return stop(early)
    const kind = head[0] as number
    const length = head.readUIntLE(1, 3)
    const chunk = await input.peek(4 + length)
    if (chunk.length < 4 + length) return stop(early)
    input.skip(4 + length)
    if (kind > 1 && kind < 0x80) return stop(corrupt(`a chunk of the unknown kind ${kind}`))
    if (kind > 1) continue
    const claim = kind === 0 ? claimOf(chunk, 8, chunk.length) : null
    if (length < 4 || (kind === 0 && (claim === null || claim.length > chunkBytes)))
      return stop(corrupt('a chunk that is too short or claims too much'))
    const { out, trouble } =
      claim === null ? { out: chunk.subarray(8), trouble: null } : unsnap(chunk, chunk.length, claim)
    if (trouble !== null) return stop(corrupt(trouble))
    if (unmask(chunk.readUInt32LE(4)) !== crc32c(out))
      return stop('the checksum (CRC-32C) of the Snappy data does not match')
    if (out.length > 0) yield out
  }
}

/** The framing format rotates and shifts its checksums, so that they differ from those inside the data. */
function unmask(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0
  return ((rotated >>> 17) | (rotated << 15)) >>> 0
}

/** snappy-java's SnappyOutputStream: the magic and two versions, then blocks, each behind its length. */
async function* xerial(pieces: AsyncIterable<Buffer>, ending: Ending): AsyncGenerator<Buffer> {
  const input = cursorOver(pieces)
  for (;;) {
    const head = await input.peek(16)
    if (head.length === 0) return
    // Streams that were put one behind the other begin anew.
    if (begins(head, xerialMagic)) {
      input.skip(16)
      continue
    }
    const block = head.length < 4 ? null : await blockOf(input, 4, head.readUInt32BE(0), ending)
    if (block === null) {
      ending.damage ??= early
      return
    }
    if (block.length > 0) yield block
    if (ending.damage !== null) return
  }
}

/** Hadoop's BlockCompressorStream: the uncompressed length of a block, and blocks behind their lengths until it is reached. */
async function* hadoop(pieces: AsyncIterable<Buffer>, ending: Ending): AsyncGenerator<Buffer> {
  const input = cursorOver(pieces)
  for (;;) {
    const head = await input.peek(4)
    if (head.length === 0) return
    input.skip(4)
    let left = head.length < 4 ? Number.NaN : head.readUInt32BE(0)
    while (left !== 0) {
      const size = await input.peek(4)
      const block = size.length < 4 || head.length < 4 ? null : await blockOf(input, 4, size.readUInt32BE(0), ending)
      if (block === null) {
        ending.damage ??= early
        return
      }
      if (block.length > left) {
        ending.damage = corrupt('a block holds more than it claims')
        return
      }
      left -= block.length
      if (block.length > 0) yield block
      if (ending.damage !== null) return
      if (block.length === 0) break
    }
  }
}

/** Nothing but one block. */
async function* raw(pieces: AsyncIterable<Buffer>, ending: Ending): AsyncGenerator<Buffer> {
  const input = cursorOver(pieces)
  const whole = await input.peek(limits.block + 1)
  const block = await blockOf(input, 0, whole.length, ending)
  if (block === null) ending.damage ??= early
  else yield block
}

/** The block of `length` bytes behind `before` others, or null with the damage noted; one that is cut gives what it has. */
async function blockOf(
  input: ReturnType<typeof cursorOver>,
  before: number,
  length: number,
  ending: Ending,
): Promise<Buffer | null> {
  if (length > limits.block) {
    ending.damage = `refused: a Snappy block of ${length} bytes (at most ${limits.block} are read)`
    return null
  }
  const bytes = await input.peek(before + length)
  input.skip(before + length)
  const claim = claimOf(bytes, before, bytes.length)
  if (claim === null || claim.length > limits.block) {
    ending.damage = bytes.length < before + length ? early : corrupt('a block claims more than it can hold')
    return null
  }
  const { out, trouble } = unsnap(bytes, bytes.length, claim)
  if (trouble !== null) ending.damage = trouble === cut || bytes.length < before + length ? early : corrupt(trouble)
  return out
}

/** Two lengths in a row that make sense, and a block that begins as blocks do. */
function isHadoop(head: Buffer): boolean {
  if (head.length < 10) return false
  const total = head.readUInt32BE(0)
  const size = head.readUInt32BE(4)
  if (total === 0 || total > limits.block || size < 2 || size > limits.block) return false
  const claim = claimOf(head, 8, 8 + size)
  if (claim === null || claim.length === 0 || claim.length > total || ((head[claim.at] as number) & 3) !== 0)
    return false
  const end = Math.min(8 + size, head.length)
  const { trouble } = unsnap(head, end, claim)
  return trouble === null || (end < 8 + size && trouble === cut)
}

/** A raw block bears no mark: only one that is sound as far as it can be seen is taken for one. */
function isRaw(head: Buffer, isAll: boolean): boolean {
  if (head.length < 3 || head[0] === 0x7b || head[0] === 0x5b) return false
  const claim = isAll ? claimOf(head, 0, head.length) : claimOf(head, 0, limits.block)
  if (claim === null || claim.length === 0 || claim.length > limits.block) return false
  if (((head[claim.at] as number) & 3) !== 0) return false
  const { out, trouble } = unsnap(head, head.length, claim)
  if (trouble !== cut) return trouble === null
  // Of a small one that is cut, what comes out must look like a log.
  return isAll ? out.length >= 64 && (out[0] === 0x7b || out[0] === 0x5b) : out.length > 0
}
