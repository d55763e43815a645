/** A field of an object: its name and its value as they stand in the bytes; the quotes of the name are outside. */
export interface Span {
  readonly name: number
  readonly nameEnd: number
  readonly value: number
  readonly valueEnd: number
}

/** The fields at the top of the JSON object b[from, to), which scanObject found sound. */
export function spansOf(b: Uint8Array, from: number, to: number): Span[] {
  const spans: Span[] = []
  let i = blank(b, from + 1, to)
  while (i < to && b[i] === 0x22) {
    const name = i + 1
    const nameEnd = endOfValue(b, i, to) - 1
    const value = blank(b, blank(b, nameEnd + 1, to) + 1, to)
    const valueEnd = endOfValue(b, value, to)
    spans.push({ name, nameEnd, value, valueEnd })
    i = blank(b, valueEnd, to)
    if (b[i] === 0x2c) i = blank(b, i + 1, to)
  }
  return spans
}

/** The items of a JSON list, which scanObject found sound; of a longer one the first `most` and one more. */
export function itemsOf(list: Buffer, most: number): Buffer[] {
  const items: Buffer[] = []
  let i = blank(list, 1, list.length)
  while (i < list.length && list[i] !== 0x5d && items.length <= most) {
    const end = endOfValue(list, i, list.length)
    items.push(list.subarray(i, end))
    i = blank(list, end, list.length)
    if (list[i] === 0x2c) i = blank(list, i + 1, list.length)
  }
  return items
}

/** The fields at the top of a record by name, the last of doubled ones. */
export function fieldsOf(record: Buffer): ReadonlyMap<string, Buffer> {
  return new Map(
    spansOf(record, 0, record.length).map((span) => [nameOf(record, span), record.subarray(span.value, span.valueEnd)]),
  )
}

/** Where a walk over a value whose end is not here yet goes on: it needs no more memory than this. */
export interface Skip {
  depth: number
  inString: boolean
  escaped: boolean
  /** Inside a number or a word. */
  inWord: boolean
}

export const newSkip = (): Skip => ({ depth: 0, inString: false, escaped: false, inWord: false })

/** Walks on over one value of any kind, counting brackets and minding strings and nothing else; its end, or -1 when it is not in b. */
export function skipValue(b: Uint8Array, from: number, to: number, skip: Skip): number {
  let { depth, inString, escaped, inWord } = skip
  let i = from
  let end = -1
  while (i < to) {
    const c = b[i++] as number
    if (inString) {
      if (escaped) escaped = false
      else if (c === 0x5c) escaped = true
      else if (c === 0x22) {
        inString = false
        if (depth === 0) end = i
      }
    } else if (c === 0x22) {
      if (inWord) end = i - 1
      else inString = true
    } else if (c === 0x7b || c === 0x5b) {
      if (inWord) end = i - 1
      else depth++
    } else if (c === 0x7d || c === 0x5d) {
      if (depth === 0) end = i - 1
      else if (--depth === 0) end = i
    } else if (depth === 0) {
      if (c === 0x2c || c === 0x3a || c <= 0x20) end = i - 1
      else inWord = true
    }
    if (end >= 0) return end
  }
  skip.depth = depth
  skip.inString = inString
  skip.escaped = escaped
  skip.inWord = inWord
  return -1
}

/** The first index from `from` that is not JSON white space. */
export function blank(b: Uint8Array, from: number, to: number): number {
  let i = from
  while (i < to && (b[i] === 0x20 || b[i] === 0x0a || b[i] === 0x0d || b[i] === 0x09)) i++
  return i
}

function endOfValue(b: Uint8Array, from: number, to: number): number {
  const end = skipValue(b, from, to, newSkip())
  return end < 0 ? to : end
}

/** The text of a field name, escapes resolved. */
export function nameOf(b: Buffer, span: Span): string {
  const raw = b.toString('utf8', span.name, span.nameEnd)
  if (!raw.includes('\\')) return raw
  return textOf(`"${raw}"`) ?? raw
}

/** What a JSON string literal says, or null when it is none. */
export function textOf(literal: string): string | null {
  try {
    const text: unknown = JSON.parse(literal)
    return typeof text === 'string' ? text : null
  } catch {
    return null
  }
}
