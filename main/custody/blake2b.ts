/** BLAKE2b without a key (RFC 7693) for digests of other lengths than the 64 bytes that Node offers. For short input. */
export function blake2b(input: Uint8Array, length: number): Uint8Array {
  const state = iv.map((word, at) => (at === 0 ? word ^ 0x01010000n ^ BigInt(length) : word))
  const blocks = Math.max(1, Math.ceil(input.length / 128))
  for (let block = 0; block < blocks; block++) {
    const piece = new Uint8Array(128)
    piece.set(input.subarray(block * 128, (block + 1) * 128))
    const isLast = block === blocks - 1
    compress(state, piece, BigInt(isLast ? input.length : (block + 1) * 128), isLast)
  }
  const bytes = new Uint8Array(64)
  const view = new DataView(bytes.buffer)
  for (const [at, word] of state.entries()) view.setBigUint64(at * 8, word, true)
  return bytes.subarray(0, length)
}

const iv = [
  0x6a09e667f3bcc908n,
  0xbb67ae8584caa73bn,
  0x3c6ef372fe94f82bn,
  0xa54ff53a5f1d36f1n,
  0x510e527fade682d1n,
  0x9b05688c2b3e6c1fn,
  0x1f83d9abfb41bd6bn,
  0x5be0cd19137e2179n,
]

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

function compress(state: bigint[], block: Uint8Array, counted: bigint, isLast: boolean): void {
  const view = new DataView(block.buffer)
  const words = Array.from({ length: 16 }, (_, at) => view.getBigUint64(at * 8, true))
  const v = [...state, ...iv]
  v[12] = at(v, 12) ^ counted
  if (isLast) v[14] = ~at(v, 14) & mask
  for (let round = 0; round < 12; round++) {
    const order = orders[round % 10] ?? []
    for (const [place, [a, b, c, d]] of mixes.entries()) {
      for (const [half, turns] of [
        [0, [32n, 24n]],
        [1, [16n, 63n]],
      ] as const) {
        v[a] = (at(v, a) + at(v, b) + at(words, order[place * 2 + half] ?? 0)) & mask
        v[d] = turned(at(v, d) ^ at(v, a), turns[0])
        v[c] = (at(v, c) + at(v, d)) & mask
        v[b] = turned(at(v, b) ^ at(v, c), turns[1])
      }
    }
  }
  for (const [place, word] of state.entries()) state[place] = word ^ at(v, place) ^ at(v, place + 8)
}

const mask = 0xffffffffffffffffn

function turned(word: bigint, bits: bigint): bigint {
  return ((word >> bits) | (word << (64n - bits))) & mask
}

function at(words: readonly bigint[], place: number): bigint {
  return words[place] ?? 0n
}
