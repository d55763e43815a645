import { sql } from '../../shared/sql.ts'
import { numberOf } from './leaf-sql.ts'
import type { Node } from './node.ts'
import type { CorrelationRule } from './rule.ts'

/** What a rule that refers to this correlation needs to know. */
export interface Chained {
  /** `moment` of a row says whether a window that ends with the event satisfies the rule; else it is false. */
  readonly moments?: boolean
  /** `hits` also has o: the occurrence that an event stands for, as one incident of another correlation may have many events. */
  readonly occurrences?: boolean
}

/**
 * Incidents of a correlation as SQL: rows (g, incident, n, t, moment) from `hits`, a relation of n (whose number an event
 * has), t (its time), g (the values it is grouped by, as one text), step (which rule it hit, from 0) and v (the value that
 * is counted). Windows slide: one begins at every event and holds what comes no later than the timespan. An incident is
 * the union of windows that satisfy the rule and share an event.
 */
export function correlationSql(rule: CorrelationRule, hits: string, bases: number, chained: Chained = {}): string {
  if (rule.type === 'preceded') return preceded(rule, hits, bases)
  return rule.type === 'temporal_ordered' ? ordered(rule, hits, bases) : counted(rule, hits, bases, chained)
}

function counted(rule: CorrelationRule, hits: string, bases: number, { moments, occurrences }: Chained): string {
  const { type, seconds, combination, references } = rule
  const { told, measure } = measured(rule, occurrences === true)
  const span = `INTERVAL '${seconds} seconds'`
  const over = (frame: string) => measure(`OVER (PARTITION BY g ORDER BY t RANGE BETWEEN ${frame})`)
  const wanted: CorrelationRule['bounds'] = rule.bounds.length > 0 ? rule.bounds : [{ operator: '>=', value: bases }]
  const satisfied = (result: string) =>
    combination
      ? combinationSql(combination, references, result)
      : wanted.map(({ operator, value }) => `${result} ${operator} ${value}`).join(' AND ')
  const value = isNumeric(type) ? numberOf('v') : 'v'
  return sql`WITH ${promising(hits, combination ? 'true' : least(rule, occurrences === true, wanted))},
    hit AS (SELECT DISTINCT ${told} FROM (SELECT * REPLACE (${value} AS v) FROM promising) WHERE ${type.startsWith('value_') ? 'v IS NOT NULL' : 'true'}),
    counted AS (SELECT n, t, g, ${over(`CURRENT ROW AND ${span} FOLLOWING`)} AS ahead, ${moments ? over(`${span} PRECEDING AND CURRENT ROW`) : 'NULL'} AS back FROM hit),
    happened AS (SELECT n, t, g, bool_or(${satisfied('ahead')}) AS anchor, ${moments ? `bool_or(${satisfied('back')})` : 'false'} AS moment FROM counted GROUP BY n, t, g),
    ${incidents(seconds, `reached.t <= w + ${span}`)}`
}

/** What tells the hits of a correlation apart, and what a window of them, or a whole group, comes to. */
function measured(
  { type, percentile = 50, combination }: CorrelationRule,
  occurrences: boolean,
): { readonly told: string; readonly measure: (over: string) => string } {
  switch (type) {
    case 'value_count':
      return { told: 'n, t, g, v', measure: (over) => `count(DISTINCT v) ${over}` }
    case 'value_sum':
      return { told: 'n, t, g, v', measure: (over) => `sum(v) ${over}` }
    case 'value_avg':
      return { told: 'n, t, g, v', measure: (over) => `avg(v) ${over}` }
    case 'value_median':
    case 'value_percentile':
      return { told: 'n, t, g, v', measure: (over) => `quantile_cont(v, ${percentile / 100}) ${over}` }
    case 'temporal': {
      const steps = (over: string) => `bit_or(1::BIGINT << step) ${over}`
      return { told: 'n, t, g, step', measure: combination ? steps : (over) => `bit_count(${steps(over)})` }
    }
    default:
      return occurrences
        ? { told: 'n, t, g, o', measure: (over) => `count(DISTINCT o) ${over}` }
        : { told: 'n, t, g', measure: (over) => `count(*) ${over}` }
  }
}

function isNumeric(type: CorrelationRule['type']): boolean {
  return type === 'value_sum' || type === 'value_avg' || type === 'value_median' || type === 'value_percentile'
}

/** Which rules happened in a window, one bit each, as the condition over them wants it. */
function combinationSql(node: Node, references: readonly string[], bits: string): string {
  if (node.kind === 'leaf') return `(${bits} & ${bit(references.indexOf(node.field ?? ''))}) <> 0`
  if (node.kind === 'not') return `NOT (${combinationSql(node.part, references, bits)})`
  const parts = node.parts.map((part) => `(${combinationSql(part, references, bits)})`)
  if (node.kind === 'least') return `${parts.map((part) => `${part}::INTEGER`).join(' + ')} >= ${node.least}`
  return parts.join(node.kind === 'and' ? ' AND ' : ' OR ')
}

/** A number would be rounded from the 56th rule on. */
function bit(step: number): bigint {
  return 1n << BigInt(step)
}

/** Of the groups only those that hold enough at all: most do not, and windows are what takes time. */
function promising(hits: string, enough: string): string {
  return sql`placed AS MATERIALIZED (SELECT * FROM (${hits}) WHERE t IS NOT NULL AND g IS NOT NULL),
    promising AS (SELECT * FROM placed WHERE g IN (SELECT g FROM placed GROUP BY g HAVING ${enough}))`
}

