import { sql } from '../../shared/sql.ts'
import type { CorrelationRule } from './rule.ts'

/**
 * Incidents of a correlation as SQL: rows (g, incident, n) from `hits`, a relation of n (whose number an event has),
 * t (its time), g (the values it is grouped by, as one text), step (which rule it hit, from 0) and v (the value that
 * is counted). Windows slide: one begins at every event and holds what comes no later than the timespan. An incident is
 * the union of windows that satisfy the rule and share an event.
 */
export function correlationSql(rule: CorrelationRule, hits: string, bases: number): string {
  if (rule.type === 'preceded') return preceded(rule, hits, bases)
  return rule.type === 'temporal_ordered' ? ordered(rule, hits, bases) : counted(rule, hits, bases)
}

function counted({ type, bounds, seconds }: CorrelationRule, hits: string, bases: number): string {
  const window = sql`PARTITION BY g ORDER BY t RANGE BETWEEN CURRENT ROW AND INTERVAL '${seconds} seconds' FOLLOWING`
  const [columns, count] = {
    event_count: ['n, t, g', sql`count(*) OVER (${window})`],
    value_count: ['n, t, g, v', sql`count(DISTINCT v) OVER (${window})`],
    temporal: ['n, t, g, step', sql`bit_count(bit_or(1::BIGINT << step) OVER (${window}))`],
    temporal_ordered: ['', ''],
    preceded: ['', ''],
  }[type] as [string, string]
  const wanted: CorrelationRule['bounds'] = bounds.length > 0 ? bounds : [{ operator: '>=', value: bases }]
  const satisfied = wanted.map(({ operator, value }) => `c ${operator} ${value}`).join(' AND ')
  return sql`WITH ${promising(hits, least(type, wanted))},
    hit AS (SELECT DISTINCT ${columns} FROM promising WHERE ${type === 'value_count' ? 'v IS NOT NULL' : 'true'}),
    counted AS (SELECT n, t, g, ${count} AS c FROM hit),
    happened AS (SELECT n, t, g, bool_or(${satisfied}) AS anchor FROM counted GROUP BY n, t, g),
    ${incidents(seconds, `reached.t <= w + INTERVAL '${seconds} seconds'`)}`
}

/** Of the groups only those that hold enough at all: most do not, and windows are what takes time. */
function promising(hits: string, enough: string): string {
  return sql`placed AS MATERIALIZED (SELECT * FROM (${hits}) WHERE t IS NOT NULL AND g IS NOT NULL),
    promising AS (SELECT * FROM placed WHERE g IN (SELECT g FROM placed GROUP BY g HAVING ${enough}))`
}

/** What a whole group holds at least when one of its windows satisfies the bounds. */
function least(type: CorrelationRule['type'], bounds: CorrelationRule['bounds']): string {
  const counted = {
    event_count: 'count(DISTINCT n)',
    value_count: 'count(DISTINCT v)',
    temporal: 'bit_count(bit_or(1::BIGINT << step))',
    temporal_ordered: '',
    preceded: 'count(DISTINCT n)',
  }[type]
  const lower = bounds.filter(({ operator }) => operator === '>' || operator === '>=' || operator === '=')
  return (
    lower.map(({ operator, value }) => `${counted} ${operator === '=' ? '>=' : operator} ${value}`).join(' AND ') ||
    'true'
  )
}

/**
 * For every event and step: the latest start of a chain that leads to it, and the earliest end of one that leads on
 * from it; it is a member when both lie within the timespan. An event is not two steps that follow each other.
 */
