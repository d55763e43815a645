import type { DetectionFilter, DetectionState, DetectionSummary, Found } from '../../../shared/detection.ts'
import { levels } from '../../../shared/rule.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { timed, type Where } from '../read/where.ts'
import { detectionWhere, isOpenOnly, listed } from './list.ts'

/** What was found, in numbers: by level, rule, tactic, principal and account, and over time. */
export async function detectionSummary(
  db: Db,
  { filter, buckets }: { readonly filter: DetectionFilter; readonly buckets: number },
  signal?: Signal,
): Promise<DetectionSummary> {
  const where = detectionWhere(filter)
  const events = isOpenOnly(filter) ? 'events - hidden' : 'events'
  const by = (value: string, title = value) => foundBy(db, where, value, title, events, signal)
  return {
    ...(await ran(db, signal)),
    levels: await by('level'),
    states: await states(db, detectionWhere({ ...filter, states: null }), signal),
    rules: await by('key', 'any_value(rule_title)'),
    tactics: await by(`unnest(CASE WHEN len(tactics) = 0 THEN [NULL] ELSE tactics END)`),
    principals: await by('principal'),
    accounts: await by('account'),
    ...(await lanes(db, where, isOpenOnly(filter), buckets, signal)),
  }
}

async function ran(db: Db, signal: Signal | undefined): Promise<Pick<DetectionSummary, 'ranAt' | 'isStale'>> {
  const [row] = await db.all<{ ranAt: string | null; isStale: boolean }>(
    sql`SELECT max(looked_on) AS "ranAt", coalesce(min(looked_to) < (SELECT max(object_id) FROM event), false) AS "isStale" FROM rule WHERE current`,
    {},
    signal,
  )
  return { ranAt: row?.ranAt ?? null, isStale: row?.isStale ?? false }
}

async function foundBy(
  db: Db,
  where: Where,
  value: string,
  title: string,
  events: string,
  signal: Signal | undefined,
): Promise<readonly Found[]> {
  const rank = `list_position([${levels.map((level) => `'${level}'`).join(', ')}], level)`
  const rows = await db.all<{
    value: string | null
    title: string | null
    rank: number
    detections: number
    rules: number
    events: number
  }>(
    sql`
      SELECT value, ${title === value ? 'value' : title} AS title, max(${rank}) AS rank, count(*) AS detections,
        count(DISTINCT key) AS rules, sum(${events})::BIGINT AS events
      FROM (SELECT *, ${value} AS value FROM ${listed} WHERE ${where.sql})
      GROUP BY value ORDER BY rank DESC, events DESC, value LIMIT 1000`,
    where.params,
    signal,
  )
  return rows.map(({ rank: place, ...row }) => ({
    ...row,
    title: row.title ?? '',
    level: levels[place - 1] ?? 'informational',
  }))
}

async function states(
  db: Db,
  where: Where,
  signal: Signal | undefined,
): Promise<Readonly<Record<DetectionState, number>>> {
  const rows = await db.all<{ state: DetectionState; n: number }>(
    sql`SELECT state, count(*) AS n FROM ${listed} WHERE ${where.sql} GROUP BY state`,
    where.params,
    signal,
  )
  return { open: 0, suppressed: 0, dismissed: 0, ...Object.fromEntries(rows.map(({ state, n }) => [state, n])) }
}

/** Events of detections by tactic over the time that they span, in equal buckets. */
async function lanes(db: Db, where: Where, openOnly: boolean, buckets: number, signal: Signal | undefined) {
  const shown = openOnly ? 'ANTI JOIN suppressed_event USING (detection_id, object_id, ordinal)' : ''
  const events = sql`
    SELECT DISTINCT unnest(CASE WHEN len(tactics) = 0 THEN ['none'] ELSE tactics END) AS tactic, object_id, ordinal, epoch_ms(time) AS ms
    FROM (SELECT detection_id, tactics FROM ${listed} WHERE ${where.sql}) d
    JOIN detection_event USING (detection_id)
    ${shown}
    JOIN event USING (object_id, ordinal)
    WHERE ${timed}`
  const [span] = await db.all<{ first: number | null; last: number | null }>(
    sql`SELECT min(ms) AS "first", max(ms) AS "last" FROM (${events})`,
    where.params,
    signal,
  )
  if (span?.first == null || span.last === null) return { start: 0, width: 0, lanes: [] }
  const width = Math.floor((span.last - span.first) / buckets) + 1
  const rows = await db.all<{ tactic: string; bucket: number; n: number }>(
    sql`SELECT tactic, (ms - ${span.first}) // ${width} AS bucket, count(*) AS n FROM (${events}) GROUP BY ALL ORDER BY ALL`,
    where.params,
    signal,
  )
  const counts = new Map<string, number[]>()
  for (const { tactic, bucket, n } of rows) {
    const lane = counts.get(tactic) ?? new Array<number>(buckets).fill(0)
    lane[bucket] = n
    counts.set(tactic, lane)
  }
  return { start: span.first, width, lanes: [...counts].map(([tactic, lane]) => ({ tactic, counts: lane })) }
}
