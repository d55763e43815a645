import { compress } from 'snappyjs'
import { crc32c } from '../../main/decode/crc32c.ts'

const raw = (bytes: Buffer) => Buffer.from(compress(bytes))
const u32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const blocks = (bytes: Buffer, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size))

/** Snappy in the four layouts that are called .snappy, in blocks of `size` bytes. */
export const snappy = {
  raw,
  framing(bytes: Buffer, size = 65_536): Buffer {
    const chunks = blocks(bytes, size).map((block) => {
      const packed = raw(block)
      const sum = crc32c(block)
      const head = Buffer.alloc(8)
      head.writeUIntLE(packed.length + 4, 1, 3)
      head.writeUInt32LE((((sum >>> 15) | (sum << 17)) + 0xa282ead8) >>> 0, 4)
      return Buffer.concat([head, packed])
    })
    return Buffer.concat([Buffer.from('\xff\x06\0\0sNaPpY', 'latin1'), ...chunks])
  },
  xerial(bytes: Buffer, size = 32_768): Buffer {
    const parts = blocks(bytes, size).map(raw)
    const magic = Buffer.from('\x82SNAPPY\0\0\0\0\x01\0\0\0\x01', 'latin1')
    return Buffer.concat([magic, ...parts.flatMap((part) => [u32(part.length), part])])
  },
  hadoop(bytes: Buffer, size = 262_144): Buffer {
    const parts = blocks(bytes, size).map((block) => {
      const inner = blocks(block, 65_536).map(raw)
      return Buffer.concat([u32(block.length), ...inner.flatMap((part) => [u32(part.length), part])])
    })
    return Buffer.concat(parts)
  },
}
