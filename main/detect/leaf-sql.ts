import type { Bind } from '../../shared/search/text-sql.ts'
import type { JsonLists } from './json-lists.ts'
import type { Leaf, Test } from './node.ts'
import type { Place, Target } from './place.ts'
import { textTest } from './text-test.ts'
import { flatAnywhereSql, flatSql } from './wazuh/flat.ts'

export interface Ground {
  readonly target: Target
  readonly lists: JsonLists
  readonly bind: Bind
  /** SQL of the lower case of a column: where many tests ask for it, a column that holds it. */
  readonly fold?: (sql: string) => string
}

/** A leaf as SQL: true or false, never NULL. */
export function leafSql({ field, test }: Leaf, ground: Ground): string {
  if (test.kind === 'flat') {
    return field === null
      ? flatAnywhereSql(ground.target.everything, test, ground.bind)
      : flatSql(ground.target.place(field), test, ground.bind)
  }
  if (field === null) return anyOf(ground.target.everything.map((place) => keywordSql(place, test, ground)))
  const place = ground.target.place(field)
  if (test.kind === 'field') return fieldSql(place, test, ground)
  if (place.kind === 'none') return String(test.kind === 'null')
  return place.kind === 'text' ? `coalesce(${textPlaceSql(place, test, ground)}, false)` : jsonSql(place, test, ground)
}

export function anyOf(tests: readonly string[]): string {
  if (tests.length === 0) return 'false'
  return tests.length === 1 ? (tests[0] as string) : `(${tests.join(' OR ')})`
}

function textPlaceSql({ sql, time }: Place & { kind: 'text' }, test: Test, ground: Ground): string {
  const { bind, fold } = ground
  switch (test.kind) {
    case 'null':
      return `${sql} IS NULL`
    case 'exists':
      return `${sql} IS NOT NULL`
    case 'number':
      return `${sql} = ${bind(test.text)}`
    case 'compare':
      return `${numberOf(sql)} ${test.operator} ${bind(test.value)}::DOUBLE`
    case 'time':
      return `${test.part}(${time ?? timeOf(sql)}) ${test.operator} ${bind(test.value)}::DOUBLE`
    case 'text':
      return textTest(sql, test.any, test.cased, bind, fold?.(sql))
    case 'foreign':
      return foreignSql(sql, ground)
    default:
      return scalarSql(sql, test, bind)
  }
}

function jsonSql({ sql, path }: Place & { kind: 'json' }, test: Test, ground: Ground): string {
  const { lists, bind } = ground
  const text = `json_extract_string(j, '$')`
  const anyValue = (condition: string) =>
    `len(list_filter(${lists.values(sql, path)}, lambda j: coalesce(${condition}, false))) > 0`
  const anyText = (condition: string) =>
    `len(list_filter(${lists.texts(sql, path)}, lambda t: coalesce(${condition}, false))) > 0`
  const isNumber = `json_type(j) IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'DOUBLE')`
  switch (test.kind) {
    case 'exists':
      return `len(${lists.found(sql, path)}) > 0`
    case 'null':
      return `(len(${lists.found(sql, path)}) = 0 OR ${anyValue("json_type(j) = 'NULL'")})`
    case 'number':
      return anyValue(
        `CASE WHEN ${isNumber} THEN try_cast(${text} AS DOUBLE) = ${bind(test.value)}::DOUBLE WHEN json_type(j) = 'VARCHAR' THEN ${text} = ${bind(test.text)} ELSE false END`,
      )
    case 'compare':
      return anyValue(
        `CASE WHEN ${isNumber} THEN try_cast(${text} AS DOUBLE) WHEN json_type(j) = 'VARCHAR' THEN ${numberOf(text)} END ${test.operator} ${bind(test.value)}::DOUBLE`,
      )
    case 'time':
      return anyText(`${test.part}(${timeOf('t')}) ${test.operator} ${bind(test.value)}::DOUBLE`)
    case 'foreign':
      return anyText(foreignSql('t', ground))
    default:
      return anyText(scalarSql('t', test, bind))
  }
}

