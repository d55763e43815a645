import { sql } from '../../shared/sql.ts'
import { combinationColumns, type Family } from './families.ts'
import { JsonLists } from './json-lists.ts'
import type { Leaf } from './node.ts'
import { boundSql, nodeSql } from './node-sql.ts'
import { binder, type Question } from './records-sql.ts'
import type { EventRule } from './rule.ts'

/** A rule as it is asked of the events of one family; `no` is its number in this run. */
export interface Unit {
  readonly no: number
  readonly rule: EventRule
  readonly family: Family
}

/** The rows that are new to a set of rules: object_id above one number, up to another. */
export interface Scope {
  readonly above: number
  readonly upTo: number
}

/** The units of rules: one for every family of formats that a rule looks at. */
export function unitsOf(rules: readonly EventRule[], families: readonly Family[]): readonly Unit[] {
  return rules.flatMap((rule, no) =>
    families.flatMap((family) => {
      const formats = family.formats.filter((format) => rule.formats === null || rule.formats.includes(format))
      return formats.length > 0 ? [{ no, rule, family: { ...family, formats } }] : []
    }),
  )
}

const columns = Object.keys(combinationColumns)
const within = ({ above, upTo }: Scope) => `object_id > ${above} AND object_id <= ${upTo}`

/** Every combination of the columns of few values, with a number and how many rows have it. */
export function combinationsSql(table: string, scope: Scope): string {
  const selected = Object.entries(combinationColumns).map(([name, from]) => `${from} AS ${name}`)
  return sql`CREATE TABLE ${table} AS
    SELECT CAST(row_number() OVER () AS INTEGER) AS combination, *
    FROM (SELECT ${selected.join(', ')}, count(*) AS rows FROM event WHERE ${within(scope)} GROUP BY ALL)`
}

/**
 * Which units may match rows of which combinations, and whether certainly all of them: rows (unit, combination, certain)
 * for some of the units, by their places.
 */
export function pairsQuestion(units: readonly Unit[], places: readonly number[], combinations: string): Question {
  const { bind, asked } = binder()
  const codes = places.map((place) => {
    const { rule, family } = units[place] as Unit
    const ground = { target: family.target, lists: new JsonLists(bind), bind }
    const possible = boundSql(rule.detection, 'possible', ground, family.decided)
    const certain = boundSql(rule.detection, 'certain', ground, family.decided)
    const code = (isCertain: boolean) => 2 * place + Number(isCertain)
    const formats = `format IN (${family.formats.map(bind).join(', ')})`
    return `CASE WHEN ${formats} THEN CASE WHEN ${certain} THEN ${code(true)} WHEN ${possible} THEN ${code(false)} END END`
  })
  return asked(sql`SELECT code // 2 AS unit, combination, code % 2 = 1 AS certain
      FROM (SELECT combination, unnest([${codes.join(', ')}]) AS code FROM ${combinations}) WHERE code IS NOT NULL`)
}

const sameCombination = (one: string, other: string) =>
  columns
    .map((name) => {
      const own = name === 'error_message' ? `CASE WHEN ${one}.error_message IS NOT NULL THEN '' END` : `${one}.${name}`
      return `${own} IS NOT DISTINCT FROM ${other}.${name}`
    })
    .join(' AND ')

/** Rows of combinations that match certainly: rows (no, object_id, ordinal). `numbers`: a relation (unit, no). */
export function certainSql(combinations: string, pairs: string, numbers: string, scope: Scope): string {
  return sql`SELECT unnest(hit.numbers) AS no, event.object_id, event.ordinal
    FROM event JOIN (
      SELECT c.*, p.numbers FROM ${combinations} c
      JOIN (SELECT combination, list(DISTINCT no) AS numbers FROM ${pairs} JOIN ${numbers} USING (unit) WHERE certain GROUP BY combination) p USING (combination)
    ) hit ON ${sameCombination('event', 'hit')}
    WHERE ${within(scope)}`
}

/** Units that are asked together, of rows that are read once. */
export interface Group {
  /** Their numbers among all units; at most 60. */
  readonly units: readonly number[]
  /** Services that they look at; null: too many to name. */
  readonly services: readonly string[] | null
}

const mostUnits = 60
const mostServices = 12

