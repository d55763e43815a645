/**
 * The JSON of the text that Presto makes of a structure, `{type=IAMUser, arn=…, sessionContext={…}}`, or a list,
 * `[{…}, {…}]`. Nothing in it is escaped, so this is as good as the text: a value ends where another name, or what
 * closes it, follows. JSON inside is taken as it is; what is empty or null is left out. `spell`: the name that a member
 * gets. Null when it does not come out even.
 */
export function rowTextToJson(text: string, spell: (name: string) => string): string | null {
  const reader: Reader = { text, at: 0, spell, budget: 8 * text.length + 10_000 }
  try {
    const value = readValue(reader, 0)
    return reader.at === text.length ? value : null
  } catch {
    return null
  }
}

interface Reader {
  readonly text: string
  at: number
  readonly spell: (name: string) => string
  /** Characters that looking for JSON may still pass over: text that only looks like it is passed over again and again. */
  budget: number
}

const deepest = 32
const name = /([\w.:@ -]{1,200})=/y
const nextName = /, [\w.:@-]{1,200}=/y
const json = /\{\s*"|\[\s*[[{"]|\[\]|\{\}/y

function readValue(reader: Reader, depth: number): string {
  if (depth > deepest) throw new Error('nested too deep')
  json.lastIndex = reader.at
  if (json.test(reader.text)) {
    const inner = readJson(reader)
    if (inner !== null) return inner
  }
  const c = reader.text[reader.at]
  if (c === '{') return readObject(reader, depth)
  if (c === '[') return readList(reader, depth)
  return readScalar(reader)
}

/** The JSON that stands here, or null. */
function readJson(reader: Reader): string | null {
  const { text } = reader
  let open = 0
  const start = reader.at
  for (let i = start; i < text.length; i++) {
    const c = text[i]
    if (i - start > reader.budget) throw new Error('no end of looking for JSON')
    if (c === '"') {
      for (i++; i < text.length && text[i] !== '"'; i++) if (text[i] === '\\') i++
    } else if (c === '{' || c === '[') open++
    else if ((c === '}' || c === ']') && --open === 0) {
      const found = text.slice(start, i + 1)
      reader.budget -= found.length
      if (!isJson(found)) return null
      reader.at = i + 1
      return found
    }
  }
  reader.budget -= text.length - start
  return null
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function readObject(reader: Reader, depth: number): string {
  const members: string[] = []
  reader.at++
  while (reader.text[reader.at] !== '}') {
    name.lastIndex = reader.at
    const match = name.exec(reader.text)
    if (!match) throw new Error('no name')
    reader.at = name.lastIndex
    const value = readValue(reader, depth + 1)
    if (value !== '""' && value !== '"null"') {
      members.push(`${JSON.stringify(reader.spell(match[1] as string))}:${value}`)
    }
    skipComma(reader, '}')
  }
  reader.at++
  return `{${members.join(',')}}`
}

function readList(reader: Reader, depth: number): string {
  const items: string[] = []
  reader.at++
  while (reader.text[reader.at] !== ']') {
    items.push(readValue(reader, depth + 1))
    skipComma(reader, ']')
  }
  reader.at++
  return `[${items.join(',')}]`
}

function skipComma(reader: Reader, close: string): void {
  if (reader.text.startsWith(', ', reader.at)) reader.at += 2
  else if (reader.text[reader.at] !== close) throw new Error(`no ${close}`)
}

function readScalar(reader: Reader): string {
  const { text } = reader
  const start = reader.at
  for (let i = start; i < text.length; i++) {
    const c = text[i]
    nextName.lastIndex = i
    if (c === '}' || c === ']' || (c === ',' && nextName.test(text))) {
      reader.at = i
      return JSON.stringify(text.slice(start, i))
    }
  }
  throw new Error('no end')
}
