/**
 * BLAKE2b without a key (RFC 7693), for digests of any length up to 64 bytes, in pieces. Words of 64 bits are two numbers of
 * 32, the lower first: half a hundred times as fast as big integers.
 */
export class Blake2b {
  readonly #length: number
  readonly #state: Uint32Array
  readonly #block = new Uint8Array(128)
  #filled = 0
  #counted = 0

  constructor(length: number) {
    this.#length = length
    this.#state = Uint32Array.from(iv)
    this.#state[0] = at(iv, 0) ^ 0x01010000 ^ length
  }

  update(input: Uint8Array): this {
    for (let from = 0; from < input.length; ) {
      // The last block is compressed differently, so a full one waits until more comes.
      if (this.#filled === 128) {
        this.#counted += 128
        compress(this.#state, this.#block, this.#counted, false)
        this.#filled = 0
      }
      const piece = input.subarray(from, from + 128 - this.#filled)
      this.#block.set(piece, this.#filled)
      this.#filled += piece.length
      from += piece.length
    }
    return this
  }

  digest(): Uint8Array {
    this.#block.fill(0, this.#filled)
    compress(this.#state, this.#block, this.#counted + this.#filled, true)
    const bytes = new Uint8Array(64)
    const view = new DataView(bytes.buffer)
    for (const [place, half] of this.#state.entries()) view.setUint32(place * 4, half, true)
    return bytes.subarray(0, this.#length)
  }
}

const iv = Uint32Array.from([
  0xf3bcc908, 0x6a09e667, 0x84caa73b, 0xbb67ae85, 0xfe94f82b, 0x3c6ef372, 0x5f1d36f1, 0xa54ff53a, 0xade682d1,
  0x510e527f, 0x2b3e6c1f, 0x9b05688c, 0xfb41bd6b, 0x1f83d9ab, 0x137e2179, 0x5be0cd19,
])

/** The order in which a round takes the words of a block; rounds 10 and 11 are 0 and 1 again. */
const orders = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
  [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
  [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
  [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
  [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
  [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
  [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
  [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
  [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
]
const mixes = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const

const v = new Uint32Array(32)
const words = new Uint32Array(32)

/** `counted`: all bytes up to here, of which a number holds enough. */
function compress(state: Uint32Array, block: Uint8Array, counted: number, isLast: boolean): void {
  const view = new DataView(block.buffer)
  for (let half = 0; half < 32; half++) words[half] = view.getUint32(half * 4, true)
  v.set(state)
  v.set(iv, 16)
  v[24] = at(v, 24) ^ (counted >>> 0)
  v[25] = at(v, 25) ^ Math.floor(counted / 2 ** 32)
  if (isLast) {
    v[28] = ~at(v, 28)
    v[29] = ~at(v, 29)
  }
  for (let round = 0; round < 12; round++) {
    const order = orders[round % 10] ?? []
    for (const [place, [a, b, c, d]] of mixes.entries()) {
      mix(a * 2, b * 2, c * 2, d * 2, (order[place * 2] ?? 0) * 2, (order[place * 2 + 1] ?? 0) * 2)
    }
  }
  for (let half = 0; half < 16; half++) state[half] = at(state, half) ^ at(v, half) ^ at(v, half + 16)
}

/** Places of lower halves; the upper ones are behind them. */
function mix(a: number, b: number, c: number, d: number, x: number, y: number): void {
  add(a, at(v, b), at(v, b + 1))
  add(a, at(words, x), at(words, x + 1))
  turn(d, a, 32)
  add(c, at(v, d), at(v, d + 1))
  turn(b, c, 24)
  add(a, at(v, b), at(v, b + 1))
  add(a, at(words, y), at(words, y + 1))
  turn(d, a, 16)
  add(c, at(v, d), at(v, d + 1))
  turn(b, c, 63)
}

function add(to: number, low: number, high: number): void {
  const sum = at(v, to) + low
  v[to] = sum
  v[to + 1] = at(v, to + 1) + high + (sum > 0xffffffff ? 1 : 0)
}

/** A word is joined with another and turned to the right. */
function turn(word: number, other: number, bits: 16 | 24 | 32 | 63): void {
  const low = at(v, word) ^ at(v, other)
  const high = at(v, word + 1) ^ at(v, other + 1)
  if (bits === 32) {
    v[word] = high
    v[word + 1] = low
  } else if (bits === 63) {
    v[word] = (low << 1) | (high >>> 31)
    v[word + 1] = (high << 1) | (low >>> 31)
  } else {
    v[word] = (low >>> bits) | (high << (32 - bits))
    v[word + 1] = (high >>> bits) | (low << (32 - bits))
  }
}

function at(halves: Uint32Array, place: number): number {
  return halves[place] ?? 0
}
