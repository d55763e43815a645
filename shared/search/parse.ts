import { type Asked, scanField } from './asked.ts'
import { everyText, type Field } from './fields.ts'
import { type Cursor, complain, scanValue, type Written } from './scan.ts'
import type { SearchError, Span, Tree } from './tree.ts'
import { readValue } from './value.ts'

export type Parsed =
  | { readonly ok: true; readonly tree: Tree }
  | { readonly ok: false; readonly errors: readonly SearchError[] }

/** Deeper or longer searches are refused in words; the database would refuse them in its own. */
const mostParentheses = 100
const mostTerms = 1000

/**
 * Reads a search. Never throws: whatever is wrong is answered with its places, in the order of the text. AND binds
 * closer than OR and may be left out; AND, OR and NOT are upper case so that the words can be searched for.
 */
export function parseSearch(text: string): Parsed {
  const parser: Parser = { text, at: 0, errors: [], open: 0, terms: 0, list: null }
  const parts: Tree[] = []
  for (;;) {
    const part = parseOr(parser)
    if (part) parts.push(part)
    if (parser.at >= text.length) break
    complain(parser, parser.at, ++parser.at, "this ')' closes nothing: put text that holds one in quotes")
  }
  if (parser.errors.length > 0) return { ok: false, errors: parser.errors.toSorted((a, b) => a.from - b.from) }
  return { ok: true, tree: parts[0] ?? { kind: 'everything', from: 0, to: text.length } }
}

interface Parser extends Cursor {
  /** Parentheses around this place. */
  open: number
  terms: number
  /** What the values of a list such as `region:(a OR b)` belong to. */
  list: Asked | null
}

/** Of a bare word. */
const bare = { field: everyText, operator: ':', negated: false, written: '' } as const

function parseOr(parser: Parser): Tree | null {
  const parts: Tree[] = []
  let dangling: Span | null = null
  for (;;) {
    const part = parseAnd(parser)
    const or = keyword(parser, 'OR')
    if (part) parts.push(part)
    else if (or) complain(parser, or.from, or.to, 'OR needs a term before it: put the word in quotes to search for it')
    else if (dangling) complain(parser, dangling.from, dangling.to, 'OR needs a term behind it')
    if (!or) break
    dangling = part ? or : null
  }
  return joined('or', parts)
}

function parseAnd(parser: Parser): Tree | null {
  const parts: Tree[] = []
  let and: Span | null = null
  for (;;) {
    skipSpace(parser)
    const from = parser.at
    if (atEnd(parser) || peekKeyword(parser, 'OR')) break
    const next = keyword(parser, 'AND')
    if (next && (parts.length === 0 || and))
      complain(parser, next.from, next.to, 'AND needs a term before it: put the word in quotes to search for it')
    if (next) {
      and = parts.length > 0 ? next : null
      continue
    }
    const part = parseNot(parser)
    if (parser.list && parts.length > 0 && !and)
      complain(parser, from, parser.at, 'write OR between the values of a list, or put a value with spaces in quotes')
    parts.push(part)
    and = null
  }
  if (and) complain(parser, and.from, and.to, 'AND needs a term behind it')
  return joined('and', parts)
}

function parseNot(parser: Parser): Tree {
  const from = parser.at
  let negated = false
  for (;;) {
    const minus = parser.text[parser.at] === '-'
    const not = minus ? { from: parser.at, to: ++parser.at } : keyword(parser, 'NOT')
    if (!not) break
    negated = !negated
    if (!minus) skipSpace(parser)
    const isTerm = !atEnd(parser) && !/\s/.test(parser.text[parser.at] as string)
    if (isTerm && !peekKeyword(parser, 'AND') && !peekKeyword(parser, 'OR')) continue
    const behind = minus ? "'-' excludes the term right behind it: there is none" : 'NOT needs a term behind it'
    complain(parser, not.from, not.to, behind)
    return nothing(not)
  }
  const part = parseOne(parser)
  return negated ? { kind: 'not', part, from, to: parser.at } : part
}

