import type { TableReading } from '../../shared/decoder.ts'
import { sql } from '../../shared/sql.ts'
import type { Columns } from './columns.ts'
import { hashWithout } from './security-lake-row.ts'
import { addressOf } from './sql-address.ts'

/**
 * OCSF of a class or product that is not known by itself, such as a custom source writes: the attributes that all
 * classes share fill the columns, and the whole row is kept.
 */
export function lakeOther(columns: Columns): TableReading {
  const { text, json, time } = columns
  const id = sql`nullif(${text('metadata.uid', 'finding_info.uid', 'finding.uid')}, '')`
  const at = time('time', 'time_dt')
  return {
    format: 'security-lake',
    steps: [],
    fields: {
      '@time': at,
      '@when': text('time', 'time_dt'),
      '@id': id,
      '@account': text('cloud.account.uid', 'cloud.account_uid', ['unmapped', 'recipientAccountId']),
      '@region': text('cloud.region'),
      '@product': text('metadata.product.name', 'metadata.product.vendor_name'),
      '@operation': text('api.operation', 'activity_name', 'type_name'),
      '@category': text('category_uid'),
      '@class': text('class_name', 'class_uid'),
      '@status': text('status'),
      '@verdict': text('disposition', 'action'),
      '@error': text('api.response.error', 'status_code'),
      '@message': text('api.response.message', 'status_detail'),
      '@actor': text('actor.user.uid', 'actor.user.name', 'actor.user.email_addr', 'user.uid', 'user.name'),
      '@name': text('actor.user.name', 'user.name'),
      '@owner': text('actor.user.account.uid', 'actor.user.account_uid'),
      '@key': text('actor.user.credential_uid', 'actor.session.credential_uid'),
      '@ip': text('src_endpoint.ip', 'device.ip'),
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
      account: '"@account"',
      region: '"@region"',
      service: '"@product"',
      action: '"@operation"',
      category: sql`CASE "@category" WHEN '2' THEN 'finding' WHEN '4' THEN 'network' END`,
      kind: '"@class"',
      outcome: sql`CASE WHEN "@verdict" IN ('Blocked', 'Denied') THEN 'denied' WHEN "@status" = 'Success' THEN 'success' WHEN "@status" = 'Failure' THEN 'failed' END`,
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
