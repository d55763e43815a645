import { type KeyTable, nextSerial, placeOf } from './key-table.ts'
import { limits } from './limits.ts'
import type { QuickTable } from './shred/quick-table.ts'

/** What a scan noticed about one record. Any of the booleans sends the record through repair.ts. */
export interface Findings {
  /** Field names at the top of the record that are unknown, doubled or written with escapes. */
  oddKeys: boolean
  /** Line breaks between tokens. */
  newlines: boolean
  /** Escaped surrogates, paired or not. */
  surrogates: boolean
  /** Control characters inside strings, where JSON forbids them. */
  controls: boolean
  /** No usable value in the field that identifies a record. */
  anonymous: boolean
  /** Where its fields lie, when the quick scan understood all of it. */
  quick: QuickTable | null
  /** Why it is no JSON object, when it is none, and where. */
  reason: string
  at: number
}

export const newFindings = (): Findings => ({
  oddKeys: false,
  newlines: false,
  surrogates: false,
  controls: false,
  anonymous: false,
  quick: null,
  reason: '',
  at: 0,
})

/** To what a scan begins with: nothing odd but that no id has come yet. */
export function clear(found: Findings): void {
  found.oddKeys = false
  found.newlines = false
  found.surrogates = false
  found.controls = false
  found.anonymous = true
  found.quick = null
}

/** The bytes end before the object does. */
export const more = -1
/** It is no JSON: `reason` says why. */
export const bad = -2

/** How the reason ends when a number or word is none of JSON's. */
export const noValue = 'is no JSON value'

// What may come next.
const key = 0
const keyOrEnd = 1
const value = 2
const valueOrEnd = 3
const after = 4

const hex = new Uint8Array(256)
for (const c of '0123456789abcdefABCDEF') hex[c.charCodeAt(0)] = 1
const escapable = new Uint8Array(256)
for (const c of '"\\/bfnrt') escapable[c.charCodeAt(0)] = 1
/** Bytes of numbers, true, false, null and what people mistake for them. */
const word = new Uint8Array(256)
for (const c of '+-._0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ') word[c.charCodeAt(0)] = 1
const closers = new Uint8Array(limits.depth + 2)

/**
 * Reads the JSON object that begins at b[from] in one pass: finds its end, checks the grammar (RFC 8259) and compares
 * its own field names with the table. Returns the index after it, `more` or `bad`. `inLines`: a line break inside a
 * string ends the object as bad, because the next line is another record.
 */
