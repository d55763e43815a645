import { sql } from '../../shared/sql.ts'

/**
 * SQL that makes JSON again of what Security Lake flattened: a list of {key, value}, keys with dots between names and
 * `[]` after the name of a list, values of a list joined by commas (`resources[].ARN`). As far as that goes: every value
 * comes back as text but true and false, values that hold a comma cannot be told from two, and lists inside lists stay
 * joined. The members of a list are put together again where each of their fields has as many values.
 */
export function unflattened(entries: string): string {
  const split = sql`list_transform(${entries}, lambda e: {p: string_split(replace(e."key", chr(1), ''), '.'), v: e."value"})`
  const marked = sql`list_transform(${split}, lambda e: {p: e.p, v: e.v, i: list_position(list_transform(e.p, lambda name: ends_with(name, '[]')), true), n: length(e.v) - length(replace(e.v, ',', ''))})`
  const lists = let_('m', marked, expanded('m'))
  const paths = sql`list_sort(CASE WHEN list_bool_or(list_transform(${entries}, lambda e: contains(e."key", '[]'))) THEN ${lists} ELSE ${split} END)`
  const text = let_('s', paths, written('s'))
  return sql`CASE WHEN len(${entries}) > 0 THEN try_cast(${text} AS JSON) END`
}

/** The fields of such JSON as JSON each, read once: a struct. `json` is SQL. */
export const partsOf = (json: string, names: readonly string[]) =>
  sql`json_transform(${json}, '{${names.map((name) => `"${name}":"JSON"`).join(',')}}')`

/** A name for a value within an expression, so that it is computed and written once. */
function let_(name: string, value: string, body: string): string {
  return sql`list_transform([${value}], lambda ${name}: ${body})[1]`
}

/** One path a value of each list; chr(1) and a number stand for a place in a list. */
function expanded(m: string): string {
  const sameList = (a: string, b: string) => sql`(${b}.i = ${a}.i AND ${b}.p[1:${b}.i] = ${a}.p[1:${a}.i])`
  const even = sql`len(list_filter(${m}, lambda q: ${sameList('e', 'q')} AND q.n <> e.n)) = 0`
  const place = sql`chr(1) || lpad(CAST(j AS VARCHAR), 6, '0')`
  const path = sql`list_concat(e.p[1:e.i], [${place}], e.p[e.i + 1:])`
  return sql`flatten(list_transform(${m}, lambda e:
    CASE WHEN coalesce(e.i, 0) = 0 THEN [{p: e.p, v: e.v}]
    ELSE list_transform(CASE WHEN ${even} THEN string_split(e.v, ',') ELSE [e.v] END, lambda x, j: {p: ${path}, v: x}) END))`
}

/**
 * Sorted paths to text: what one path shares with the one before it (q) is open already, the rest is closed and opened.
 * Everything a path needs lies in its own structure: a lambda that reached for the whole list would copy it each time.
 */
function written(sorted: string): string {
  const isPlace = (part: string) => sql`starts_with(${part}, chr(1))`
  const name = (part: string) =>
    sql`CASE WHEN ${isPlace(part)} THEN '' ELSE CAST(to_json(CASE WHEN ends_with(${part}, '[]') THEN left(${part}, -2) ELSE ${part} END) AS VARCHAR) || ':' END`
  const value = sql`CASE WHEN e.v IN ('true', 'false') THEN e.v ELSE CAST(to_json(e.v) AS VARCHAR) END`
  const pairs = sql`list_transform(list_zip(${sorted}, list_prepend(NULL, ${sorted}[:-2])), lambda z: {p: z[1].p, v: z[1].v, q: z[2].p})`
  const differs = sql`list_position(list_transform(list_zip(e.p, e.q), lambda z: coalesce(z[1] <> z[2], true)), true)`
  const shared = sql`CASE WHEN e.q IS NULL THEN 0 ELSE least(${differs} - 1, len(e.p) - 1, len(e.q) - 1) END`
  const marks = sql`list_transform(${pairs}, lambda e: {p: e.p, v: e.v, q: e.q, c: ${shared}})`
  const closing = (path: string, from: string) =>
    sql`list_aggregate(list_reverse(list_transform(${path}[${from} + 2:], lambda part: CASE WHEN ${isPlace('part')} THEN ']' ELSE '}' END)), 'string_agg', '')`
  const opening = sql`list_aggregate(list_transform(list_zip(e.p[e.c + 1:-2], e.p[e.c + 2:]), lambda z: ${name('z[1]')} || CASE WHEN ${isPlace('z[2]')} THEN '[' ELSE '{' END), 'string_agg', '')`
  const piece = sql`concat(CASE WHEN e.q IS NOT NULL THEN concat(${closing('e.q', 'e.c')}, ',') END, ${opening}, ${name('e.p[-1]')}, ${value})`
  return sql`concat('{', list_aggregate(list_transform(${marks}, lambda e: ${piece}), 'string_agg', ''), ${closing(`${sorted}[-1].p`, '0')}, '}')`
}
