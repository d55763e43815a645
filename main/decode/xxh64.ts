const mask = (1n << 64n) - 1n
const p1 = 0x9e3779b185ebca87n
const p2 = 0xc2b2ae3d27d4eb4fn
const p3 = 0x165667b19e3779f9n
const p4 = 0x85ebca77c2b2ae63n
const p5 = 0x27d4eb2f165667c5n

const rotl = (x: bigint, bits: bigint) => ((x << bits) & mask) | (x >> (64n - bits))
const round = (acc: bigint, lane: bigint) => (rotl((acc + lane * p2) & mask, 31n) * p1) & mask

/**
 * XXH64 with seed 0 (xxhash, "XXH64 algorithm description"), of which zstd keeps the lower half. The bulk is computed in
 * 32-bit halves: with BigInt it would take a second for 10 MB.
 */
export function newXxh64(): { update(bytes: Uint8Array): void; low32(): number } {
  const lanes = [new Lane(p1 + p2), new Lane(p2), new Lane(0n), new Lane(-p1)] as const
  const rest = Buffer.alloc(32)
  let held = 0
  let total = 0
  const stripe = (b: Uint8Array, at: number) => {
    for (let i = 0; i < 4; i++) (lanes[i] as Lane).take(b, at + 8 * i)
  }
  return {
    update(bytes) {
      total += bytes.length
      let at = 0
      if (held > 0) {
        const some = Math.min(32 - held, bytes.length)
        rest.set(bytes.subarray(0, some), held)
        held += some
        at = some
        if (held < 32) return
        stripe(rest, 0)
        held = 0
      }
      for (; at + 32 <= bytes.length; at += 32) stripe(bytes, at)
      rest.set(bytes.subarray(at))
      held = bytes.length - at
    },
    low32() {
      const [a, b, c, d] = lanes.map((lane) => lane.value) as [bigint, bigint, bigint, bigint]
      let h = p5
      if (total >= 32) {
        h = (rotl(a, 1n) + rotl(b, 7n) + rotl(c, 12n) + rotl(d, 18n)) & mask
        for (const lane of [a, b, c, d]) h = ((h ^ round(0n, lane)) * p1 + p4) & mask
      }
      h = (h + BigInt(total)) & mask
      let at = 0
      for (; at + 8 <= held; at += 8) h = (rotl(h ^ round(0n, rest.readBigUInt64LE(at)), 27n) * p1 + p4) & mask
      if (at + 4 <= held) {
        h = (rotl(h ^ ((BigInt(rest.readUInt32LE(at)) * p1) & mask), 23n) * p2 + p3) & mask
        at += 4
      }
      for (; at < held; at++) h = (rotl(h ^ ((BigInt(rest[at] as number) * p5) & mask), 11n) * p1) & mask
      h = ((h ^ (h >> 33n)) * p2) & mask
      h = ((h ^ (h >> 29n)) * p3) & mask
      return Number((h ^ (h >> 32n)) & 0xffffffffn)
    },
  }
}

/** One accumulator as four numbers of 16 bits, lowest first: their products fit into a double exactly. */
class Lane {
  readonly #v: Float64Array

  constructor(start: bigint) {
    this.#v = limbs(start & mask)
  }

  get value(): bigint {
    return this.#v.reduceRight((sum, limb) => (sum << 16n) | BigInt(limb), 0n)
  }

  /** acc = rotl(acc + lane * p2, 31) * p1, over the eight bytes at b[at]. */
  take(b: Uint8Array, at: number): void {
    const v = this.#v
    const x0 = (b[at] as number) | ((b[at + 1] as number) << 8)
    const x1 = (b[at + 2] as number) | ((b[at + 3] as number) << 8)
    const x2 = (b[at + 4] as number) | ((b[at + 5] as number) << 8)
    const x3 = (b[at + 6] as number) | ((b[at + 7] as number) << 8)
    let t0 = (v[0] as number) + x0 * 0xeb4f
    let t1 = (v[1] as number) + x0 * 0x27d4 + x1 * 0xeb4f
    let t2 = (v[2] as number) + x0 * 0xae3d + x1 * 0x27d4 + x2 * 0xeb4f
    let t3 = (v[3] as number) + x0 * 0xc2b2 + x1 * 0xae3d + x2 * 0x27d4 + x3 * 0xeb4f
    t1 += Math.floor(t0 / 65_536)
    t2 += Math.floor(t1 / 65_536)
    t3 += Math.floor(t2 / 65_536)
    // Rotating left by 31 is rotating left by 32, which moves two limbs, and right by one bit.
    const r0 = t2 & 0xffff
    const r1 = t3 & 0xffff
    const r2 = t0 & 0xffff
    const r3 = t1 & 0xffff
    t0 = (r0 >> 1) | ((r1 & 1) << 15)
    t1 = (r1 >> 1) | ((r2 & 1) << 15)
    t2 = (r2 >> 1) | ((r3 & 1) << 15)
    t3 = (r3 >> 1) | ((r0 & 1) << 15)
    const u0 = t0 * 0xca87
    const u1 = t0 * 0x85eb + t1 * 0xca87 + Math.floor(u0 / 65_536)
    const u2 = t0 * 0x79b1 + t1 * 0x85eb + t2 * 0xca87 + Math.floor(u1 / 65_536)
    const u3 = t0 * 0x9e37 + t1 * 0x79b1 + t2 * 0x85eb + t3 * 0xca87 + Math.floor(u2 / 65_536)
    v[0] = u0 % 65_536
    v[1] = u1 % 65_536
    v[2] = u2 % 65_536
    v[3] = u3 % 65_536
  }
}

function limbs(value: bigint): Float64Array {
  return Float64Array.from({ length: 4 }, (_, i) => Number((value >> BigInt(16 * i)) & 0xffffn))
}
