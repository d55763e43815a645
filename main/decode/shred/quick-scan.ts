import { nextSerial, placeOf } from '../key-table.ts'
import { limits } from '../limits.ts'
import { clear, type Findings } from '../scan.ts'
import { type QuickTable, viewOf } from './quick-table.ts'
import { longest, recall, remember, setOf } from './recall.ts'

/** It is a matter for the exact scan. */
export const unknown = -3

/** Bytes that have to follow where a value begins, besides its reach. */
const ahead = 64
/** After so many values of a field that are known and yet were not found, more of their beginnings is compared, up to so much more. */
const crowded = 64
const farther = 32
const farthest = 160

/** Values that were met before are worth so much, until it no longer pays, and then it is tried again after so many. */
const worth = 4
const best = 1000
const worst = -2000
const tired = 20_000

/**
 * Scans a record about which nothing is odd: known names, each once, an id, and every byte as DuckDB itself would write
 * it, so without white space, escapes of characters that need none, and numbers of more than one spelling. Values that
 * it remembers are compared instead of walked over. Returns the index after the record, or `unknown` for everything
 * else, which scanObject has to judge.
 */
export function quickScan(b: Buffer, begin: number, end: number, table: QuickTable, found: Findings): number {
  if (table.bytes !== b) {
    table.bytes = b
    table.view = viewOf(b)
  }
  const { keys, view, recall: memory } = table
  const { seen, names } = keys
  const serial = nextSerial(keys)
  const { epoch } = memory
  let last = names.length
  let count = 0
  let i = begin + 1
  for (;;) {
    const k = fieldAt(b, i, table, last)
    if (k < 0 || seen[k] === serial) return unknown
    seen[k] = serial
    last = k
    i += (keys.lengths[k] as number) + 3
    table.from[k] = i
    table.order[count++] = k
    let entry = 0
    if ((table.rest[k] as number) > 0) {
      table.rest[k] = (table.rest[k] as number) - 1
      const to = endOf(b, i)
      if (to < 0) return unknown
      i = to
      table.escaped[k] = hadEscapes ? 1 : 0
    } else if (end - i < ahead + (table.reach[k] as number) || b[i] === 0x6e) {
      const to = endOf(b, i)
      if (to < 0) return unknown
      i = to
      table.escaped[k] = hadEscapes ? 1 : 0
    } else {
      const set = setOf(view, i, k, table.reach[k] as number)
      entry = recall(memory, set, k, b, view, i, end)
      if (entry > 0) {
        i += memory.length[entry] as number
        table.escaped[k] = 0
        const score = table.score[k] as number
        if (score < best) table.score[k] = score + worth
      } else {
        const to = endOf(b, i)
        if (to < 0) return unknown
        table.escaped[k] = hadEscapes ? 1 : 0
        const next = memory.next
        if (!hadEscapes && to - i <= longest) entry = remember(memory, set, k, b, view, i, to)
        i = to
        const score = table.score[k] as number
        if (entry > 0 && memory.next === next) lookFarther(table, k)
        else if (score > worst) table.score[k] = score - 1
        else {
          table.score[k] = worst + 500
          table.rest[k] = tired
        }
      }
    }
    table.to[k] = i
    table.entry[k] = entry
    const c = b[i++]
    if (c === 0x2c) continue
    if (c !== 0x7d || i > end) return unknown
    table.count = count
    // All was forgotten meanwhile, and the numbers are given to other values.
    if (memory.epoch !== epoch) table.entry.fill(0)
    if (seen[keys.id] !== serial || isNothing(b, table.from[keys.id] as number)) return unknown
    clear(found)
    found.anonymous = false
    found.quick = table
    return i
  }
}

/** Values of the field that begin alike push each other out: more of what they begin with has to tell them apart. */
function lookFarther({ crowd, reach }: QuickTable, k: number): void {
  const count = (crowd[k] as number) + 1
  crowd[k] = count % crowded
  if (count === crowded) reach[k] = Math.min(farthest, (reach[k] as number) + farther)
}

