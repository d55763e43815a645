/** A random number generator with a seed: the same sample on every machine, every time (mulberry32, public domain). */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number
  pick<T>(list: readonly T[]): T
  chance(probability: number): boolean
  /** Letters and digits, such as in ids and keys. */
  text(length: number, alphabet: string): string
  uuid(): string
}

export function random(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  const text = (length: number, alphabet: string) => {
    let out = ''
    while (out.length < length) out += alphabet[int(0, alphabet.length - 1)]
    return out
  }
  return {
    next,
    int,
    pick: (list) => list[int(0, list.length - 1)] as (typeof list)[number],
    chance: (probability) => next() < probability,
    text,
    uuid: () => {
      const hex = text(32, '0123456789abcdef')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
    },
  }
}

export const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
export const hex = '0123456789abcdef'
