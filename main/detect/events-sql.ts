import { sql } from '../../shared/sql.ts'
import { incidentsSql } from './chain-sql.ts'
import type { Family } from './families.ts'
import { firstSeenSql } from './first-seen-sql.ts'
import { valueSql } from './group-sql.ts'
import { binder, type Question } from './records-sql.ts'
import type { CorrelationRule, EventRule, Rule } from './rule.ts'

/** A rule whose matches are kept in `rule_hit`, under this number. */
export interface KeptRule {
  readonly rule: EventRule
  readonly ruleNo: number
}

/** Matches that are kept, in one relation: (rule_no, n, t, and a column for every field that somebody asks for). */
export interface KeptHits {
  readonly table: string
  column(field: string): string
}

/** A field of the matches of one rule that somebody asks for. */
export interface Wanted {
  readonly field: string
  readonly base: KeptRule
}

/**
 * The question that makes such a relation, so that the events are joined, and their JSON is read, once for all
 * correlations and first-seen conditions. `n`: SQL of an event's number.
 */
export function keptQuestion(
  wanted: readonly Wanted[],
  families: readonly Family[],
  n: string,
): Question & { hits(table: string): KeptHits } {
  const { bind, asked } = binder()
  const fields = [...new Set(wanted.map(({ field }) => field))]
  const columns = fields.map((field, place) => {
    const bases = wanted.flatMap((each) => (each.field === field ? [each.base] : []))
    const cases = families.flatMap(({ formats, target }) => {
      const asking = bases.filter(({ rule }) => formats.some((format) => looksAt(rule, format)))
      if (asking.length === 0) return []
      const rules = [...new Set(asking.map(({ ruleNo }) => ruleNo))]
      return [
        `WHEN rule_no IN (${rules.join(', ')}) AND format IN (${formats.map(bind).join(', ')}) THEN ${valueSql(field, target, bind)}`,
      ]
    })
    return `${cases.length > 0 ? `CASE ${cases.join(' ')} END` : 'NULL::VARCHAR'} AS field_${place}`
  })
  return {
    ...asked(sql`SELECT ${['rule_hit.rule_no', `${n} AS n`, 'time AS t', ...columns].join(', ')}
      FROM rule_hit JOIN event USING (object_id, ordinal)`),
    hits: (table) => ({ table, column: (field) => `field_${fields.indexOf(field)}` }),
  }
}

function looksAt({ formats }: EventRule, format: string): boolean {
  return formats === null || formats.includes(format)
}

/** Incidents of a correlation over kept matches: rows (g, incident, n). `numberOf`: under which number a rule's are kept. */
export function incidentSql(
  rule: CorrelationRule,
  rules: readonly Rule[],
  kept: KeptHits,
  numberOf: (rule: EventRule) => number,
): string {
  return incidentsSql(
    rule,
    rules,
    (base, columns) =>
      sql`SELECT n, t, ${columns((field) => kept.column(field))} FROM ${kept.table} WHERE rule_no = ${numberOf(base)}`,
  )
}

/** Matches of a rule with a first-seen condition that are the first of their kind: rows (n). */
export function firstSeenKeptSql({ rule, ruleNo }: KeptRule, kept: KeptHits): string {
  const { firstSeen } = rule
  if (!firstSeen) throw new Error(`'${rule.info.title}' has no first-seen condition`)
  const combination = `CAST(to_json([${firstSeen.fields.map((field) => kept.column(field)).join(', ')}]) AS VARCHAR)`
  return firstSeenSql(
    sql`SELECT n, t, ${combination} AS g FROM ${kept.table} WHERE rule_no = ${ruleNo}`,
    firstSeen.days,
  )
}