/** Place of the field whose name stands in quotes at b[i] and is followed by a colon, or -1. */
function fieldAt(b: Buffer, i: number, { keys, next }: QuickTable, last: number): number {
  if (b[i] !== 0x22) return -1
  const expected = next[last] as number
  if (expected >= 0) {
    const { bytes, offsets, lengths } = keys
    const length = lengths[expected] as number
    const offset = offsets[expected] as number
    let n = 0
    while (n < length && bytes[offset + n] === b[i + 1 + n]) n++
    if (n === length && b[i + 1 + n] === 0x22 && b[i + 2 + n] === 0x3a) return expected
  }
  const stop = b.indexOf(0x22, i + 1)
  if (stop < 0 || b[stop + 1] !== 0x3a) return -1
  const k = placeOf(keys, b, i + 1, stop)
  if (k >= 0) next[last] = k
  return k
}

/** Null or "" identify nothing. */
function isNothing(b: Buffer, from: number): boolean {
  return b[from] === 0x6e || (b[from] === 0x22 && b[from + 1] === 0x22)
}

const closers = new Uint8Array(limits.depth + 2)
/** Of the value that endOf walked over last. */
let hadEscapes = false

/** Index after the value at b[i], or -1 where it is not written as DuckDB writes it, or not to its end. */
function endOf(b: Buffer, start: number): number {
  hadEscapes = false
  let depth = 1
  let i = start
  for (;;) {
    const c = b[i] as number
    if (c === 0x22) {
      i = endOfString(b, i)
      if (i < 0) return -1
    } else if (c === 0x7b) {
      if (b[i + 1] === 0x7d) i += 2
      else {
        if (++depth > limits.depth) return -1
        closers[depth] = 0x7d
        i = afterName(b, i + 1)
        if (i < 0) return -1
        continue
      }
    } else if (c === 0x5b) {
      i++
      if (b[i] === 0x5d) i++
      else {
        if (++depth > limits.depth) return -1
        closers[depth] = 0x5d
        continue
      }
    } else {
      i = endOfWord(b, i)
      if (i < 0) return -1
    }
    while (depth > 1 && b[i] === closers[depth]) {
      depth--
      i++
    }
    if (depth === 1) return i
    if (b[i++] !== 0x2c) return -1
    if (closers[depth] === 0x7d) {
      i = afterName(b, i)
      if (i < 0) return -1
    }
  }
}

function afterName(b: Buffer, i: number): number {
  if (b[i] !== 0x22) return -1
  const to = endOfString(b, i)
  return to > 0 && b[to] === 0x3a ? to + 1 : -1
}

function endOfString(b: Buffer, start: number): number {
  let i = start
  for (;;) {
    let c = b[++i] as number
    while (c !== 0x22 && c !== 0x5c && c >= 0x20) c = b[++i] as number
    if (c === 0x22) return i + 1
    if (c !== 0x5c || !isUsual(b[++i])) return -1
    hadEscapes = true
  }
}

/** Escapes that DuckDB writes too: \" \\ \b \f \n \r \t, and neither \/ nor \u. */
function isUsual(c: number | undefined): boolean {
  return c === 0x22 || c === 0x5c || c === 0x62 || c === 0x66 || c === 0x6e || c === 0x72 || c === 0x74
}

/**
 * Index after true, false, null or a number that DuckDB writes the same way: 15 characters at most, no exponent, no
 * minus zero, and of a fraction one to three digits, the last of them a zero only when it is the only one.
 */
function endOfWord(b: Buffer, start: number): number {
  const c = b[start]
  if (c === 0x74) return b[start + 1] === 0x72 && b[start + 2] === 0x75 && b[start + 3] === 0x65 ? start + 4 : -1
  if (c === 0x6e) return b[start + 1] === 0x75 && b[start + 2] === 0x6c && b[start + 3] === 0x6c ? start + 4 : -1
  if (c === 0x66)
    return b[start + 1] === 0x61 && b[start + 2] === 0x6c && b[start + 3] === 0x73 && b[start + 4] === 0x65
      ? start + 5
      : -1
  const first = c === 0x2d ? start + 1 : start
  let i = digits(b, first)
  if (i === first || (b[first] === 0x30 && (i > first + 1 || c === 0x2d))) return -1
  if (b[i] === 0x2e) {
    const fraction = i + 1
    i = digits(b, fraction)
    const length = i - fraction
    if (length === 0 || length > 3 || (length > 1 && b[i - 1] === 0x30)) return -1
  }
  if (i - start > 15) return -1
  const after = b[i]
  return after === 0x2c || after === 0x7d || after === 0x5d ? i : -1
}

function digits(b: Buffer, from: number): number {
  let i = from
  while ((b[i] as number) >= 0x30 && (b[i] as number) <= 0x39) i++
  return i
}
