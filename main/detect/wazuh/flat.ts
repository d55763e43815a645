import type { Bind } from '../../../shared/search/text-sql.ts'
import { jsonPointer } from '../json-lists.ts'
import type { FlatTest } from '../node.ts'
import type { Place } from '../place.ts'
import { constantOf } from './documents.ts'

/**
 * A test of a field as the JSON decoder of Wazuh flattens it: null is the text null, a list is its JSON, an object has no
 * value of its own. A field that is missing fails every test, negated ones too.
 */
export function flatSql(place: Place, test: FlatTest, bind: Bind): string {
  if (place.kind === 'none') return 'false'
  const constant = place.kind === 'text' ? constantOf(place.sql) : undefined
  const known = constant === undefined ? null : flatHolds(constant, test)
  if (known !== null) return String(known)
  const text = place.kind === 'text' ? place.sql : flatText(place.sql, place.path, bind)
  const holds = holdsSql(text, test, bind)
  return `coalesce(${test.negated ? `NOT (${holds})` : holds}, false)`
}

/** The same of everything that an event holds, as the line of the log would be searched. */
export function flatAnywhereSql(places: readonly Place[], test: FlatTest, bind: Bind): string {
  const found = places.flatMap((place) => {
    if (place.kind === 'none') return []
    const text = place.kind === 'text' ? place.sql : `CAST(${place.sql} AS VARCHAR)`
    return [`coalesce(${holdsSql(text, test, bind)}, false)`]
  })
  const any = found.length === 0 ? 'false' : `(${found.join(' OR ')})`
  return test.negated ? `NOT ${any}` : any
}

/** Whether a test holds of a text that is known before any row is; null: only the database can tell. */
export function flatHolds(text: string, { asked, keys, prefixes, negated }: FlatTest): boolean | null {
  const found = (asked ?? []).map((each) => isFound(text, each.source, each.found))
  if (found.includes(null)) return null
  const isListed =
    keys === undefined || keys.includes(text) || (prefixes ?? []).some((prefix) => text.startsWith(prefix))
  return (!found.includes(false) && isListed) !== negated
}

/** Expressions of RE2 are nearly those of JavaScript; of classes by name and `\A` it makes something else, or an error. */
function isFound(text: string, source: string, wanted: boolean): boolean | null {
  const [, flags = '', body = source] = /^\(\?([im]+)\)([\s\S]*)$/.exec(source) ?? []
  if (/\[:|\\[AzZQECpP]|\(\?/.test(body.replaceAll('(?:', '('))) return null
  try {
    return new RegExp(body, flags).test(text) === wanted
  } catch {
    return null
  }
}

function holdsSql(text: string, { asked, keys, prefixes }: FlatTest, bind: Bind): string {
  const tests = (asked ?? []).map(
    ({ source, found }) => `${found ? '' : 'NOT '}regexp_matches(${text}, ${bind(source)})`,
  )
  if (keys !== undefined) {
    const list = (texts: readonly string[]) => `from_json(${bind(JSON.stringify(texts))}, '["VARCHAR"]')`
    const listed = [`list_contains(${list(keys)}, ${text})`]
    if (prefixes && prefixes.length > 0)
      listed.push(`len(list_filter(${list(prefixes)}, lambda prefix: starts_with(${text}, prefix))) > 0`)
    tests.push(`(${listed.join(' OR ')})`)
  }
  return tests.length === 1 ? (tests[0] as string) : `(${tests.join(' AND ')})`
}

/** A value of JSON as the decoder writes it; NULL where there is none. Whole numbers of 32 bits are printed as such, all others with six decimals: 5.3 is 5.300000. */
export function flatText(sql: string, path: readonly string[], bind: Bind): string {
  const readings = path.length > 1 ? [path, [path.join('.')]] : [path]
  const texts = readings.map((keys) => {
    const at = bind(jsonPointer(keys))
    const text = `json_extract_string(${sql}, ${at})`
    const number = `try_cast(${text} AS DOUBLE)`
    return `CASE json_type(${sql}, ${at}) WHEN 'VARCHAR' THEN ${text} WHEN 'NULL' THEN 'null' WHEN 'OBJECT' THEN NULL
      WHEN 'ARRAY' THEN CAST(json_extract(${sql}, ${at}) AS VARCHAR) WHEN 'BOOLEAN' THEN ${text}
      ELSE CASE WHEN abs(${number}) < 2147483648 AND ${number} = trunc(${number}) THEN CAST(CAST(${number} AS BIGINT) AS VARCHAR) ELSE printf('%.6f', ${number}) END END`
  })
  return texts.length === 1 ? (texts[0] as string) : `coalesce(${texts.join(', ')})`
}
