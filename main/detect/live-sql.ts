import type { Cell } from '../../shared/rows.ts'
import { sql } from '../../shared/sql.ts'
import { incidentsSql } from './chain-sql.ts'
import type { Family } from './families.ts'
import { firstSeenSql } from './first-seen-sql.ts'
import { combinationSql, valueSql } from './group-sql.ts'
import { JsonLists } from './json-lists.ts'
import { boundSql, nodeSql } from './node-sql.ts'
import { binder, type Question } from './records-sql.ts'
import type { EventRule, Rule } from './rule.ts'

type Bind = (value: Cell) => string

/** What one rule finds in the events as they are: rows (n, incident), incident NULL for rules of one event. `n`: SQL of an event's number. */
export function liveQuestion(rule: Rule, rules: readonly Rule[], families: readonly Family[], n: string): Question {
  const { bind, asked } = binder()
  if (rule.kind === 'event') {
    const { firstSeen } = rule
    const hits = ofEvents(rule, families, bind, (target) =>
      firstSeen
        ? `${n} AS n, time AS t, ${combinationSql(firstSeen.fields, target, bind)} AS g`
        : `${n} AS n, NULL::BIGINT AS incident`,
    )
    if (!firstSeen) return asked(hits)
    return asked(sql`SELECT n, NULL::BIGINT AS incident FROM (${firstSeenSql(hits, firstSeen.days)})`)
  }
  const incidents = incidentsSql(rule, rules, (base, columns) =>
    ofEvents(base, families, bind, (target) => {
      const values = columns((field) => valueSql(field, target, bind))
      return `${n} AS n, time AS t, ${values}`
    }),
  )
  return asked(sql`SELECT n, dense_rank() OVER (ORDER BY g, incident) AS incident FROM (${incidents})`)
}

function ofEvents(
  rule: EventRule,
  families: readonly Family[],
  bind: Bind,
  columns: (target: Family['target']) => string,
): string {
  const selects = families.flatMap(({ formats, target, decided }) => {
    const ours = formats.filter((format) => rule.formats === null || rule.formats.includes(format))
    if (ours.length === 0) return []
    const lists = new JsonLists(bind)
    const ground = { target, lists, bind }
    const condition = nodeSql(rule.detection, ground)
    const possible = boundSql(rule.detection, 'possible', ground, decided)
    const rows = sql`(SELECT * FROM event WHERE format IN (${ours.map(bind).join(', ')}) AND ${possible})`
    return [sql`SELECT ${columns(target)} FROM ${lists.layers(rows)} AS event WHERE ${condition}`]
  })
  return selects.join(' UNION ALL ') || noHits
}

/** What rules find where nothing is that they look at. */
const noHits = sql`SELECT 0::BIGINT AS n, NULL::TIMESTAMP AS t, '' AS g, 0 AS step, '' AS v, NULL::BIGINT AS incident WHERE false`