/** Puts units that look at the same services together. `wanted`: for each unit the services of its possible rows. */
export function groupsOf(
  wanted: readonly { readonly unit: number; readonly services: readonly (string | null)[] }[],
): readonly Group[] {
  const named = wanted.flatMap(({ unit, services }) => {
    const all = services.filter((service) => service !== null)
    return all.length === services.length && all.length <= mostServices ? [{ unit, services: all.sort() }] : []
  })
  const rest = wanted.filter(({ unit }) => !named.some((each) => each.unit === unit)).map(({ unit }) => unit)
  const groups: { units: number[]; services: Set<string> }[] = []
  for (const { unit, services } of named.sort((a, b) => (a.services.join() < b.services.join() ? -1 : 1))) {
    const last = groups.at(-1)
    const together = last ? new Set([...last.services, ...services]) : null
    const isAlike = last && services.some((service) => last.services.has(service))
    if (last && together && isAlike && last.units.length < mostUnits && together.size <= mostServices) {
      last.units.push(unit)
      last.services = together
    } else groups.push({ units: [unit], services: new Set(services) })
  }
  const wide: Group[] = []
  for (let at = 0; at < rest.length; at += mostUnits)
    wide.push({ units: rest.slice(at, at + mostUnits), services: null })
  return [...groups.map(({ units, services }) => ({ units, services: [...services] })), ...wide]
}

/**
 * Rows that match after being looked at: rows (no, object_id, ordinal) of one group. `mask` says which of its units may
 * match a row: first by its combination, then by its columns; only what is left has its JSON opened.
 */
export function groupQuestion(
  group: Group,
  units: readonly Unit[],
  combinations: string,
  pairs: string,
  scope: Scope,
): Question {
  const { bind, asked } = binder()
  const lists = new JsonLists(bind)
  const folded = new Map<string, string>()
  const fold = (text: string) => {
    const name = folded.get(text) ?? `folded_${folded.size}`
    folded.set(text, name)
    return name
  }
  const refined: string[] = []
  const hits = group.units.map((unit, place) => {
    const { no, rule, family } = units[unit] as Unit
    lists.for(place)
    const ground = { target: family.target, lists, bind, fold }
    const possible = boundSql(rule.detection, 'possible', ground, (leaf) => isInColumns(leaf, family))
    refined.push(
      possible === 'true'
        ? bit([place])
        : `CASE WHEN ${has([place])} THEN CASE WHEN ${possible} THEN ${bit([place])} ELSE 0 END ELSE 0 END`,
    )
    return `CASE WHEN ${has([place])} THEN CASE WHEN ${nodeSql(rule.detection, ground)} THEN ${no} END END`
  })
  const places = group.units.map((unit, place) => `(${unit}, ${place})`).join(', ')
  const services = group.services === null ? 'true' : `event.service IN (${group.services.map(bind).join(', ')})`
  const rows = sql`(SELECT event.*, wanted.mask AS wanted FROM event JOIN (
      SELECT c.*, p.mask FROM ${combinations} c JOIN (
        SELECT combination, bit_or(1::BIGINT << place) AS mask
        FROM ${pairs} JOIN (VALUES ${places}) AS unit_place(unit, place) USING (unit)
        WHERE NOT certain GROUP BY combination) p USING (combination)
    ) wanted ON ${sameCombination('event', 'wanted')}
    WHERE ${within(scope)} AND ${services})`
  const lower = [...folded].map(([text, name]) => `lower(${text}) AS ${name}`)
  const left = sql`(SELECT * FROM (SELECT * EXCLUDE (mask), wanted & (${refined.join(' | ')}) AS mask FROM (SELECT ${['*', 'wanted AS mask', ...lower].join(', ')} FROM ${rows})) WHERE mask <> 0)`
  return asked(sql`SELECT no, object_id, ordinal
      FROM (SELECT object_id, ordinal, unnest(list_filter([${hits.join(', ')}], lambda no: no IS NOT NULL)) AS no FROM ${lists.layers(left, has)})`)
}

/** Whether a test needs no JSON. */
function isInColumns({ field, test }: Leaf, { target }: Family): boolean {
  if (field === null || target.place(field).kind === 'json') return false
  return test.kind !== 'field' || target.place(test.other).kind !== 'json'
}

function bit(places: readonly number[]): string {
  return `${places.reduce((sum, place) => sum | (1n << BigInt(place)), 0n)}::BIGINT`
}

/** Whether any of the units at these places may match the row. */
function has(places: readonly number[]): string {
  return `(mask & ${bit(places)}) <> 0`
}
