import type { Piece, SearchError } from './tree.ts'

/** Where parsing stands in a text; errors gather in the order in which they are met. */
export interface Cursor {
  readonly text: string
  at: number
  readonly errors: SearchError[]
}

/** A value as it is written, before its field says what it means. */
export type Written =
  | { readonly kind: 'word'; readonly source: string; readonly pieces: readonly Piece[] }
  | { readonly kind: 'quoted'; readonly text: string }
  | { readonly kind: 'regex'; readonly source: string; readonly ignoreCase: boolean }

/** Notes an error and carries on: a person sees all mistakes of a search at once. */
export function complain(cursor: Cursor, from: number, to: number, message: string): null {
  cursor.errors.push({ from, to: Math.max(from, to), message })
  return null
}

/** Reads a quoted phrase, a /regular expression/ or a word; null when it was wrong and has been complained about. */
export function scanValue(cursor: Cursor): Written | null {
  const start = cursor.text[cursor.at]
  const written = start === '"' ? scanQuoted(cursor) : start === '/' ? scanRegex(cursor) : scanWord(cursor)
  const next = cursor.text[cursor.at]
  if (written === null || next === undefined || next === ')' || /\s/.test(next)) return written
  const from = cursor.at
  if (next === '(') return complain(cursor, from, from + 1, "put a space before '(', or the whole value in quotes")
  const known = cursor.errors.length
  if (next === '"') scanQuoted(cursor)
  else scanWord(cursor)
  cursor.errors.length = known
  const message =
    written.kind === 'regex'
      ? "the regular expression ends before this: write '\\/' for a slash inside it, or put text in quotes"
      : 'put the whole value in quotes, and write \\" for a quote inside it'
  return complain(cursor, from, cursor.at, message)
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  '*': '*',
  '?': '?',
  n: '\n',
  r: '\r',
  t: '\t',
}
const unicode = /u(?:([0-9a-fA-F]{4})|\{([0-9a-fA-F]{1,6})\})/y

/** Inside quotes everything is literal; a backslash escapes a quote, a backslash, n, r, t and uXXXX. */
function scanQuoted(cursor: Cursor): Written | null {
  const { text } = cursor
  const open = cursor.at
  const broken = cursor.errors.length
  let value = ''
  for (cursor.at++; cursor.at < text.length && text[cursor.at] !== '"'; ) {
    const plain = /[^"\\]+/y
    plain.lastIndex = cursor.at
    const run = plain.exec(text)?.[0]
    if (run) {
      value += run
      cursor.at += run.length
    } else value += scanEscape(cursor)
  }
  if (cursor.at >= text.length) return complain(cursor, open, text.length, 'this quote is never closed')
  cursor.at++
  return cursor.errors.length > broken ? null : { kind: 'quoted', text: value }
}

function scanEscape(cursor: Cursor): string {
  const from = cursor.at++
  const letter = cursor.text[cursor.at]
  if (letter === undefined) return ''
  unicode.lastIndex = cursor.at
  const code = unicode.exec(cursor.text)
  const number = code ? Number.parseInt((code[1] ?? code[2]) as string, 16) : 0
  const character = code && number <= 0x10ffff ? String.fromCodePoint(number) : escapes[letter]
  cursor.at += code ? code[0].length : 1
  if (character !== undefined) return character
  const written = cursor.text.slice(from, cursor.at)
  complain(cursor, from, cursor.at, `'${written}' means nothing in quotes: write '\\\\' for a backslash`)
  return ''
}

function scanRegex(cursor: Cursor): Written | null {
  const open = cursor.at
  const form = /\/((?:[^/\\]|\\.)*)\/(i?)/sy
  form.lastIndex = open
  const found = form.exec(cursor.text)
  if (!found) {
    cursor.at = cursor.text.length
    return complain(
      cursor,
      open,
      cursor.at,
      "this regular expression is never closed: end it with '/', or put the text in quotes",
    )
  }
  cursor.at += found[0].length
  return { kind: 'regex', source: found[1] as string, ignoreCase: found[2] === 'i' }
}

/** A word ends at white space, a parenthesis or a quote; `*` and `?` in it are wildcards unless escaped. */
function scanWord(cursor: Cursor): Written {
  const from = cursor.at
  const pieces: Piece[] = []
  let text = ''
  const flush = () => {
    if (text) pieces.push({ kind: 'text', text })
    text = ''
  }
  const token = /\\([\\*?"() :/])|([*?])|[^\s()"*?\\]+|\\/y
  for (;;) {
    token.lastIndex = cursor.at
    const found = token.exec(cursor.text)
    if (!found) break
    cursor.at += found[0].length
    if (found[2]) {
      flush()
      if (found[2] === '?' || pieces.at(-1)?.kind !== 'run') pieces.push({ kind: found[2] === '?' ? 'one' : 'run' })
    } else text += found[1] ?? found[0]
  }
  flush()
  return { kind: 'word', source: cursor.text.slice(from, cursor.at), pieces }
}
