import { sql } from '../../shared/sql.ts'
import { correlationSql } from './correlation-sql.ts'
import { listedSql } from './group-sql.ts'
import { basesOf, referencesOf } from './references.ts'
import type { CorrelationRule, EventRule, Rule } from './rule.ts'

/**
 * Where the matches of a rule of single events are: a SELECT of n, t and whatever `columns` makes of the SQL of fields.
 */
export type Matches = (rule: EventRule, columns: (value: (field: string) => string) => string) => string

/**
 * Incidents of a correlation over the matches of the rules beneath it: rows (g, incident, n, t, moment), see correlation-sql.
 * An incident of a correlation that it refers to is one occurrence, which happens whenever an event of it completes a
 * window; that event says which values it has. Whoever has the occurrence has all of its events.
 */
export function incidentsSql(rule: CorrelationRule, rules: readonly Rule[], matches: Matches, depth = 0): string {
  const bases = referencesOf(rule, rules)
  const hits = (base: EventRule, step: number) =>
    matches(base, (value) => {
      const counted = rule.valueFields.map(value)
      const v = counted.length > 1 ? listedSql(counted) : (counted[0] ?? 'CAST(NULL AS VARCHAR)')
      return `${listedSql(groupFields(rule, step).map(value))} AS g, ${step} AS step, ${v} AS v`
    })
  const moments = depth > 0
  const plain = bases.map((base, step) => (base?.kind === 'event' ? hits(base, step) : null))
  if (plain.every((each) => each !== null))
    return correlationSql(rule, plain.join(' UNION ALL '), bases.length, { moments })

  const [inner, linked, found] = ['inner', 'linked', 'found'].map((name) => `${name}_${depth}`) as [
    string,
    string,
    string,
  ]
  const chained = bases.flatMap((base, step) => (base?.kind === 'correlation' ? [{ base, step }] : []))
  // Where no window that ends with an event satisfies, as with 'exactly three', the last event says when it happened.
  const incidents = chained.map(
    ({ base, step }) =>
      sql`SELECT concat_ws(' ', ${step}, incident, g) AS o, ${step} AS step, n, t,
        moment OR (NOT bool_or(moment) OVER one AND t = max(t) OVER one) AS moment
        FROM (${incidentsSql(base, rules, matches, depth + 1)}) WINDOW one AS (PARTITION BY g, incident)`,
  )
  const events = plain.flatMap((each) =>
    each === null ? [] : [sql`SELECT n, t, g, step, v, CAST(n AS VARCHAR) AS o FROM (${each})`],
  )
  const occurrences = chained.map(({ base, step }) => {
    const beneath = basesOf(base, rules).map((each) => hits(each, step))
    return sql`SELECT e.n, e.t, e.g, e.step, e.v, i.o FROM ${inner} i JOIN (${beneath.join(' UNION ')}) e ON e.n = i.n AND e.step = i.step WHERE i.moment`
  })
  return sql`WITH ${inner} AS MATERIALIZED (${incidents.join(' UNION ALL ')}),
    ${linked} AS MATERIALIZED (${[...events, ...occurrences].join(' UNION ALL ')}),
    ${found} AS MATERIALIZED (${correlationSql(rule, `SELECT * FROM ${linked}`, bases.length, { moments, occurrences: true })})
    SELECT g, incident, n, any_value(t) AS t, bool_or(moment) AS moment FROM (
      SELECT g, incident, n, t, moment FROM ${found} UNION ALL
      SELECT f.g, f.incident, i.n, i.t, false FROM ${found} f JOIN ${linked} l ON l.g = f.g AND l.n = f.n JOIN ${inner} i ON i.o = l.o)
    GROUP BY g, incident, n`
}

/** The fields that a correlation groups the hits of one of its rules by: its own names, or what an alias stands for. */
export function groupFields({ groupBy, aliases, references }: CorrelationRule, step: number): readonly string[] {
  const reference = references[step] ?? ''
  return groupBy.map((name) => (Object.hasOwn(aliases, name) ? (aliases[name]?.[reference] ?? name) : name))
}

/** Every field that a correlation, and those beneath it, ask of the matches of a rule of single events. */
export function fieldsAsked(
  rule: CorrelationRule,
  rules: readonly Rule[],
): readonly { readonly field: string; readonly of: EventRule }[] {
  return referencesOf(rule, rules).flatMap((base, step) => {
    if (base === null) return []
    const beneath = base.kind === 'event' ? [base] : basesOf(base, rules)
    const own = beneath.flatMap((of) =>
      [...groupFields(rule, step), ...rule.valueFields].map((field) => ({ field, of })),
    )
    return base.kind === 'event' ? own : [...own, ...fieldsAsked(base, rules)]
  })
}
