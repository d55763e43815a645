import type { TableReading } from '../../shared/decoder.ts'
import { sql } from '../../shared/sql.ts'
import type { Columns } from './columns.ts'
import { hashWithout, isoMillis } from './security-lake-row.ts'
import { addressOf } from './sql-address.ts'

/**
 * OCSF of a class or product that is not known by itself, such as a custom source writes: the attributes that all
 * classes share fill the columns, and the whole row is kept.
 */
export function lakeOther(columns: Columns): TableReading {
  const { text, json, time } = columns
  const finding = sql`nullif(${text('finding_info.uid', 'finding.uid')}, '')`
  const changed = time('finding_info.modified_time', 'finding_info.modified_time_dt', 'finding.modified_time')
  // A finding is reported again under its id whenever it changes.
  const version = sql`${finding} || '@' || ${isoMillis(changed)}`
  const id = sql`coalesce(${version}, nullif(${text('metadata.uid')}, ''), ${finding})`
  const at = time('time', 'time_dt')
  // Of an account change, `user` is whom it was done to.
  const acting = (...fields: readonly string[]) => {
    const own = ['actor.user', 'evidences.0.actor.user', 'identity.user']
    const paths = (places: readonly string[]) =>
      places.flatMap((place) => fields.map((field) => pathOf(`${place}.${field}`)))
    return sql`CASE WHEN ${text('class_uid')} = '3001' THEN ${text(...paths(own))} ELSE ${text(...paths([...own, 'user']))} END`
  }
  return {
    format: 'security-lake',
    steps: [],
    fields: {
      '@time': at,
      '@when': text('time', 'time_dt'),
      '@id': id,
      '@finding': finding,
      '@version': version,
      '@account': text('cloud.account.uid', 'cloud.account_uid', ['unmapped', 'recipientAccountId']),
      '@region': text('cloud.region'),
      '@called': text('api.service.name'),
      '@product': text('metadata.product.name', 'metadata.product.vendor_name'),
      '@operation': text('api.operation', ['finding_info', 'types', 0], 'activity_name', 'type_name'),
      '@category': text('category_uid'),
      '@class': text('class_name', 'class_uid'),
      '@status': text('status'),
      '@state': text('status_id'),
      '@rcode': text('rcode'),
      '@verdict': text('disposition', 'action'),
      '@error': text('api.response.error', 'status_code'),
      '@message': text('api.response.message', 'status_detail'),
      '@actor': acting('uid', 'name', 'email_addr'),
      '@name': acting('name'),
      '@owner': text('actor.user.account.uid', 'actor.user.account_uid'),
      '@key': text('actor.user.credential_uid', 'actor.session.credential_uid'),
      '@ip': text('src_endpoint.ip', 'device.ip', ['evidences', 0, 'src_endpoint', 'ip']),
      '@agent': text('http_request.user_agent'),
      '@target': text(
        ['resources', 0, 'uid'],
        'resource.uid',
        'dst_endpoint.hostname',
        'dst_endpoint.ip',
        'query.hostname',
        'file.path',
        'device.hostname',
      ),
      '@type': text(['resources', 0, 'type'], 'resource.type'),
      '@severity': sql`lower(${text('severity')})`,
      '@title': text('finding_info.title', 'finding.title', 'message'),
      '@request': json('api.request'),
      '@response': json('api.response'),
      f: 'NULL',
      h: hashWithout(id, columns),
      x: columns.row(),
    },
    select: {
      time: '"@time"',
      id: 'coalesce("@id", h)',
      shared_id: '"@finding"',
      account: '"@account"',
      region: '"@region"',
      service: sql`CASE WHEN ends_with("@called", '.amazonaws.com') THEN left("@called", -14) ELSE coalesce("@called", "@product") END`,
      action: '"@operation"',
      category: sql`CASE "@category" WHEN '2' THEN 'finding' WHEN '4' THEN 'network' END`,
      kind: '"@class"',
      outcome: sql`CASE WHEN "@verdict" IN ('Blocked', 'Denied') OR regexp_matches("@error", '(?i)AccessDenied|Unauthorized|Forbidden|NotAuthorized') THEN 'denied'
        WHEN "@category" = '2' THEN NULL
        WHEN "@status" = 'Failure' OR "@state" = '2' THEN 'failed'
        WHEN "@status" = 'Success' OR "@state" = '1' OR "@verdict" = 'Allowed' THEN 'success'
        WHEN "@rcode" IS NOT NULL THEN CASE upper("@rcode") WHEN 'NOERROR' THEN 'success' ELSE 'failed' END END`,
      error_code: '"@error"',
      error_message: '"@message"',
      actor: '"@actor"',
      actor_name: '"@name"',
      actor_account: '"@owner"',
      access_key: `nullif("@key", '')`,
      source_ip: addressOf('"@ip"'),
      user_agent: '"@agent"',
      target: '"@target"',
      target_type: '"@type"',
      severity: sql`CASE WHEN "@severity" = 'fatal' THEN 'critical' WHEN "@category" = '2' AND "@severity" IN ('critical', 'high', 'medium', 'low', 'informational') THEN "@severity" END`,
      title: '"@title"',
      request: '"@request"',
      response: '"@response"',
      extra: 'x',
      fidelity: sql`'full'`,
      flags: sql`CASE WHEN "@time" IS NULL THEN CASE WHEN "@when" IS NULL THEN 'no-time' ELSE 'bad-time' END END`,
    },
  }
}

/** A path with the places in lists as numbers. */
const pathOf = (path: string) => path.split('.').map((name) => (/^\d+$/.test(name) ? Number(name) : name))
