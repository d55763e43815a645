import type { DetectionFilter, DetectionRow } from '../../../shared/detection.ts'
import type { Cell } from '../../../shared/rows.ts'
import { levels } from '../../../shared/rule.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import type { Where } from '../read/where.ts'

/** Detections of the rules of the last run, as rows and with everything that is filtered by. */
export const listed = sql`(
  SELECT d.*, coalesce(d.said, rule.title) AS title, rule.title AS rule_title, rule.key, rule.level, rule.kind, rule.info, rule.text,
    CASE WHEN d.dismissed THEN 'dismissed' WHEN d.hidden >= d.events THEN 'suppressed' ELSE 'open' END AS state,
    from_json(rule.info->'tactics', '["VARCHAR"]') AS tactics
  FROM detection d JOIN rule ON rule.rule_no = d.rule_no
  WHERE rule.current AND d.events > 0)`

/** Whether a filter asks for nothing that is hidden: then events that suppressions hide are left out. */
export function isOpenOnly({ states }: DetectionFilter): boolean {
  return states?.every((state) => state === 'open') ?? false
}

/** A filter as a condition on `listed`. */
export function detectionWhere(filter: DetectionFilter): Where {
  const params: Record<string, Cell> = {}
  const conditions: string[] = []
  for (const [column, values] of [
    ['level', filter.levels],
    ['state', filter.states],
  ] as const) {
    if (values === null) continue
    params[column] = JSON.stringify(values)
    conditions.push(`${column} IN (SELECT unnest(from_json($${column}, '["VARCHAR"]')))`)
  }
  for (const [name, condition] of [
    ['rule', 'key = $rule'],
    ['tactic', 'list_contains(tactics, $tactic)'],
    ['principal', 'principal = $principal'],
    ['account', 'account = $account'],
  ] as const) {
    if (filter[name] === null) continue
    params[name] = filter[name]
    conditions.push(condition)
  }
  return { sql: conditions.join(' AND ') || 'true', params }
}

/** The gravest first, then the latest. */
export async function detections(
  db: Db,
  { filter, offset, limit }: { readonly filter: DetectionFilter; readonly offset: number; readonly limit: number },
  signal?: Signal,
): Promise<{ readonly total: number; readonly rows: readonly DetectionRow[] }> {
  const where = detectionWhere(filter)
  const [count] = await db.all<{ total: number }>(
    sql`SELECT count(*) AS total FROM ${listed} WHERE ${where.sql}`,
    where.params,
    signal,
  )
  const rows = await db.all<ListedRow>(
    sql`
      SELECT ${listedColumns} FROM ${listed} WHERE ${where.sql}
      ORDER BY list_position([${levels.map((level) => `'${level}'`).join(', ')}], level) DESC, "last" DESC NULLS LAST, detection_id
      LIMIT ${limit} OFFSET ${offset}`,
    where.params,
    signal,
  )
  return { total: count?.total ?? 0, rows: rows.map(detectionRow) }
}

export const listedColumns = sql`detection_id, key, title, kind, level, info, account, principal, CAST(shared AS VARCHAR) AS shared, events, hidden,
  "first", "last", state, note, decided_by, decided_at`

export interface ListedRow {
  readonly detection_id: number
  readonly key: string
  readonly title: string
  readonly kind: DetectionRow['kind']
  readonly level: DetectionRow['level']
  readonly info: string
  readonly account: string | null
  readonly principal: string | null
  readonly shared: string
  readonly events: number
  readonly hidden: number
  readonly first: string | null
  readonly last: string | null
  readonly state: DetectionRow['state']
  readonly note: string | null
  readonly decided_by: string | null
  readonly decided_at: string | null
}

export function detectionRow({ key, info, shared, decided_by, decided_at, ...row }: ListedRow): DetectionRow {
  const { tactics, techniques } = JSON.parse(info) as Pick<DetectionRow, 'tactics' | 'techniques'>
  return {
    ...row,
    rule: key,
    tactics,
    techniques,
    shared: JSON.parse(shared),
    decidedBy: decided_by,
    decidedAt: decided_at,
  }
}
