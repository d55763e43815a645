/** What came out of a block, and what was wrong with it. */
export interface Block {
  readonly out: Buffer
  /** Null when the block is whole and sound. */
  readonly trouble: string | null
}

/** The trouble of a block that ends before it is whole. */
export const cut = 'it ends early'

/** The length that a block claims, and where its elements begin; null when it is no block. */
export function claimOf(b: Uint8Array, from: number, to: number): { length: number; at: number } | null {
  let length = 0
  for (let i = 0; i < 5 && from + i < to; i++) {
    const c = b[from + i] as number
    length += (c & 0x7f) * 2 ** (7 * i)
    if (c < 0x80) return length <= mostOf(to - from) ? { length, at: from + i + 1 } : null
  }
  return null
}

/** A copy is 64 bytes at most and takes two or three: a claim beyond that is a lie, and nothing is allocated for it. */
const mostOf = (bytes: number) => 32 * bytes

/**
 * Inflates the raw Snappy block b[from, to) (google/snappy, format_description.txt); of one that is cut or damaged,
 * what comes before the damage. `claim`: of claimOf.
 */
export function unsnap(b: Buffer, to: number, claim: { readonly length: number; readonly at: number }): Block {
  const out = Buffer.allocUnsafe(claim.length)
  const size = claim.length
  let at = claim.at
  let length = 0
  const fail = (trouble: string): Block => ({ out: out.subarray(0, length), trouble })
  while (at < to) {
    const tag = b[at++] as number
    const kind = tag & 3
    if (kind === 0) {
      let count = (tag >> 2) + 1
      if (count > 60) {
        const extra = count - 60
        if (at + extra > to) return fail(cut)
        count = b.readUIntLE(at, extra) + 1
        at += extra
      }
      if (length + count > size) return fail('it holds more than it claims')
      if (at + count > to) return fail(cut)
      b.copy(out, length, at, at + count)
      at += count
      length += count
      continue
    }
    const width = kind === 3 ? 4 : kind
    if (at + width > to) return fail(cut)
    const count = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1
    const back = kind === 1 ? ((tag >> 5) << 8) | (b[at] as number) : b.readUIntLE(at, width)
    at += width
    if (back === 0 || back > length) return fail('it refers to bytes before its beginning')
    if (length + count > size) return fail('it holds more than it claims')
    if (back >= count) out.copyWithin(length, length - back, length - back + count)
    else for (let i = 0; i < count; i++) out[length + i] = out[length + i - back] as number
    length += count
  }
  return length === size ? { out, trouble: null } : fail(cut)
}
