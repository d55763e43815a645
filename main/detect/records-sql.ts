import type { Cell } from '../../shared/rows.ts'
import { sql } from '../../shared/sql.ts'
import { incidentsSql } from './chain-sql.ts'
import { firstSeenSql } from './first-seen-sql.ts'
import { combinationSql, valueSql } from './group-sql.ts'
import { JsonLists } from './json-lists.ts'
import { timeOf } from './leaf-sql.ts'
import { nodeSql } from './node-sql.ts'
import { rawTarget } from './place.ts'
import type { CorrelationRule, EventRule, Example, Rule } from './rule.ts'

/** A question to the database with the values that it binds. */
export interface Question {
  readonly sql: string
  readonly params: Readonly<Record<string, Cell>>
}

/** Which of these records a rule matches: rows with n, the place of the record, and incident, the number of a correlation's. */
export function recordsQuestion(rule: Rule, rules: readonly Rule[], records: readonly Example[]): Question {
  const binding = binder({ records: JSON.stringify(rule.kind === 'correlation' ? once(records) : records) })
  return binding.asked(rule.kind === 'event' ? ofEvents(rule, binding.bind) : ofCorrelation(rule, rules, binding.bind))
}

/**
 * Gives values names; equal ones share theirs. `asked` is a question with the values that its SQL still names: parts of a
 * condition that others decide are left out of it, and the database refuses a value that nothing names.
 */
export function binder(given: Record<string, Cell> = {}): {
  readonly bind: (value: Cell) => string
  readonly asked: (sql: string) => Question
} {
  const names = new Map<Cell, string>()
  const params = { ...given }
  const bind = (value: Cell) => {
    const name = names.get(value) ?? `v${names.size}`
    names.set(value, name)
    params[name] = value
    return `$${name}`
  }
  const asked = (text: string) => {
    const named = new Set(text.match(/\$\w+/g))
    return { sql: text, params: Object.fromEntries(Object.entries(params).filter(([name]) => named.has(`$${name}`))) }
  }
  return { bind, asked }
}

/** Byte-identical records with one event id count once. */
function once(records: readonly Example[]): readonly Example[] {
  const seen = new Set<string>()
  return records.filter((record) => {
    const text = JSON.stringify(record)
    const repeated = record.eventID !== undefined && seen.has(text)
    seen.add(text)
    return !repeated
  })
}

const given = sql`(SELECT unnest(range(len(list))) AS n, unnest(list) AS raw FROM (SELECT from_json($records, '["JSON"]') AS list))`

function ofEvents({ detection, firstSeen }: EventRule, bind: (value: Cell) => string): string {
  const lists = new JsonLists(bind)
  const condition = nodeSql(detection, { target: rawTarget, lists, bind })
  const matching = (columns: string) => sql`SELECT ${columns} FROM ${lists.layers(given)} WHERE ${condition}`
  if (!firstSeen) return matching('n, 0 AS incident')
  const hits = matching(`n, ${time(bind)} AS t, ${combinationSql(firstSeen.fields, rawTarget, bind)} AS g`)
  return sql`SELECT n, 0 AS incident FROM (${firstSeenSql(hits, firstSeen.days)})`
}

function ofCorrelation(rule: CorrelationRule, rules: readonly Rule[], bind: (value: Cell) => string): string {
  const incidents = incidentsSql(rule, rules, ({ detection }, columns) => {
    const lists = new JsonLists(bind)
    const condition = nodeSql(detection, { target: rawTarget, lists, bind })
    const values = columns((field) => valueSql(field, rawTarget, bind))
    return sql`SELECT n, ${time(bind)} AS t, ${values} FROM ${lists.layers(given)} WHERE ${condition}`
  })
  return sql`SELECT n, dense_rank() OVER (ORDER BY g, incident) AS incident FROM (${incidents})`
}

/** When a record happened, whatever its format calls that. */
function time(bind: (value: Cell) => string): string {
  const fields = [
    'eventTime',
    '@timestamp',
    'service.eventFirstSeen',
    'updatedAt',
    'UpdatedAt',
    'query_timestamp',
    'stageTimestamp',
    'timestamp',
    'start',
    'time',
  ]
  return timeOf(`coalesce(${fields.map((field) => valueSql(field, rawTarget, bind)).join(', ')})`)
}
