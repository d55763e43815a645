/** A cyclic sum, of bytes as they come. */
export interface Crc {
  add(part: Uint8Array): void
  /** Big endian, as S3 writes it. */
  end(): Buffer
}

/**
 * The two sums that S3 keeps and Node does not compute: CRC-32C (RFC 3720), and CRC-64/NVME, which every object has whose
 * writer named no other.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export const crcs = {
  crc32c: (): Crc => crc(castagnoli, 4),
  crc64nvme: (): Crc => crc(nvme, 8),
} as const

/** What each value of a byte comes to that is followed by 0 to 7 others: eight tables of 256, the sums' halves apart. */
interface Tables {
  readonly low: Int32Array
  readonly high: Int32Array
}

/** Eight bytes at a time ("slicing by 8"), a sum of 32 bits as one of 64 whose upper half stays empty. */
function crc({ low, high }: Tables, width: 4 | 8): Crc {
  let sumLow = -1
  let sumHigh = width === 8 ? -1 : 0
  return {
    add(part) {
      const { length } = part
      let at = 0
      for (; at + 8 <= length; at += 8) {
        const a = 0x700 | (byte(part, at) ^ (sumLow & 0xff))
        const b = 0x600 | (byte(part, at + 1) ^ ((sumLow >>> 8) & 0xff))
        const c = 0x500 | (byte(part, at + 2) ^ ((sumLow >>> 16) & 0xff))
        const d = 0x400 | (byte(part, at + 3) ^ (sumLow >>> 24))
        const e = 0x300 | (byte(part, at + 4) ^ (sumHigh & 0xff))
        const f = 0x200 | (byte(part, at + 5) ^ ((sumHigh >>> 8) & 0xff))
        const g = 0x100 | (byte(part, at + 6) ^ ((sumHigh >>> 16) & 0xff))
        const h = byte(part, at + 7) ^ (sumHigh >>> 24)
        sumLow = xor(low, a, b, c, d, e, f, g, h)
        sumHigh = xor(high, a, b, c, d, e, f, g, h)
      }
      for (; at < length; at++) {
        const one = byte(part, at) ^ (sumLow & 0xff)
        sumLow = ((sumLow >>> 8) | (sumHigh << 24)) ^ (low[one] as number)
        sumHigh = (sumHigh >>> 8) ^ (high[one] as number)
      }
    },
    end() {
      const written = Buffer.alloc(8)
      written.writeInt32BE(~sumHigh, 0)
      written.writeInt32BE(~sumLow, 4)
      return written.subarray(8 - width)
    },
  }
}

function byte(part: Uint8Array, at: number): number {
  return part[at] as number
}

function xor(
  table: Int32Array,
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
  g: number,
  h: number,
): number {
  return (
    (table[a] as number) ^
    (table[b] as number) ^
    (table[c] as number) ^
    (table[d] as number) ^
    (table[e] as number) ^
    (table[f] as number) ^
    (table[g] as number) ^
    (table[h] as number)
  )
}

/** Of a polynomial with its lowest bit first. */
function tablesOf(polyLow: number, polyHigh: number): Tables {
  const low = new Int32Array(8 * 256)
  const high = new Int32Array(8 * 256)
  for (let value = 0; value < 256; value++) {
    let sumLow = value
    let sumHigh = 0
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = (sumLow & 1) === 1
      sumLow = ((sumLow >>> 1) | (sumHigh << 31)) ^ (isOdd ? polyLow : 0)
      sumHigh = (sumHigh >>> 1) ^ (isOdd ? polyHigh : 0)
    }
    low[value] = sumLow
    high[value] = sumHigh
  }
  for (let at = 256; at < low.length; at++) {
    const before = low[at - 256] as number
    const beforeHigh = high[at - 256] as number
    low[at] = ((before >>> 8) | (beforeHigh << 24)) ^ (low[before & 0xff] as number)
    high[at] = (beforeHigh >>> 8) ^ (high[before & 0xff] as number)
  }
  return { low, high }
}

const castagnoli = tablesOf(0x82f63b78, 0)
const nvme = tablesOf(0xac4bc9b5, 0x9a6c9329)
