import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { snappy } from './snappy-file.ts'
import { zipFile } from './zip-file.ts'

export type Dice = (sides: number) => number

/** The same numbers in every run (Numerical Recipes' linear congruential generator). */
export function dice(seed: number): Dice {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) % sides
  }
}

/** Every fixture, as bytes. */
export function fixtures(): readonly { readonly name: string; readonly bytes: Buffer }[] {
  const root = join(import.meta.dirname, '..', 'fixtures')
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.expected.'))
    .map(({ name, parentPath }) => ({ name, bytes: readFileSync(join(parentPath, name)) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Flips bits, cuts, splices in a piece of another log, doubles or drops a block; the result may be wrapped, and hurt again. */
export function mutant(log: Buffer, other: Buffer, roll: Dice): Buffer {
  let bytes = hurt(log, other, roll)
  if (roll(2) === 0) bytes = wrap(bytes, roll)
  if (roll(4) === 0) bytes = wrap(bytes, roll)
  return roll(2) === 0 ? hurt(bytes, other, roll) : bytes
}

function hurt(log: Buffer, other: Buffer, roll: Dice): Buffer {
  if (log.length === 0) return other
  const at = roll(log.length)
  const length = 1 + roll(Math.min(log.length, 5000))
  switch (roll(6)) {
    case 0: {
      const bytes = Buffer.from(log)
      for (let n = roll(8); n >= 0; n--) {
        const place = roll(bytes.length)
        bytes[place] = (bytes[place] as number) ^ (1 << roll(8))
      }
      return bytes
    }
    case 1:
      return log.subarray(0, at)
    case 2: {
      const from = roll(other.length)
      return Buffer.concat([log.subarray(0, at), other.subarray(from, from + length), log.subarray(at)])
    }
    case 3:
      return Buffer.concat([log.subarray(0, at), log.subarray(at, at + length), log.subarray(at)])
    case 4:
      return Buffer.concat([log.subarray(0, at), log.subarray(at + length)])
    default:
      return log
  }
}

const wrappings: readonly ((bytes: Buffer) => Buffer)[] = [
  (bytes) => gzipSync(bytes),
  (bytes) =>
    Buffer.concat([gzipSync(bytes.subarray(0, bytes.length >> 1)), gzipSync(bytes.subarray(bytes.length >> 1))]),
  (bytes) => zipFile({ name: '../../a', bytes }, { name: 'b', bytes: bytes.subarray(0, 100) }),
  (bytes) => storedZstd(bytes),
  (bytes) => snappy.raw(bytes),
  (bytes) => snappy.framing(bytes, 1000),
  (bytes) => snappy.xerial(bytes, 1000),
  (bytes) => snappy.hadoop(bytes, 1000),
  (bytes) => Buffer.from(bytes.toString('latin1'), 'utf16le'),
]

function wrap(bytes: Buffer, roll: Dice): Buffer {
  return (wrappings[roll(wrappings.length)] as (bytes: Buffer) => Buffer)(bytes)
}

/** A zstd frame of blocks that are not compressed, which is all that can be written without a compressor. */
function storedZstd(bytes: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x38])]
  for (let at = 0; at === 0 || at < bytes.length; at += 1000) {
    const block = bytes.subarray(at, at + 1000)
    const head = Buffer.alloc(3)
    head.writeUIntLE((block.length << 3) | (at + 1000 >= bytes.length ? 1 : 0), 0, 3)
    parts.push(head, block)
  }
  return Buffer.concat(parts)
}