/** What a whole group comes to at least when one of its windows satisfies the bounds. */
function least(rule: CorrelationRule, occurrences: boolean, bounds: CorrelationRule['bounds']): string {
  const whole = {
    value_sum: `sum(greatest(${numberOf('v')}, 0))`,
    value_avg: `max(${numberOf('v')})`,
    value_median: `max(${numberOf('v')})`,
    value_percentile: `max(${numberOf('v')})`,
    event_count: occurrences ? 'count(DISTINCT o)' : 'count(DISTINCT n)',
    preceded: 'count(DISTINCT n)',
    value_count: 'count(DISTINCT v)',
    temporal: 'bit_count(bit_or(1::BIGINT << step))',
    temporal_ordered: '',
  }[rule.type]
  const lower = bounds.filter(({ operator }) => operator === '>' || operator === '>=' || operator === '=')
  return (
    lower.map(({ operator, value }) => `${whole} ${operator === '=' ? '>=' : operator} ${value}`).join(' AND ') ||
    'true'
  )
}

/**
 * For every event and step: the latest start of a chain that leads to it, and the earliest end of one that leads on
 * from it; it is a member when both lie within the timespan. An event is not two steps that follow each other.
 */
function ordered({ seconds }: CorrelationRule, hits: string, steps: number): string {
  const is = (step: number) => `(m & ${bit(step)}) <> 0`
  // One within the other, DuckDB would plan twice as long for each step more: 20 rules took seconds, 30 hours.
  const layers: string[] = [
    sql`layer_0 AS (SELECT n, t, g, m, CASE WHEN ${is(0)} THEN t END AS start_0, CASE WHEN ${is(steps - 1)} THEN t END AS end_${steps - 1} FROM hit)`,
  ]
  const over = (frame: string) => `OVER (PARTITION BY g ORDER BY t RANGE BETWEEN ${frame} EXCLUDE CURRENT ROW)`
  for (let step = 1; step < steps; step++) {
    const back = steps - 1 - step
    layers.push(sql`layer_${step} AS MATERIALIZED (SELECT *,
      CASE WHEN ${is(step)} THEN max(start_${step - 1}) ${over('UNBOUNDED PRECEDING AND CURRENT ROW')} END AS start_${step},
      CASE WHEN ${is(back)} THEN min(end_${back + 1}) ${over('CURRENT ROW AND UNBOUNDED FOLLOWING')} END AS end_${back}
      FROM layer_${step - 1})`)
  }
  const within = (step: number) => `coalesce(end_${step} <= start_${step} + INTERVAL '${seconds} seconds', false)`
  const member = Array.from({ length: steps }, (_, step) => within(step)).join(' OR ')
  return sql`WITH ${promising(hits, `bit_count(bit_or(1::BIGINT << step)) = ${steps}`)},
    hit AS (SELECT n, t, g, bit_or(1::BIGINT << step) AS m FROM promising GROUP BY n, t, g),
    ${layers.join(', ')},
    happened AS (SELECT n, t, g, ${within(0)} AS anchor, ${within(steps - 1)} AS moment, (${member}) AS member FROM layer_${steps - 1}),
    ${incidents(seconds, 'member')}`
}

/**
 * Events before which enough others happened, whose value v is another where one is asked for; an event of the same
 * instant counts as one before.
 */
function preceded(rule: CorrelationRule, hits: string, bases: number): string {
  const { bounds, seconds, valueFields, completedByLast } = rule
  const before = `ORDER BY t RANGE BETWEEN INTERVAL '${seconds} seconds' PRECEDING AND CURRENT ROW`
  const earlier = `CAST(earlier AS INTEGER)`
  const others =
    valueFields.length === 0
      ? `sum(${earlier}) OVER (PARTITION BY g ${before}) - ${earlier}`
      : `sum(${earlier}) OVER (PARTITION BY g ${before}) - sum(${earlier}) OVER (PARTITION BY g, v ${before})`
  const last = completedByLast === true
  const enough = bounds.map(({ operator, value }) => `others + 1 ${operator} ${value}`).join(' AND ')
  return sql`WITH ${promising(hits, least(rule, false, bounds))},
    hit AS (SELECT n, t, g, any_value(v) AS v, ${last ? `bool_or(step < ${bases - 1})` : 'true'} AS earlier, ${last ? `bool_or(step = ${bases - 1})` : 'true'} AS completes
      FROM promising WHERE ${valueFields.length === 0 ? 'true' : 'v IS NOT NULL'} GROUP BY n, t, g),
    counted AS (SELECT *, ${others} AS others FROM hit),
    complete AS (SELECT *, completes AND ${enough} AS done FROM counted),
    happened AS (SELECT n, t, g, done AS moment, (earlier OR done) AND
      bool_or(done) OVER (PARTITION BY g ORDER BY t RANGE BETWEEN CURRENT ROW AND INTERVAL '${seconds} seconds' FOLLOWING) AS anchor FROM complete),
    ${incidents(seconds, 'anchor')}`
}

/** `happened` (n, t, g, anchor: a satisfying window begins here, moment) to incidents; w is the last anchor so far. */
function incidents(seconds: number, member: string): string {
  return sql`reached AS (SELECT *, max(CASE WHEN anchor THEN t END) OVER (PARTITION BY g ORDER BY t RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS w FROM happened),
    start AS (
      SELECT g, t, sum(fresh) OVER (PARTITION BY g ORDER BY t) AS incident
      FROM (SELECT g, t, CASE WHEN t <= lag(t) OVER (PARTITION BY g ORDER BY t) + INTERVAL '${seconds} seconds' THEN 0 ELSE 1 END AS fresh
        FROM (SELECT DISTINCT g, t FROM happened WHERE anchor)))
    SELECT reached.g, start.incident, reached.n, reached.moment, reached.t FROM reached JOIN start ON reached.g = start.g AND reached.w = start.t
    WHERE ${member}`
}
