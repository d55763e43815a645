import { type EventColumnName, eventColumns } from '../event.ts'
import type { Cell } from '../rows.ts'
import { type Field, type Match, matchOf, type Step } from './fields.ts'
import type { Piece, Term, Value } from './tree.ts'

/** How a value gets into the SQL: as the name of a parameter, or written in. */
export type Bind = (value: Cell) => string

/** The condition of one term, in parentheses. NULL where a column is missing, which counts as false. */
export function termSql(term: Term, bind: Bind): string {
  const { field, operator, value } = term
  const isExact = operator === '=' || value.kind === 'exists' || value.kind === 'missing'
  const isAddress = value.kind === 'addresses' || value.kind === 'network'
  const columns: readonly EventColumnName[] = isAddress ? ['source_ip'] : isExact ? field.exact : field.columns
  const conditions = columns.map((column) => overPath(field, column, bind, (operand) => condition(term, operand, bind)))
  return value.kind === 'missing' ? all(conditions) : any(conditions)
}

function any(conditions: readonly string[]): string {
  return conditions.length === 1 ? (conditions[0] as string) : `(${conditions.join(' OR ')})`
}

function all(conditions: readonly string[]): string {
  return conditions.length === 1 ? (conditions[0] as string) : `(${conditions.join(' AND ')})`
}

/** What is compared: the SQL of a value, and how. */
interface Operand {
  readonly sql: string
  readonly match: Match
  readonly isJson: boolean
}

/** A column as it is; a place in its JSON as text; with `[*]`, any of the places. */
function overPath(field: Field, column: EventColumnName, bind: Bind, compare: (operand: Operand) => string): string {
  const match = matchOf(field, column)
  if (field.path.length === 0) return compare({ sql: column, match, isJson: eventColumns[column].type === 'JSON' })
  const hasAny = field.path.some((step) => 'any' in step)
  const places = `json_extract_string(${column}, ${bind(hasAny ? jsonPath(field.path) : jsonPointer(field.path))})`
  if (!hasAny) return compare({ sql: places, match, isJson: false })
  return `len(list_filter(${places}, lambda place: ${compare({ sql: 'place', match, isJson: false })})) > 0`
}

/** A pointer is the plainest way to any key; `[*]` needs a path, in which quoted keys are escaped with a backslash. */
function jsonPointer(path: readonly Step[]): string {
  return path
    .map((step) =>
      'key' in step ? step.key.replaceAll('~', '~0').replaceAll('/', '~1') : 'index' in step ? step.index : '*',
    )
    .map((step) => `/${step}`)
    .join('')
}

function jsonPath(path: readonly Step[]): string {
  return `$${path.map((step) => ('key' in step ? `."${step.key.replace(/["\\]/g, '\\$&')}"` : `[${'index' in step ? step.index : '*'}]`)).join('')}`
}

function condition({ field, operator, value }: Term, operand: Operand, bind: Bind): string {
  const { sql } = operand
  switch (value.kind) {
    case 'exists':
      return `${sql} IS NOT NULL`
    case 'missing':
      return `${sql} IS NULL`
    case 'boolean':
      return `${sql} = ${value.value}`
    case 'number':
      return field.type === 'number'
        ? `${sql} ${operator === ':' ? '=' : operator} ${bind(value.value)}::UBIGINT`
        : `try_cast(${sql} AS DOUBLE) ${operator} ${bind(value.value)}::DOUBLE`
    case 'numbers':
      return numbersSql(field, sql, value, bind)
    case 'times':
      return timesSql(operator, sql, value, bind)
    case 'ranks':
      return value.names.length > 0 ? `lower(${sql}) IN (${value.names.map(bind).join(', ')})` : 'false'
    case 'addresses':
      return `${sql} IN (${value.of.map(bind).join(', ')})`
    case 'network':
      return `regexp_matches(${sql}, ${bind(value.pattern)})`
    case 'regex':
      return `regexp_matches(${sql}, ${bind(whole(value.source))}${value.ignoreCase ? ", 'i'" : ''})`
    case 'pattern':
      return patternSql(operand, value.pieces, bind)
    case 'text':
      if (operator === '=') return `${sql} = ${bind(whole(value.text))}`
      if (operator !== ':') return `lower(${sql}) ${operator} lower(${bind(whole(value.text))})`
      return textSql(operand, whole(value.text), bind)
  }
}

function numbersSql(field: Field, sql: string, value: Value & { kind: 'numbers' }, bind: Bind): string {
  const [operand, type] = field.type === 'number' ? [sql, 'UBIGINT'] : [`try_cast(${sql} AS DOUBLE)`, 'DOUBLE']
  const from = value.from === null ? [] : [`${operand} >= ${bind(value.from)}::${type}`]
  const to = value.to === null ? [] : [`${operand} <= ${bind(value.to)}::${type}`]
  return all([...from, ...to])
}

function timesSql(operator: Term['operator'], sql: string, value: Value & { kind: 'times' }, bind: Bind): string {
  const { start, end } = value
  const within: readonly (readonly [sign: string, time: string | null])[] =
    operator === ':'
      ? [
          ['>=', start],
          ['<', end],
        ]
      : operator === '<='
        ? [['<', end]]
        : [[operator, start]]
  return all(within.flatMap(([sign, time]) => (time === null ? [] : [`${sql} ${sign} ${bind(time)}::TIMESTAMP`])))
}

function textSql({ sql, match, isJson }: Operand, text: string, bind: Bind): string {
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

function patternSql({ sql, match }: Operand, pieces: readonly Piece[], bind: Bind): string {
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

/** Half of a surrogate pair cannot be stored, nor bound: it is looked for as what the database holds instead. */
function whole(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD')
}
