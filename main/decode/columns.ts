import type { ParquetColumn } from '../../shared/decoder.ts'
import { sql } from '../../shared/sql.ts'
import { type ColumnType, columnType } from './column-type.ts'
import { timeOf } from './sql-time.ts'

/** Names from the column inwards: struct fields, keys of a map or of JSON, or numbers: places in a list, from 0. */
export type Path = string | readonly (string | number)[]

/**
 * The columns that a parquet file really has, for SQL that works on any of its versions: a path that is not there is
 * left out, a text that holds JSON is looked into, and any type becomes what is asked for; `isNothing` tells SQL of what
 * is not there at all, which is NULL of that type.
 */
export interface Columns {
  readonly names: readonly string[]
  has(path: Path): boolean
  /** The first of these that holds something, as text. */
  text(...paths: readonly Path[]): string
  /** The first of these that holds something, as JSON; of a text its JSON value when it holds an object or a list. */
  json(...paths: readonly Path[]): string
  /** The first of these that holds a time, as TIMESTAMP of UTC. */
  time(...paths: readonly Path[]): string
  /** The first of these as the value it is, with its type; null when there is none. */
  value(...paths: readonly Path[]): { readonly sql: string; readonly type: ColumnType } | null
  /** All columns but those, as one JSON object. */
  row(except?: readonly string[]): string
}

/** NULL of a type: functions of DuckDB differ by it, and one without is refused by some. */
export const nothing = (type: string) => `CAST(NULL AS ${type})`
export const isNothing = (value: string) => /^CAST\(NULL AS [A-Z]+\)$/.test(value)

export function columnsOf(columns: readonly ParquetColumn[]): Columns {
  const tops = new Map(
    columns.map(({ name, type }) => [name.toLowerCase(), { sql: identifier(name), type: columnType(type) }]),
  )
  const find = (path: Path): Found | null => {
    const [first, ...rest] = typeof path === 'string' ? path.split('.') : path
    const top = tops.get(String(first).toLowerCase())
    return top === undefined ? null : step(top, rest)
  }
  const all = (paths: readonly Path[]): Found[] => paths.flatMap((path) => find(path) ?? [])
  return {
    names: columns.map(({ name }) => name),
    has: (path) => find(path) !== null,
    text: (...paths) => first(all(paths).map(textOf), 'VARCHAR'),
    json: (...paths) => first(all(paths).map(jsonOf), 'JSON'),
    time: (...paths) => first(all(paths).map(timeOfFound), 'TIMESTAMP'),
    value: (...paths) => all(paths)[0] ?? null,
    row: (except = []) => {
      const kept = columns.filter(({ name }) => !except.includes(name))
      const members = kept.map(({ name }) => `${identifier(name)} := ${identifier(name)}`)
      return kept.length === 0 ? `'{}'` : `CAST(to_json(struct_pack(${members.join(', ')})) AS VARCHAR)`
    },
  }
}

interface Found {
  readonly sql: string
  readonly type: ColumnType
}

function step(from: Found, path: readonly (string | number)[]): Found | null {
  const [name, ...rest] = path
  if (name === undefined) return from
  const { type } = from
  if (type.kind === 'struct') {
    const field = type.fields.find((each) => each.name.toLowerCase() === String(name).toLowerCase())
    return field ? step({ sql: `struct_extract(${from.sql}, ${quoted(field.name)})`, type: field.type }, rest) : null
  }
  if (type.kind === 'list') {
    return typeof name === 'number' ? step({ sql: `(${from.sql})[${name + 1}]`, type: type.of }, rest) : null
  }
  if (type.kind === 'map') return step({ sql: `(${from.sql})[${quoted(String(name))}]`, type: type.value }, rest)
  if (type.name !== 'VARCHAR' && type.name !== 'JSON') return null
  const pointer = path.map((each) => `/${String(each).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  return {
    sql: `json_extract_string(try_cast(${from.sql} AS JSON), ${quoted(pointer)})`,
    type: { kind: 'plain', name: 'VARCHAR' },
  }
}

function first(values: readonly string[], type: string): string {
  if (values.length < 2) return values[0] ?? nothing(type)
  return `coalesce(${values.join(', ')})`
}

function textOf({ sql: value, type }: Found): string {
  if (type.kind === 'plain' && /^(?:DOUBLE|FLOAT)$/.test(type.name)) return wholeText(value)
  if (type.kind === 'plain' && type.name === 'JSON') return jsonText(value)
  if (type.kind === 'plain') return type.name === 'VARCHAR' ? value : `CAST(${value} AS VARCHAR)`
  return `CAST(to_json(${value}) AS VARCHAR)`
}

/** What a JSON text says, without its quotes. */
const jsonText = (value: string) => sql`json_extract_string(${value}, '$')`

/** Writers that meet a NULL make DOUBLE of a column of counts: 50.0 is 50. */
const wholeText = (value: string) =>
  sql`CASE WHEN ${value} = trunc(${value}) AND abs(${value}) < 9007199254740992 THEN CAST(CAST(${value} AS BIGINT) AS VARCHAR) ELSE CAST(${value} AS VARCHAR) END`

/** Text of more brackets stays text: it could be nested deeper than those who read it can follow. */
const mostBrackets = 10_000

function jsonOf({ sql: value, type }: Found): string {
  if (type.kind !== 'plain' || type.name !== 'VARCHAR') return `to_json(${value})`
  const brackets = sql`length(${value}) - length(replace(replace(${value}, '{', ''), '[', ''))`
  return sql`CASE WHEN regexp_matches(${value}, '^\s*[\[{]') AND ${brackets} < ${mostBrackets} THEN coalesce(try_cast(${value} AS JSON), to_json(${value})) ELSE to_json(${value}) END`
}

const whole = /^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?$/

/** Whole numbers tell by their size whether they count seconds, or thousandths, millionths or billionths of them. */
function timeOfFound({ sql: value, type }: Found): string {
  if (type.kind !== 'plain') return nothing('TIMESTAMP')
  if (type.name === 'TIMESTAMP WITH TIME ZONE') return `make_timestamp(epoch_us(${value}))`
  if (/^(?:TIMESTAMP|DATE)/.test(type.name)) return `CAST(${value} AS TIMESTAMP)`
  if (type.name === 'VARCHAR') return timeOf(value)
  if (type.name === 'JSON') return timeOf(jsonText(value))
  if (!whole.test(type.name) && !/^(?:DOUBLE|FLOAT|DECIMAL)/.test(type.name)) return nothing('TIMESTAMP')
  const number = `try_cast(${value} AS BIGINT)`
  return sql`CASE
    WHEN ${number} BETWEEN 100000000000 AND 99999999999999 THEN make_timestamp(${number} * 1000)
    WHEN ${number} BETWEEN 100000000 AND 99999999999 THEN make_timestamp(${number} * 1000000)
    WHEN ${number} BETWEEN 100000000000000 AND 99999999999999999 THEN make_timestamp(${number})
    WHEN ${number} > 99999999999999999 THEN make_timestamp(${number} // 1000)
  END`
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`
const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`