function parseOne(parser: Parser): Tree {
  const from = parser.at
  if (parser.text[from] === '(') return parseGroup(parser, from)
  if (parser.list) return parseValue(parser, from, parser.list)
  const asked = scanField(parser)
  if (!asked) {
    const sign = /[<>=:]+/y
    sign.lastIndex = from
    const text = sign.exec(parser.text)?.[0]
    const written = scanValue(parser)
    if (text)
      complain(
        parser,
        from,
        from + text.length,
        `write the field right before '${text}' without a space, or put the text in quotes`,
      )
    return written ? term(parser, from, from, bare, written) : nothing({ from, to: parser.at })
  }
  const next = parser.text[parser.at]
  const isEmpty = next === undefined || next === ')' || /\s/.test(next)
  if (isEmpty && asked.field)
    complain(
      parser,
      from,
      parser.at,
      `'${parser.text.slice(from, parser.at)}' needs a value right behind it; ${asked.field.name}:none finds events without one`,
    )
  if (isEmpty) return nothing({ from, to: parser.at })
  if (next !== '(') return parseValue(parser, from, asked)
  if (asked.operator !== ':' && asked.operator !== '=')
    complain(parser, from, parser.at, `'${asked.operator}' takes one value, not a list`)
  parser.list = { ...asked, negated: false }
  const list = parseGroup(parser, from)
  parser.list = null
  return asked.negated ? { kind: 'not', part: list, from, to: parser.at } : list
}

function parseGroup(parser: Parser, from: number): Tree {
  const open = parser.at++
  if (++parser.open > mostParentheses)
    return giveUp(parser, open, `a search nests at most ${mostParentheses} parentheses`)
  const inner = parseOr(parser)
  parser.open--
  if (parser.text[parser.at] !== ')') {
    if (parser.at <= parser.text.length)
      complain(parser, open, open + 1, "this '(' is never closed: put text that holds one in quotes")
    return nothing({ from, to: parser.at })
  }
  parser.at++
  if (!inner) complain(parser, open, parser.at, 'there is nothing between these parentheses')
  return inner ? { ...inner, from, to: parser.at } : nothing({ from, to: parser.at })
}

function parseValue(parser: Parser, from: number, asked: Asked): Tree {
  const at = parser.at
  const written = scanValue(parser)
  if (!written || !asked.field) return nothing({ from, to: parser.at })
  if (parser.list && written.kind === 'word' && /^,|,$/.test(written.source))
    complain(
      parser,
      at,
      parser.at,
      'write OR between the values of a list, not a comma; put a value that holds one in quotes',
    )
  return term(parser, from, at, { ...asked, field: asked.field }, written)
}

function term(
  parser: Parser,
  from: number,
  at: number,
  asked: Asked & { readonly field: Field },
  written: Written,
): Tree {
  const { field, operator } = asked
  if (++parser.terms > mostTerms) return giveUp(parser, from, `a search has at most ${mostTerms} terms`)
  const value = readValue(written, field, operator)
  const to = parser.at
  if ('message' in value) {
    const start = at + (value.at === undefined ? 0 : value.at + 1)
    complain(parser, start, to, value.message)
    return nothing({ from, to })
  }
  const part: Tree = { kind: 'term', field, operator, value, asked: asked.written, valueFrom: at, from, to }
  return asked.negated ? { kind: 'not', part, from, to } : part
}

function joined(kind: 'and' | 'or', parts: readonly Tree[]): Tree | null {
  const [first, last] = [parts[0], parts.at(-1)]
  if (!first || !last) return null
  return parts.length === 1 ? first : { kind, parts, from: first.from, to: last.to }
}

/** Stands for what was wrong; its tree is never answered. */
function nothing(span: Span): Tree {
  return { kind: 'everything', from: span.from, to: span.to }
}

function giveUp(parser: Parser, from: number, message: string): Tree {
  complain(parser, from, from + 1, message)
  parser.at = parser.text.length + 1
  return nothing({ from, to: parser.text.length })
}

function skipSpace(parser: Parser): void {
  const space = /\s*/y
  space.lastIndex = parser.at
  parser.at += space.exec(parser.text)?.[0].length ?? 0
}

function atEnd(parser: Parser): boolean {
  return parser.at >= parser.text.length || parser.text[parser.at] === ')'
}

function peekKeyword(parser: Parser, word: string): boolean {
  return parser.text.startsWith(word, parser.at) && /^[\s()"]?$/.test(parser.text[parser.at + word.length] ?? '')
}

function keyword(parser: Parser, word: string): Span | null {
  if (!peekKeyword(parser, word)) return null
  parser.at += word.length
  return { from: parser.at - word.length, to: parser.at }
}