/** A test of one text. */
function scalarSql(sql: string, test: Test, bind: Bind): string {
  if (test.kind === 'text') return textTest(sql, test.any, test.cased, bind)
  if (test.kind === 'regex') return `regexp_matches(${sql}, ${bind(test.source)})`
  throw new Error(`a test of kind ${test.kind} is no test of one text`)
}

/** Numbers of accounts stand alone, in an ARN, or between quotes. */
function foreignSql(sql: string, { target: { account, ours }, bind }: Ground): string {
  const named = `regexp_extract_all(${sql}, '(?:^|[":])([0-9]{12})(?:$|[":])', 1)`
  const known = `from_json(${bind(JSON.stringify(ours))}, '["VARCHAR"]')`
  return `len(list_filter(${named}, lambda id: id IS DISTINCT FROM ${account} AND NOT list_contains(${known}, id))) > 0`
}

function fieldSql(place: Place, test: Test & { kind: 'field' }, { target, lists }: Ground): string {
  const texts = (each: Place) =>
    each.kind === 'none'
      ? '[]::VARCHAR[]'
      : each.kind === 'text'
        ? `list_filter([${each.sql}], lambda t: t IS NOT NULL)`
        : lists.texts(each.sql, each.path)
  const [mine, other] = test.cased ? ['mine', 'other'] : ['lower(mine)', 'lower(other)']
  const compare = {
    equals: `${mine} = ${other}`,
    contains: `contains(${mine}, ${other})`,
    starts: `starts_with(${mine}, ${other})`,
    ends: `ends_with(${mine}, ${other})`,
  }[test.how]
  const others = texts(target.place(test.other))
  return `coalesce(len(list_filter(${texts(place)}, lambda mine: len(list_filter(${others}, lambda other: ${compare})) > 0)) > 0, false)`
}

/** Every value of JSON that is no list and no object, whatever its depth. */
function keywordSql(place: Place, test: Test, { bind }: Ground): string {
  if (place.kind === 'none') return 'false'
  if (place.kind === 'text') return `coalesce(${scalarSql(place.sql, test, bind)}, false)`
  const leaves = `list_filter(list_concat([${place.sql}], json_extract(${place.sql}, '$..*')), lambda j: json_type(j) NOT IN ('OBJECT', 'ARRAY', 'NULL'))`
  const found = scalarSql(`json_extract_string(j, '$')`, test, bind)
  return `coalesce(len(list_filter(${leaves}, lambda j: coalesce(${found}, false))) > 0, false)`
}

/** Text that is a number and nothing else: try_cast alone also reads '1_000', 'inf' and ' 22 '. */
export function numberOf(sql: string): string {
  return `CASE WHEN regexp_full_match(${sql}, '[+-]?\\d+(\\.\\d+)?') THEN try_cast(${sql} AS DOUBLE) END`
}

/**
 * Text to a UTC timestamp. A cast to TIMESTAMP ignores offsets and one to TIMESTAMPTZ takes the session's zone where
 * there is none, so each gets what it does right.
 */
export function timeOf(sql: string): string {
  return `CASE
    WHEN regexp_full_match(${sql}, '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?') THEN try_cast(${sql} AS TIMESTAMP)
    WHEN regexp_full_match(${sql}, '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?[+-]\\d\\d(:?\\d\\d)?') THEN make_timestamp(epoch_us(try_cast(${sql} AS TIMESTAMPTZ)))
    WHEN regexp_full_match(${sql}, '\\d{10}(\\.\\d+)?') THEN make_timestamp((try_cast(${sql} AS DOUBLE) * 1000000)::BIGINT)
    WHEN regexp_full_match(${sql}, '\\d{13}') THEN make_timestamp(try_cast(${sql} AS BIGINT) * 1000)
    WHEN regexp_full_match(${sql}, '\\[\\d\\d/[A-Z][a-z]{2}/\\d{4}(:\\d\\d){3} [+-]\\d{4}\\]') THEN make_timestamp(epoch_us(try_strptime(${sql}, '[%d/%b/%Y:%H:%M:%S %z]')))
  END`
}
