import type { DetectionFilter, DetectResult, RuleFound } from '../../../shared/detection.ts'
import { levels } from '../../../shared/rule.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { detectionWhere, listed } from './list.ts'
import { numbers } from './run.ts'

/** What these rules have found in all, the gravest first, and which of them found too much. */
export async function foundBy(
  db: Db,
  ruleNos: readonly number[],
): Promise<{ readonly rules: readonly RuleFound[]; readonly noisy: DetectResult['rules']['noisy'] }> {
  const rows = await db.all<{ [K in keyof RuleFound]: RuleFound[K] }>(sql`
    SELECT coalesce(any_value(rule.info->>'id'), any_value(rule.title)) AS rule, any_value(rule.title) AS title,
      any_value(rule.level) AS level, sum(d.events)::BIGINT AS events, sum(d.hidden)::BIGINT AS hidden,
      count(*) FILTER (WHERE rule.kind = 'correlation') AS incidents, count(*) AS detections,
      count(*) FILTER (WHERE NOT d.dismissed AND d.hidden < d.events) AS open, min(d."first") AS "first", max(d."last") AS "last"
    FROM detection d JOIN rule ON rule.rule_no = d.rule_no
    WHERE d.events > 0 AND rule.rule_no IN ${numbers(ruleNos)}
    GROUP BY rule.rule_no`)
  const [all] = await db.all<{ events: number }>(sql`SELECT count(*) AS events FROM event`)
  const rules = rows.toSorted(
    (a, b) => levels.indexOf(b.level) - levels.indexOf(a.level) || b.events - a.events || (a.title < b.title ? -1 : 1),
  )
  const isNoisy = (events: number) => events > 1000 && events > (all?.events ?? 0) / 100
  return {
    rules,
    noisy: rules.filter(({ events }) => isNoisy(events)).map(({ rule, title, events }) => ({ rule, title, events })),
  }
}

/** How much each rule found when it last ran, by its key. */
export async function foundByKey(
  db: Db,
): Promise<
  ReadonlyMap<
    string,
    { readonly hash: string; readonly events: number; readonly detections: number; readonly noisy: boolean }
  >
> {
  const rows = await db.all<{ key: string; hash: string; events: number; detections: number; noisy: boolean }>(sql`
    SELECT key, any_value(hash) AS hash, coalesce(sum(d.events), 0)::BIGINT AS events, count(d.detection_id) AS detections,
      coalesce(sum(d.events) > greatest(1000, (SELECT count(*) FROM event) / 100), false) AS noisy
    FROM rule LEFT JOIN detection d ON d.rule_no = rule.rule_no AND d.events > 0
    GROUP BY key`)
  return new Map(rows.map(({ key, ...counts }) => [key, counts]))
}

/** Techniques of the detections of a filter. */
export async function techniquesFound(db: Db, filter: DetectionFilter, signal?: Signal) {
  const where = detectionWhere(filter)
  const rows = await db.all<{ technique: string; events: number; detections: number; rules: string }>(
    sql`
      SELECT technique, sum(events)::BIGINT AS events, count(*) AS detections, CAST(to_json(list_sort(list(DISTINCT rule_title))) AS VARCHAR) AS rules
      FROM (SELECT unnest(from_json(info->'techniques', '["VARCHAR"]')) AS technique, events, rule_title FROM ${listed} WHERE ${where.sql})
      GROUP BY technique ORDER BY technique`,
    where.params,
    signal,
  )
  return rows.map(({ rules, ...row }) => ({ ...row, rules: JSON.parse(rules) as string[] }))
}
