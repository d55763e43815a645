import type { Bind } from '../../shared/search/text-sql.ts'
import { jsonPointer } from './json-lists.ts'
import type { Target } from './place.ts'

/**
 * The value of a field for grouping and counting, as one text: compared exactly, a list or an object as its JSON; NULL
 * where it is missing or null.
 */
export function valueSql(field: string, target: Target, bind: Bind): string {
  const place = target.place(field)
  if (place.kind === 'none') return 'CAST(NULL AS VARCHAR)'
  if (place.kind === 'text') return place.sql
  if (place.path.length === 0) return `CAST(${place.sql} AS VARCHAR)`
  const readings = place.path.length > 1 ? [place.path, [place.path.join('.')]] : [place.path]
  const texts = readings.map((path) => `json_extract_string(${place.sql}, ${bind(jsonPointer(path))})`)
  return texts.length === 1 ? (texts[0] as string) : `coalesce(${texts.join(', ')})`
}

/** Several values, as SQL, in one text; NULL when one of them is. No values at all: one group. */
export function listedSql(values: readonly string[]): string {
  if (values.length === 0) return `'[]'`
  return `CASE WHEN ${values.map((value) => `(${value}) IS NOT NULL`).join(' AND ')} THEN CAST(to_json([${values.join(', ')}]) AS VARCHAR) END`
}

/** Values of fields as one text, with missing values as values: for combinations that were seen or not. */
export function combinationSql(fields: readonly string[], target: Target, bind: Bind): string {
  return `CAST(to_json([${fields.map((field) => valueSql(field, target, bind)).join(', ')}]) AS VARCHAR)`
}
