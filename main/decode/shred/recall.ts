/**
 * Values that the quick scan has walked over before, by the field they stood in: a log says the same again and again.
 * Each is known by a number from 1 on. When there is no room any more all of them are forgotten.
 */
export interface Recall {
  /** Rises when all is forgotten. */
  epoch: number
  /** Numbers in sets of `ways`, by how a value begins; the one that was met last comes first. */
  readonly sets: Uint16Array
  /** Numbers by the whole value. */
  readonly wholes: Uint16Array
  readonly field: Uint16Array
  readonly start: Uint32Array
  readonly length: Uint32Array
  readonly bytes: Buffer
  readonly view: DataView
  /** Bytes in use. */
  end: number
  /** Number of the next value. */
  next: number
}

export const ways = 4
const setCount = 2048
const wholeCount = 65_536
const mostBytes = 4 * 1024 * 1024
/** Numbers there are, from 1 on. */
export const mostEntries = 65_535
/** A longer value is not remembered. */
export const longest = 4096

export function newRecall(): Recall {
  const bytes = Buffer.alloc(mostBytes)
  return {
    epoch: 0,
    sets: new Uint16Array(setCount * ways),
    wholes: new Uint16Array(wholeCount),
    field: new Uint16Array(mostEntries + 1),
    start: new Uint32Array(mostEntries + 1),
    length: new Uint32Array(mostEntries + 1),
    bytes,
    view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length),
    end: 0,
    next: 1,
  }
}

/** Set of the values that begin like b[from…), of which at least 48 bytes and the reach are there. */
export function setOf(view: DataView, from: number, field: number, reach: number): number {
  let h = Math.imul(field + 1, 0x9e3779b1)
  const isObject = view.getUint8(from) === 0x7b
  const to = from + (isObject ? 44 : 20) + reach
  for (let i = from; i < to; i += 4) h = Math.imul(h ^ view.getInt32(i), 0x85ebca6b) ^ (h >>> 13)
  return ((h ^ (h >>> 15)) & (setCount - 1)) * ways
}

/** Number of a value of the set that stands at b[from…) and ends there, before `end`, or 0. */
export function recall(
  memory: Recall,
  set: number,
  field: number,
  b: Buffer,
  view: DataView,
  from: number,
  end: number,
): number {
  const { sets } = memory
  for (let way = 0; way < ways; way++) {
    const entry = sets[set + way] as number
    if (entry === 0) return 0
    const length = memory.length[entry] as number
    if (from + length >= end) continue
    const after = b[from + length]
    if (memory.field[entry] !== field || (after !== 0x2c && after !== 0x7d)) continue
    if (!isSame(memory.view, memory.start[entry] as number, view, from, length)) continue
    for (let w = way; w > 0; w--) sets[set + w] = sets[set + w - 1] as number
    sets[set] = entry
    return entry
  }
  return 0
}

/** Number of the value b[from, to), which has just been walked over; it is remembered if it was not. */
export function remember(
  memory: Recall,
  set: number,
  field: number,
  b: Buffer,
  view: DataView,
  from: number,
  to: number,
): number {
  const length = to - from
  const slot = wholeHash(b, from, to, field) & (wholeCount - 1)
  let entry = memory.wholes[slot] as number
  const isKnown =
    entry > 0 &&
    memory.field[entry] === field &&
    memory.length[entry] === length &&
    isSame(memory.view, memory.start[entry] as number, view, from, length)
  if (!isKnown) {
    if (memory.next > mostEntries || memory.end + length > mostBytes) forget(memory)
    entry = memory.next++
    memory.field[entry] = field
    memory.start[entry] = memory.end
    memory.length[entry] = length
    b.copy(memory.bytes, memory.end, from, to)
    memory.end += length
    memory.wholes[slot] = entry
  }
  const { sets } = memory
  for (let way = ways - 1; way > 0; way--) sets[set + way] = sets[set + way - 1] as number
  sets[set] = entry
  return entry
}

function forget(memory: Recall): void {
  memory.epoch++
  memory.sets.fill(0)
  memory.wholes.fill(0)
  memory.end = 0
  memory.next = 1
}

/** From the end on: there values of one kind differ soonest (a session's key and start). */
function isSame(one: DataView, at: number, other: DataView, from: number, length: number): boolean {
  let left = length
  while (left >= 4) {
    left -= 4
    if (one.getInt32(at + left) !== other.getInt32(from + left)) return false
  }
  while (left > 0) {
    left--
    if (one.getUint8(at + left) !== other.getUint8(from + left)) return false
  }
  return true
}

/** Of long values about 64 bytes spread over all of it. */
function wholeHash(b: Buffer, from: number, to: number, field: number): number {
  const step = 1 + ((to - from) >>> 6)
  let h = Math.imul(to - from, 0x9e3779b1) ^ field
  for (let i = from; i < to; i += step) h = Math.imul(h ^ (b[i] as number), 0x01000193)
  return h ^ (h >>> 15)
}
