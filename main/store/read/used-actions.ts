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
  /** What the calls name: ARNs, `user/name` and the like in IAM, the bucket of S3; empty where they name nothing. */
  readonly targets: readonly string[]
  /** Who called and from where: the first 20 in the order of their letters. */
  readonly sessions: readonly string[]
  readonly ips: readonly string[]
}

/** One principal, service or provider taking on one role. */
export interface RoleUse {
  readonly role: string
  readonly action: string
  readonly account: string | null
  readonly by: string | null
  readonly first: string | null
  readonly last: string | null
  readonly count: number
  readonly sessions: readonly string[]
  readonly ips: readonly string[]
}

const source = 'coalesce(source_ip, source_service)'

/** Roles and instance profiles that a call hands to a service; passing them is no call of its own. */
const passed = sql`regexp_extract_all(request::VARCHAR, 'arn:aws[a-z-]*:iam::[0-9]{12}:(?:role|instance-profile)/[A-Za-z0-9_+=,.@/-]+')`
const field = (name: string) => sql`json_extract_string(request, '$.${name}')`

/** Services whose things somebody may ask about one by one. */
const asked = sql`('kms', 'secretsmanager', 'ssm', 'dynamodb', 'sqs', 'sns', 'lambda', 'ecr', 'rds', 'codecommit')`

const targets = sql`
  CASE
    WHEN service = 's3' THEN [CASE WHEN concat(${field('bucketName')}, '/', ${field('key')}) = $object THEN $object
      ELSE ${field('bucketName')} END]
    WHEN service IN ('iam', 'sts') THEN [
      'user/' || ${field('userName')}, 'role/' || ${field('roleName')}, 'group/' || ${field('groupName')},
      'instance-profile/' || ${field('instanceProfileName')}, ${field('policyArn')}, ${field('roleArn')}]
    WHEN service IN ${asked} AND (read_only OR NOT contains(request::VARCHAR, ':iam::')) THEN [target]
    WHEN read_only THEN []
    WHEN contains(request::VARCHAR, ':iam::') THEN list_append(${passed}, target)
    WHEN request IS NOT NULL AND ${field('iamInstanceProfile.name')} IS NOT NULL
      THEN ['instance-profile/' || ${field('iamInstanceProfile.name')}]
    WHEN service = 'ec2' THEN [target]
    ELSE []
  END`

/**
 * Every action that users and roles of the case called, by principal and what the calls name. Calls on objects of S3
 * count for their bucket, but those on `object` (bucket/key) for the object.
 */
export async function usedActions(db: Db, object: string | null, signal?: Signal): Promise<readonly UsedAction[]> {
  type Row = Omit<UsedAction, 'sessions' | 'ips' | 'targets'> & {
    sessions: string
    ips: string | null
    targets: string
  }
  const rows = await db.all<Row>(
    sql`
    SELECT
      coalesce(role, actor) AS principal,
      service,
      action,
      to_json(list_sort(list_distinct(list_filter(${targets}, lambda name: name IS NOT NULL))))::VARCHAR AS targets,
      strftime(min(time), '%Y-%m-%dT%H:%M:%S.%gZ') AS first,
      strftime(max(time), '%Y-%m-%dT%H:%M:%S.%gZ') AS last,
      count(*) AS count,
      to_json(list_sort(list(DISTINCT actor))[1:20])::VARCHAR AS sessions,
      to_json(list_sort(list(DISTINCT ${source}) FILTER (${source} IS NOT NULL))[1:20])::VARCHAR AS ips
    FROM event
    WHERE outcome = 'success' AND service IS NOT NULL AND action IS NOT NULL AND coalesce(role, actor) LIKE 'arn:%'
    GROUP BY ALL`,
    { object: object ?? '' },
    signal,
  )
  return rows.map(({ sessions, ips, targets: names, ...row }) => ({
    ...row,
    targets: texts(names),
    sessions: texts(sessions),
    ips: texts(ips),
  }))
}

/** Who took on which role. A call between accounts is logged in both under one shared id; the caller's account tells more of it. */
export async function assumptions(db: Db, signal?: Signal): Promise<readonly RoleUse[]> {
  const rows = await db.all<Omit<RoleUse, 'sessions' | 'ips'> & { sessions: string; ips: string | null }>(
    sql`
    WITH taken AS (
      SELECT
        ${field('roleArn')} AS role, action, actor_account AS account, coalesce(event.role, actor) AS "by", actor, time,
        shared_id,
        ${source} AS source, coalesce(event.account = split_part(${field('roleArn')}, ':', 5), false) AS isThere
      FROM event
      WHERE service = 'sts' AND starts_with(action, 'AssumeRole') AND outcome = 'success'
    )
    SELECT
      role,
      action,
      account,
      "by",
      strftime(min(time), '%Y-%m-%dT%H:%M:%S.%gZ') AS first,
      strftime(max(time), '%Y-%m-%dT%H:%M:%S.%gZ') AS last,
      count(*) AS count,
      to_json(list_sort(list(DISTINCT actor))[1:20])::VARCHAR AS sessions,
      to_json(list_sort(list(DISTINCT source) FILTER (source IS NOT NULL))[1:20])::VARCHAR AS ips
    FROM taken
    WHERE role IS NOT NULL
      AND (NOT isThere OR shared_id IS NULL
        OR shared_id NOT IN (SELECT shared_id FROM taken WHERE NOT isThere AND shared_id IS NOT NULL))
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
