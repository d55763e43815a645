import type { Cell } from '../rows.ts'
import type { Match } from './fields.ts'
import type { Piece } from './tree.ts'

/** How a value gets into the SQL: as the name of a parameter, or written in. */
export type Bind = (value: Cell) => string

/** What is compared: the SQL of a value, and how. */
export interface Operand {
  readonly sql: string
  readonly match: Match
  readonly isJson: boolean
}

/** Whether a value is, holds or ends in a text, in any case, as its column is compared. */
export function textSql({ sql, match, isJson }: Operand, text: string, bind: Bind): string {
  const value = (wanted: string) => `lower(${bind(wanted)})`
  switch (match) {
    case 'part':
    case 'anywhere':
      return any(spellings(text, isJson).map((spelling) => `contains(lower(${sql}), ${value(spelling)})`))
    case 'word':
      return `contains(' ' || lower(${sql}) || ' ', ' ' || ${value(text)} || ' ')`
    case 'service':
      return equalSql(sql, text.replace(/\.amazonaws\.com$/i, ''), bind)
    case 'name': {
      const ends = /^arn:/i.test(text) || text === '' ? [] : ['/', ':']
      return any([equalSql(sql, text, bind), ...ends.map((end) => `ends_with(lower(${sql}), ${value(end + text)})`)])
    }
    case 'whole':
    case 'address':
      return equalSql(sql, text, bind)
  }
}

/** Text without letters needs no folding, and a plain comparison uses what the storage knows of a column. */
function equalSql(sql: string, text: string, bind: Bind): string {
  const hasCase = /[^\x20-@[-`{-~]/.test(text)
  return hasCase ? `lower(${sql}) = lower(${bind(text)})` : `${sql} = ${bind(text)}`
}

/** In the text of JSON, quotes, backslashes and control characters stand escaped. */
function spellings(text: string, isJson: boolean): readonly string[] {
  const escaped = JSON.stringify(text).slice(1, -1)
  return isJson && escaped !== text ? [text, escaped] : [text]
}

/** The same with wildcards. */
export function patternSql({ sql, match }: Operand, pieces: readonly Piece[], bind: Bind): string {
  const run: Piece = { kind: 'run' }
  if (match === 'anywhere') return matchSql(sql, [run, ...pieces, run], bind)
  if (match === 'service') return matchSql(sql, withoutDomain(pieces), bind)
  if (match === 'word') {
    const padded = `(' ' || ${sql} || ' ')`
    return matchSql(padded, [run, { kind: 'text', text: ' ' }, ...pieces, { kind: 'text', text: ' ' }, run], bind)
  }
  if (match !== 'name' || pieces[0]?.kind !== 'text' || /^arn:/i.test(pieces[0].text))
    return matchSql(sql, pieces, bind)
  const ends = ['/', ':'].map((end): readonly Piece[] => [run, { kind: 'text', text: end }, ...pieces])
  return any([pieces, ...ends].map((spelling) => matchSql(sql, spelling, bind)))
}

function withoutDomain(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.map((piece, index) =>
    piece.kind === 'text' && index === pieces.length - 1
      ? { ...piece, text: piece.text.replace(/\.amazonaws\.com$/i, '') }
      : piece,
  )
}

/**
 * LIKE backtracks: a pattern with many runs can take hours on one long value. RE2 takes linear time, but only as
 * regexp_full_match: DuckDB turns a regexp_matches that it understands back into LIKE.
 */
function matchSql(sql: string, asked: readonly Piece[], bind: Bind): string {
  const pieces = merged(asked)
  const [first, second, third] = pieces
  const isRun = (piece: Piece | undefined) => piece?.kind === 'run'
  const finds = (name: string, piece: Piece & { kind: 'text' }) =>
    `${name}(lower(${sql}), lower(${bind(whole(piece.text))}))`
  if (pieces.every(isRun)) return `${sql} IS NOT NULL`
  if (pieces.length === 2 && first?.kind === 'text' && isRun(second)) return finds('starts_with', first)
  if (pieces.length === 2 && second?.kind === 'text' && isRun(first)) return finds('ends_with', second)
  if (pieces.length === 3 && second?.kind === 'text' && isRun(first) && isRun(third)) return finds('contains', second)
  return `regexp_full_match(lower(${sql}), lower(${bind(whole(patternRegex(pieces)))}))`
}

/** No two texts and no two runs side by side. */
function merged(pieces: readonly Piece[]): readonly Piece[] {
  const all: Piece[] = []
  for (const piece of pieces) {
    const last = all.at(-1)
    if (piece.kind === 'text' && last?.kind === 'text')
      all.splice(-1, 1, { kind: 'text', text: last.text + piece.text })
    else if (piece.kind !== 'run' || last?.kind !== 'run') all.push(piece)
  }
  return all
}

/** Without letters of its own, so that it can be folded like text; the flag `s` (`.` is any character) stays itself. */
function patternRegex(pieces: readonly Piece[]): string {
  const written = { run: '.*', one: '.' } as const
  const parts = pieces.map((piece) =>
    piece.kind === 'text' ? piece.text.replace(/[!-/:-@[-`{-~]/g, '\\$&') : written[piece.kind],
  )
  return `(?s)${parts.join('')}`
}

export function any(conditions: readonly string[]): string {
  return conditions.length === 1 ? (conditions[0] as string) : `(${conditions.join(' OR ')})`
}

/** Half of a surrogate pair cannot be stored, nor bound: it is looked for as what the database holds instead. */
export function whole(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD')
}
