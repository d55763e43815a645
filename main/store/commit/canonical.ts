/**
 * JSON text in a form that depends on its meaning alone: keys sorted, no space, strings escaped one way, numbers as
 * they were written (1 and 1.0 differ: nothing is rounded). Keys that occur twice both stay. Null for text that is no
 * JSON or is nested deeper than 1,000: such text equals nothing but itself.
 */
export function canonical(text: string): string | null {
  const reader = { text, at: 0 }
  try {
    const value = readValue(reader, 0)
    skipSpace(reader)
    return reader.at === text.length ? value : null
  } catch {
    return null
  }
}

interface Reader {
  readonly text: string
  at: number
}

const deepest = 1000

function readValue(reader: Reader, depth: number): string {
  if (depth > deepest) throw new Error('nested too deep')
  skipSpace(reader)
  const first = reader.text[reader.at]
  if (first === '{') return readObject(reader, depth)
  if (first === '[') return readList(reader, depth)
  if (first === '"') return readString(reader)
  return readMatch(reader, scalar)
}

function readObject(reader: Reader, depth: number): string {
  const entries: (readonly [key: string, value: string])[] = []
  readItems(reader, '}', () => {
    skipSpace(reader)
    const key = readString(reader)
    skipSpace(reader)
    expect(reader, ':')
    entries.push([key, readValue(reader, depth + 1)])
  })
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([key, value]) => `${key}:${value}`).join(',')}}`
}

function readList(reader: Reader, depth: number): string {
  const items: string[] = []
  readItems(reader, ']', () => items.push(readValue(reader, depth + 1)))
  return `[${items.join(',')}]`
}

function readItems(reader: Reader, end: string, readItem: () => void): void {
  reader.at++
  skipSpace(reader)
  if (reader.text[reader.at] === end) {
    reader.at++
    return
  }
  for (;;) {
    readItem()
    skipSpace(reader)
    if (reader.text[reader.at] === end) {
      reader.at++
      return
    }
    expect(reader, ',')
  }
}

const space = /[ \t\n\r]*/y
const string = /"(?:[^"\\]|\\.)*"/y
const scalar = /-?\d[\d.eE+-]*|true|false|null/y

function readString(reader: Reader): string {
  const token = readMatch(reader, string)
  return token.includes('\\') ? JSON.stringify(JSON.parse(token)) : token
}

function readMatch(reader: Reader, pattern: RegExp): string {
  pattern.lastIndex = reader.at
  const match = pattern.exec(reader.text)
  if (!match) throw new Error(`no JSON at ${reader.at}`)
  reader.at = pattern.lastIndex
  return match[0]
}

function skipSpace(reader: Reader): void {
  space.lastIndex = reader.at
  space.exec(reader.text)
  reader.at = space.lastIndex
}

function expect(reader: Reader, mark: string): void {
  if (reader.text[reader.at] !== mark) throw new Error(`no ${mark} at ${reader.at}`)
  reader.at++
}
