/** A DuckDB type as far as reading needs it. */
export type ColumnType =
  | { readonly kind: 'plain'; readonly name: string }
  | { readonly kind: 'struct'; readonly fields: readonly { readonly name: string; readonly type: ColumnType }[] }
  | { readonly kind: 'list'; readonly of: ColumnType }
  | { readonly kind: 'map'; readonly value: ColumnType }

/** Reads a type as DESCRIBE writes it: `STRUCT("user" STRUCT(uid VARCHAR), "groups" VARCHAR[])`. */
export function columnType(text: string): ColumnType {
  const reader = { text, at: 0 }
  const type = readType(reader)
  return reader.at === text.length ? type : { kind: 'plain', name: text }
}

interface Reader {
  readonly text: string
  at: number
}

function readType(reader: Reader): ColumnType {
  let type = readOne(reader)
  for (let size = take(reader, /\[\d*\]/y); size !== null; size = take(reader, /\[\d*\]/y))
    type = { kind: 'list', of: type }
  return type
}

function readOne(reader: Reader): ColumnType {
  if (take(reader, /STRUCT\(/y) !== null) {
    const fields: { name: string; type: ColumnType }[] = []
    while (take(reader, /\)/y) === null) {
      const name = take(reader, /"(?:[^"]|"")*"|[^\s"(),]+/y)
      if (name === null || take(reader, / /y) === null) return rest(reader)
      fields.push({
        name: name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name,
        type: readType(reader),
      })
      take(reader, /, /y)
    }
    return { kind: 'struct', fields }
  }
  if (take(reader, /MAP\(/y) !== null) {
    readType(reader)
    if (take(reader, /, /y) === null) return rest(reader)
    const value = readType(reader)
    return take(reader, /\)/y) === null ? rest(reader) : { kind: 'map', value }
  }
  const name = take(reader, /[A-Z_][A-Z_0-9]*(?: WITH TIME ZONE)?(?:\(\d+(?:,\d+)?\))?/y)
  return name === null ? rest(reader) : { kind: 'plain', name }
}

/** What is not understood is plain up to the end, and then the whole type is. */
function rest(reader: Reader): ColumnType {
  reader.at = reader.text.length + 1
  return { kind: 'plain', name: '' }
}

function take(reader: Reader, pattern: RegExp): string | null {
  pattern.lastIndex = reader.at
  const match = pattern.exec(reader.text)
  if (match === null) return null
  reader.at = pattern.lastIndex
  return match[0]
}
