import { sql } from '../../shared/sql.ts'
import { type Columns, isNothing } from './columns.ts'

/** What `unmapped` holds, as a MAP of texts; null when the file has none. Custom sources write it as a struct or as JSON text. */
export function unmappedOf({ value }: Columns): string | null {
  const found = value('unmapped')
  if (found === null) return null
  if (found.type.kind === 'map') return `CAST(${found.sql} AS MAP(VARCHAR, VARCHAR))`
  const json = found.type.kind === 'plain' ? `try_cast(${found.sql} AS JSON)` : `to_json(${found.sql})`
  return sql`CASE WHEN json_type(${json}) = 'OBJECT' THEN json_transform(${json}, '"MAP(VARCHAR, VARCHAR)"') END`
}

/** No service names fields so: longer keys stay in `unmapped`, and so does what has more of them. */
const longestKey = 1000
const mostEntries = 1000

/** The entries of such a MAP that a condition on `e."key"` lets through; none of a row that has too many. */
export const flatEntries = (map: string, condition: string) =>
  sql`CASE WHEN cardinality(${map}) <= ${mostEntries} THEN list_filter(map_entries(${map}), lambda e: e."value" IS NOT NULL AND strlen(e."key") <= ${longestKey} AND (${condition})) END`

/**
 * The flattened fields of a CloudTrail event as {key, value}: those of `unmapped`, and those that Security Lake moved to
 * places of OCSF from where they are brought back under their own names.
 */
export function cloudtrailEntries(columns: Columns, { kind, operation }: { kind: string; operation: string }): string {
  const unmapped = unmappedOf(columns)
  const kept = unmapped === null ? '[]' : flatEntries(unmapped, sql`contains(e."key", '.') OR contains(e."key", '[]')`)
  const moved = movedFields(columns, kind, operation)
    .filter(([, value]) => !isNothing(value))
    .map(([when, value, key]) => sql`{'key': ${key}, 'value': CASE WHEN ${when} THEN ${value} END}`)
  const none = sql`CAST([] AS STRUCT("key" VARCHAR, "value" VARCHAR)[])`
  const all = [kept === '[]' ? none : `coalesce(${kept}, ${none})`]
  if (moved.length > 0) {
    const isNew = kept === '[]' ? 'true' : sql`NOT coalesce(list_contains(map_keys(${unmapped ?? ''}), m."key"), false)`
    all.push(sql`list_filter([${moved.join(', ')}], lambda m: m."value" IS NOT NULL AND ${isNew})`)
  }
  return all.length === 1 ? (all[0] as string) : `list_concat(${all.join(', ')})`
}

/** When, what, and as which field of CloudTrail. */
function movedFields({ text, has }: Columns, kind: string, operation: string) {
  if (!has('user')) return []
  const name = text('user.name')
  const classUid = text('class_uid')
  const changes = sql`${classUid} = '3001'`
  const aboutRole = sql`contains(${operation}, 'Role') AND NOT contains(${operation}, 'User')`
  const assumes = sql`${classUid} = '3002' AND starts_with(${operation}, 'AssumeRole')`
  const signsIn = sql`${operation} = 'ConsoleLogin' AND ${kind} = 'AwsConsoleSignIn'`
  const role = text('user.uuid', 'user.uid')
  return [
    [
      changes,
      name,
      sql`CASE WHEN ${aboutRole} THEN 'requestParameters.roleName' ELSE 'requestParameters.userName' END`,
    ],
    [sql`${assumes} AND starts_with(${role}, 'arn:')`, role, sql`'requestParameters.roleArn'`],
    [assumes, name, sql`'requestParameters.roleSessionName'`],
    [
      signsIn,
      sql`CASE WHEN ${text('status')} IN ('Success', 'Failure') THEN ${text('status')} END`,
      sql`'responseElements.ConsoleLogin'`,
    ],
    [signsIn, text('dst_endpoint.svc_name'), sql`'additionalEventData.LoginTo'`],
    [signsIn, yesOrNo(text('mfa', 'is_mfa')), sql`'additionalEventData.MFAUsed'`],
  ] as const
}

const yesOrNo = (text: string) =>
  isNothing(text) ? text : sql`CASE ${text} WHEN 'true' THEN 'Yes' WHEN 'false' THEN 'No' END`
