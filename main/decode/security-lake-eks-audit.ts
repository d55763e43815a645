import type { TableReading } from '../../shared/decoder.ts'
import { sql } from '../../shared/sql.ts'
import { type Columns, isNothing, nothing } from './columns.ts'
import { eksAudit } from './eks-audit.ts'
import { asJson, hashWithout, isoOf, objectOf } from './security-lake-row.ts'

/** Audit events of EKS as Security Lake keeps them (API Activity, 6003), under the names of Kubernetes and read as those are. */
export function lakeEksAudit(columns: Columns): TableReading {
  const { text, json, time } = columns
  const listOf = (value: string) =>
    isNothing(value) ? nothing('JSON') : sql`CASE WHEN ${value} IS NOT NULL THEN to_json([${value}]) END`
  const at = time('time', 'time_dt')
  const id = text('api.request.uid', 'metadata.uid')
  const resource = (name: string) => asJson(text(['resources', 0, name]))
  const given: Record<string, string> = {
    auditID: id,
    stage: text('message'),
    requestURI: text('http_request.url.path', 'http_request.url.url_string'),
    verb: text('api.operation'),
    user: objectOf({
      username: asJson(text('actor.user.name')),
      uid: asJson(text('actor.user.uid')),
      groups: json('actor.user.groups'),
      extra: objectOf({
        arn: listOf(text('actor.session.issuer')),
        accessKeyId: listOf(text('actor.session.credential_uid')),
        sessionName: listOf(text('actor.session.uid')),
      }),
    }),
    sourceIPs: sql`coalesce(${listOf(text('src_endpoint.ip'))}, ${json('src_endpoint.intermediate_ips')})`,
    userAgent: text('http_request.user_agent'),
    objectRef: objectOf({
      resource: resource('type'),
      namespace: resource('namespace'),
      name: resource('name'),
      uid: resource('uid'),
      apiVersion: resource('version'),
    }),
    responseStatus: objectOf({
      code: asJson(text('api.response.code')),
      reason: asJson(text('api.response.error')),
      message: asJson(text('api.response.error_message', 'api.response.message')),
    }),
    requestReceivedTimestamp: isoOf(time('start_time', 'start_time_dt', 'time')),
    stageTimestamp: `coalesce(${isoOf(at)}, ${text('time', 'time_dt')})`,
    '@envelope': objectOf({ owner: asJson(text('cloud.account.uid', 'cloud.account_uid')) }),
  }
  const fields = Object.fromEntries(
    Object.entries(eksAudit.columns).map(([name, type]) => [name, given[name] ?? `CAST(NULL AS ${type})`]),
  )
  return {
    format: eksAudit.id,
    steps: [],
    fields: {
      ...fields,
      '@time': at,
      '@region': text('cloud.region'),
      f: 'NULL',
      h: hashWithout(id, columns),
      x: columns.row(),
    },
    select: { ...eksAudit.select, time: '"@time"', region: '"@region"', fidelity: sql`'flattened'` },
  }
}
