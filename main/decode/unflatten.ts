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

/** Sorted paths to text: what one path shares with the one before it is open already, the rest is closed and opened. */
function written(s: string): string {
  const isPlace = (part: string) => sql`starts_with(${part}, chr(1))`
  const name = (part: string) =>
    sql`CASE WHEN ${isPlace(part)} THEN '' ELSE CAST(to_json(CASE WHEN ends_with(${part}, '[]') THEN left(${part}, -2) ELSE ${part} END) AS VARCHAR) || ':' END`
  const value = sql`CASE WHEN e.v IN ('true', 'false') THEN e.v ELSE CAST(to_json(e.v) AS VARCHAR) END`
  const shared = sql`least(
    coalesce(nullif(list_position(list_transform(range(1, least(len(e.p), len(${s}[k - 1].p)) + 1), lambda t: e.p[t] <> ${s}[k - 1].p[t]), true), 0), 1000000) - 1,
    len(e.p) - 1, len(${s}[k - 1].p) - 1)`
  const closing = (path: string, from: string) =>
    sql`list_aggregate(list_reverse(list_transform(range(${from} + 1, len(${path})), lambda t: CASE WHEN ${isPlace(`${path}[t + 1]`)} THEN ']' ELSE '}' END)), 'string_agg', '')`
  const opening = sql`list_aggregate(list_transform(range(c + 1, len(e.p)), lambda t: ${name('e.p[t]')} || CASE WHEN ${isPlace('e.p[t + 1]')} THEN '[' ELSE '{' END), 'string_agg', '')`
  const piece = sql`concat(
    CASE WHEN k > 1 THEN concat(${closing(`${s}[k - 1].p`, 'c')}, ',') END,
    ${opening}, ${name('e.p[-1]')}, ${value})`
  const pieces = sql`list_transform(${s}, lambda e, k: ${let_('c', sql`CASE WHEN k = 1 THEN 0 ELSE ${shared} END`, piece)})`
  return sql`concat('{', list_aggregate(${pieces}, 'string_agg', ''), ${closing(`${s}[-1].p`, '0')}, '}')`
}
