import type { RowReader, TextLayout } from './text-format.ts'
import { begin, columnOf, putText } from './text-row.ts'

/** A name and its value, bare or in quotes with backslashes, and the blank behind it. */
const pair = /([\w.-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s"]*))(?: +|$)/y

/** Lines of `name=value` between blanks, as programs in Go write them (logfmt). `matches`: what a line of this log looks like. */
export function logfmtRows(known: Readonly<Record<string, unknown>>, matches: RegExp): TextLayout {
  const reader = (): RowReader => ({
    heading() {},
    read(b, from, to, row) {
      begin(row)
      const line = b.toString('utf8', from, to)
      const seen = new Set<string>()
      pair.lastIndex = 0
      while (pair.lastIndex < line.length) {
        const at = pair.lastIndex
        const [, name, quoted, bare] = pair.exec(line) ?? []
        if (name === undefined) return `it is no line of names and values (character ${at + 1})`
        if (seen.has(name)) return `it says ${JSON.stringify(name)} twice`
        seen.add(name)
        const text = quoted === undefined ? (bare ?? '') : unquoted(quoted)
        putText(row, columnOf(name, known), text)
      }
      return row.length === 0 ? 'all its fields are empty' : null
    },
  })
  return { matches: (line) => matches.test(line), reader }
}

/** Go quotes as JSON does, but for bytes that are no text (\x…), which stay as they are. */
function unquoted(text: string): string {
  if (!text.includes('\\')) return text
  try {
    return String(JSON.parse(`"${text}"`))
  } catch {
    return text
  }
}