function ordered({ seconds }: CorrelationRule, hits: string, steps: number): string {
  const is = (step: number) => `(m & ${2 ** step}) <> 0`
  const layers: string[] = [
    sql`SELECT n, t, g, m, CASE WHEN ${is(0)} THEN t END AS start_0, CASE WHEN ${is(steps - 1)} THEN t END AS end_${steps - 1} FROM hit`,
  ]
  const over = (frame: string) => `OVER (PARTITION BY g ORDER BY t RANGE BETWEEN ${frame} EXCLUDE CURRENT ROW)`
  for (let step = 1; step < steps; step++) {
    const back = steps - 1 - step
    layers.push(sql`SELECT *,
      CASE WHEN ${is(step)} THEN max(start_${step - 1}) ${over('UNBOUNDED PRECEDING AND CURRENT ROW')} END AS start_${step},
      CASE WHEN ${is(back)} THEN min(end_${back + 1}) ${over('CURRENT ROW AND UNBOUNDED FOLLOWING')} END AS end_${back}
      FROM (${layers.at(-1) as string})`)
  }
  const within = (step: number) => `coalesce(end_${step} <= start_${step} + INTERVAL '${seconds} seconds', false)`
  const member = Array.from({ length: steps }, (_, step) => within(step)).join(' OR ')
  return sql`WITH ${promising(hits, `bit_count(bit_or(1::BIGINT << step)) = ${steps}`)},
    hit AS (SELECT n, t, g, bit_or(1::BIGINT << step) AS m FROM promising GROUP BY n, t, g),
    happened AS (SELECT n, t, g, ${within(0)} AS anchor, (${member}) AS member FROM (${layers.at(-1) as string})),
    ${incidents(seconds, 'member')}`
}

/**
 * Events before which enough others happened, whose value v is another where one is asked for; an event of the same
 * instant counts as one before.
 */
function preceded(
  { bounds, seconds, valueField, completedByLast }: CorrelationRule,
  hits: string,
  bases: number,
): string {
  const before = `ORDER BY t RANGE BETWEEN INTERVAL '${seconds} seconds' PRECEDING AND CURRENT ROW`
  const earlier = `CAST(earlier AS INTEGER)`
  const others =
    valueField === null
      ? `sum(${earlier}) OVER (PARTITION BY g ${before}) - ${earlier}`
      : `sum(${earlier}) OVER (PARTITION BY g ${before}) - sum(${earlier}) OVER (PARTITION BY g, v ${before})`
  const last = completedByLast === true
  const enough = bounds.map(({ operator, value }) => `others + 1 ${operator} ${value}`).join(' AND ')
  return sql`WITH ${promising(hits, least('preceded', bounds))},
    hit AS (SELECT n, t, g, any_value(v) AS v, ${last ? `bool_or(step < ${bases - 1})` : 'true'} AS earlier, ${last ? `bool_or(step = ${bases - 1})` : 'true'} AS completes
      FROM promising WHERE ${valueField === null ? 'true' : 'v IS NOT NULL'} GROUP BY n, t, g),
    counted AS (SELECT *, ${others} AS others FROM hit),
    complete AS (SELECT *, completes AND ${enough} AS done FROM counted),
    happened AS (SELECT n, t, g, (earlier OR done) AND
      bool_or(done) OVER (PARTITION BY g ORDER BY t RANGE BETWEEN CURRENT ROW AND INTERVAL '${seconds} seconds' FOLLOWING) AS anchor FROM complete),
    ${incidents(seconds, 'anchor')}`
}

/** `happened` (n, t, g, anchor: a satisfying window begins here) to incidents; w is the last anchor so far. */
function incidents(seconds: number, member: string): string {
  return sql`reached AS (SELECT *, max(CASE WHEN anchor THEN t END) OVER (PARTITION BY g ORDER BY t RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS w FROM happened),
    start AS (
      SELECT g, t, sum(fresh) OVER (PARTITION BY g ORDER BY t) AS incident
      FROM (SELECT g, t, CASE WHEN t <= lag(t) OVER (PARTITION BY g ORDER BY t) + INTERVAL '${seconds} seconds' THEN 0 ELSE 1 END AS fresh
        FROM (SELECT DISTINCT g, t FROM happened WHERE anchor)))
    SELECT reached.g, start.incident, reached.n FROM reached JOIN start ON reached.g = start.g AND reached.w = start.t
    WHERE ${member}`
}
