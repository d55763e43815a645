import type { LogDays } from '../../../shared/iam.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/** How often a principal called an action without being refused. Sessions count for their role. */
export interface UsedAction {
  readonly principal: string
  readonly service: string
  readonly action: string
  readonly first: string | null
  readonly last: string | null
  readonly count: number
  /** Who called and from where: the first 20 in the order of their letters. */
  readonly sessions: readonly string[]
  readonly ips: readonly string[]
}

const source = 'coalesce(source_ip, source_service)'

/** Every action that users and roles of the case called, by principal. */
export async function usedActions(db: Db, signal?: Signal): Promise<readonly UsedAction[]> {
  const rows = await db.all<Omit<UsedAction, 'sessions' | 'ips'> & { sessions: string; ips: string | null }>(
    sql`
    SELECT
      coalesce(role, actor) AS principal,
      service,
      action,
      strftime(min(time), '%Y-%m-%dT%H:%M:%S.%gZ') AS first,
      strftime(max(time), '%Y-%m-%dT%H:%M:%S.%gZ') AS last,
      count(*) AS count,
      to_json(list_sort(list(DISTINCT actor))[1:20])::VARCHAR AS sessions,
      to_json(list_sort(list(DISTINCT ${source}) FILTER (${source} IS NOT NULL))[1:20])::VARCHAR AS ips
    FROM event
    WHERE outcome = 'success' AND service IS NOT NULL AND action IS NOT NULL AND coalesce(role, actor) LIKE 'arn:%'
    GROUP BY ALL`,
    {},
    signal,
  )
  return rows.map(({ sessions, ips, ...row }) => ({ ...row, sessions: texts(sessions), ips: texts(ips) }))
}

/** What of accounts, regions and days the case has events that name a principal. */
export async function logDays(db: Db, signal?: Signal): Promise<LogDays> {
  const [row] = await db.all<{
    first: string | null
    last: string | null
    events: number
    accounts: string | null
    regions: string | null
    data: boolean
  }>(
    sql`
    SELECT
      strftime(min(time), '%Y-%m-%dT%H:%M:%S.%gZ') AS first,
      strftime(max(time), '%Y-%m-%dT%H:%M:%S.%gZ') AS last,
      count(*) AS events,
      to_json(list_sort(list(DISTINCT account) FILTER (account IS NOT NULL)))::VARCHAR AS accounts,
      to_json(list_sort(list(DISTINCT region) FILTER (region IS NOT NULL)))::VARCHAR AS regions,
      coalesce(bool_or(category = 'data'), false) AS data
    FROM event
    WHERE actor LIKE 'arn:%'`,
    {},
    signal,
  )
  const { accounts = null, regions = null, data = false, ...rest } = row ?? { first: null, last: null, events: 0 }
  return { ...rest, accounts: texts(accounts), regions: texts(regions), hasDataEvents: data }
}

function texts(json: string | null): readonly string[] {
  return json === null ? [] : ((JSON.parse(json) as readonly string[] | null) ?? [])
}
