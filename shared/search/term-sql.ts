import { type EventColumnName, eventColumns } from '../event.ts'
import { type Field, type Found, matchOf, type Step } from './fields.ts'
import { any, type Bind, type Operand, patternSql, textSql, whole } from './text-sql.ts'
import type { Term, Value } from './tree.ts'

/** Whether what is suppressed or dismissed is found by a field of its own, or by the others too. */
export type HiddenFindings = 'apart' | 'too'

/** The condition of one term, in parentheses. NULL where a column is missing, which counts as false. */
export function termSql(term: Term, bind: Bind, hidden: HiddenFindings = 'apart'): string {
  const { field, operator, value } = term
  if (field.test !== undefined) return value.kind === 'boolean' && value.value ? field.test : `NOT ${field.test}`
  if (field.found !== undefined) return foundSql(term, field.found, bind, hidden)
  const isExact = operator === '=' || value.kind === 'exists' || value.kind === 'missing'
  const isAddress = value.kind === 'addresses' || value.kind === 'network'
  const columns: readonly EventColumnName[] = isAddress ? ['source_ip'] : isExact ? field.exact : field.columns
  const conditions = columns.map((column) => overPath(field, column, bind, (operand) => condition(term, operand, bind)))
  return value.kind === 'missing' ? all(conditions) : any(conditions)
}

/** Events about which one of these texts stands elsewhere. */
function foundSql(
  term: Term,
  { texts, rows, everyRow, match, ofObjects }: Found,
  bind: Bind,
  hidden: HiddenFindings,
): string {
  const { kind } = term.value
  const from = hidden === 'too' ? (everyRow ?? rows) : rows
  const matches = condition(term, { sql: 'place', match, isJson: false }, bind)
  const wanted =
    kind === 'exists' || kind === 'missing' ? 'true' : `len(list_filter(${texts}, lambda place: ${matches})) > 0`
  const word = kind === 'missing' ? 'NOT IN' : 'IN'
  return ofObjects
    ? `object_id ${word} (SELECT found.object_id FROM ${from} AND ${wanted})`
    : `(object_id, ordinal) ${word} (SELECT (found.object_id, found.ordinal) FROM ${from} AND ${wanted})`
}

function all(conditions: readonly string[]): string {
  return conditions.length === 1 ? (conditions[0] as string) : `(${conditions.join(' AND ')})`
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
      return regexSql(operand, value, bind)
    case 'pattern':
      return patternSql(operand, value.pieces, bind)
    case 'text':
      if (operator === '=') return `${sql} = ${bind(whole(value.text))}`
      if (operator !== ':') return `lower(${sql}) ${operator} lower(${bind(whole(value.text))})`
      return textSql(operand, whole(value.text), bind)
  }
}

/** The expression of a service may be about the name as it is kept, or as it was logged: with .amazonaws.com. */
function regexSql({ sql, match }: Operand, value: Value & { kind: 'regex' }, bind: Bind): string {
  const matches = (of: string) =>
    `regexp_matches(${of}, ${bind(whole(value.source))}${value.ignoreCase ? ", 'i'" : ''})`
  if (match !== 'service') return matches(sql)
  return any([matches(sql), `(NOT contains(${sql}, '.') AND ${matches(`(${sql} || '.amazonaws.com')`)})`])
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