export function scanObject(
  b: Uint8Array,
  from: number,
  end: number,
  table: KeyTable,
  found: Findings,
  inLines: boolean,
): number {
  clear(found)
  const serial = nextSerial(table)
  const seen = table.seen
  const id = table.id
  let depth = 1
  closers[1] = 0x7d
  let want = keyOrEnd
  let i = from + 1
  while (i < end) {
    let c = b[i] as number
    if (c === 0x22) {
      if (want === after) return fail(found, i, 'a comma is missing')
      const start = i + 1
      do c = b[++i] as number
      while (c !== 0x22 && c !== 0x5c && c >= 0x20)
      while (c !== 0x22) {
        if (i >= end) return more
        if (c === 0x5c) {
          if (++i >= end) return more
          c = b[i] as number
          if (c === 0x75) {
            if (i + 4 >= end) return more
            const h = b[i + 1] as number
            if (
              hex[h] !== 1 ||
              hex[b[i + 2] as number] !== 1 ||
              hex[b[i + 3] as number] !== 1 ||
              hex[b[i + 4] as number] !== 1
            )
              return fail(found, i, 'an escape in a string is not \\u and four hexadecimal digits')
            if ((h | 0x20) === 0x64 && (b[i + 2] as number) >= 0x38) found.surrogates = true
            i += 4
          } else if (escapable[c] !== 1) return fail(found, i, 'a string holds a backslash that escapes nothing')
        } else {
          if (inLines && (c === 0x0a || c === 0x0d)) return fail(found, i, 'the line ends inside a string')
          found.controls = true
        }
        do c = b[++i] as number
        while (c !== 0x22 && c !== 0x5c && c >= 0x20)
      }
      if (i >= end) return more
      if (want === value || want === valueOrEnd) {
        want = after
        i++
        continue
      }
      const stop = i++
      c = b[i] as number
      while (c !== 0x3a) {
        if (i >= end) return more
        if (c === 0x0a || c === 0x0d) found.newlines = true
        else if (c !== 0x20 && c !== 0x09) return fail(found, i, 'a colon is missing')
        c = b[++i] as number
      }
      i++
      want = value
      if (depth === 1) {
        const k = placeOf(table, b, start, stop)
        if (k < 0 || seen[k] === serial) found.oddKeys = true
        else {
          seen[k] = serial
          if (k === id) found.anonymous = isEmpty(b, i, end)
        }
      }
    } else if (c === 0x2c) {
      if (want !== after) return fail(found, i, 'there is a comma too many')
      want = closers[depth] === 0x7d ? key : value
      i++
    } else if (c === 0x7b || c === 0x5b) {
      if (want !== value && want !== valueOrEnd) return fail(found, i, 'a bracket opens where none may')
      if (++depth > limits.depth) return fail(found, i, `nested deeper than ${limits.depth} levels`)
      closers[depth] = c + 2
      want = c === 0x7b ? keyOrEnd : valueOrEnd
      i++
    } else if (c === 0x7d || c === 0x5d) {
      if (c !== closers[depth]) return fail(found, i, 'brackets do not match')
      if (want !== after && want !== keyOrEnd && want !== valueOrEnd)
        return fail(found, i, 'a value or name is missing before a closing bracket')
      i++
      if (--depth === 0) return i
      want = after
    } else if (c === 0x20 || c === 0x09) i++
    else if (c === 0x0a || c === 0x0d) {
      found.newlines = true
      i++
    } else {
      if (want !== value && want !== valueOrEnd)
        return fail(found, i, `${byteName(c)} where a name, comma or bracket belongs`)
      const start = i
      while (word[b[i] as number] === 1) i++
      if (i >= end) return more
      if (!isWord(b, start, i))
        return fail(
          found,
          start,
          i === start ? `${byteName(c)} where a value belongs` : `${quoted(b, start, i)} ${noValue}`,
        )
      want = after
    }
  }
  return more
}

/** An unquoted value: true, false, null or a number as RFC 8259 writes it. */
function isWord(b: Uint8Array, from: number, to: number): boolean {
  let i = from
  const c = b[i] as number
  if (c > 0x39) {
    const length = to - from
    if (c === 0x74) return length === 4 && b[i + 1] === 0x72 && b[i + 2] === 0x75 && b[i + 3] === 0x65
    if (c === 0x6e) return length === 4 && b[i + 1] === 0x75 && b[i + 2] === 0x6c && b[i + 3] === 0x6c
    return (
      c === 0x66 && length === 5 && b[i + 1] === 0x61 && b[i + 2] === 0x6c && b[i + 3] === 0x73 && b[i + 4] === 0x65
    )
  }
  if (c === 0x2d) i++
  if (b[i] === 0x30) i++
  else {
    const first = i
    i = digits(b, i, to)
    if (i === first) return false
  }
  if (i < to && b[i] === 0x2e) {
    const first = ++i
    i = digits(b, i, to)
    if (i === first) return false
  }
  if (i < to && ((b[i] as number) | 0x20) === 0x65) {
    i++
    if (b[i] === 0x2b || b[i] === 0x2d) i++
    const first = i
    i = digits(b, i, to)
    if (i === first) return false
  }
  return i === to
}

function digits(b: Uint8Array, from: number, to: number): number {
  let i = from
  while (i < to && (b[i] as number) >= 0x30 && (b[i] as number) <= 0x39) i++
  return i
}

/** Null or "" identify nothing. */
function isEmpty(b: Uint8Array, from: number, end: number): boolean {
  let i = from
  while (i < end && (b[i] as number) <= 0x20) i++
  return b[i] === 0x6e || (b[i] === 0x22 && b[i + 1] === 0x22)
}

function fail(found: Findings, at: number, reason: string): number {
  found.reason = reason
  found.at = at
  return bad
}

function quoted(b: Uint8Array, from: number, to: number): string {
  return `"${Buffer.from(b.subarray(from, Math.min(to, from + 40))).toString('latin1')}"`
}

/** How a byte is called in a sentence. */
export function byteName(c: number): string {
  return c > 0x20 && c < 0x7f ? `"${String.fromCharCode(c)}"` : `byte 0x${c.toString(16).padStart(2, '0')}`
}
