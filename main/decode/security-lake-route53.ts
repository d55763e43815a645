import type { TableReading } from '../../shared/decoder.ts'
import { sql } from '../../shared/sql.ts'
import { type Columns, nothing } from './columns.ts'
import { route53Resolver } from './route53-resolver.ts'
import { asJson, hashOf, isoOf, objectOf } from './security-lake-row.ts'

/** DNS queries as Security Lake keeps them (DNS Activity, 4003), under the names of the resolver's own log and read as that is. */
export function lakeRoute53(columns: Columns): TableReading {
  const { text, time } = columns
  const at = time('time', 'time_dt')
  const verdict = text('disposition', 'action')
  return {
    format: route53Resolver.id,
    steps: [{ '@row': columns.row() }],
    fields: {
      version: asJson(text('metadata.product.version')),
      account_id: text('cloud.account.uid', 'cloud.account_uid'),
      region: text('cloud.region'),
      vpc_id: asJson(text('src_endpoint.vpc_uid')),
      query_timestamp: `coalesce(${isoOf(at)}, ${text('time', 'time_dt')})`,
      query_name: text('query.hostname'),
      query_type: text('query.type'),
      query_class: asJson(text('query.class')),
      rcode: `upper(${text('rcode')})`,
      answers: answers(columns),
      srcaddr: text('src_endpoint.ip'),
      srcport: asJson(text('src_endpoint.port')),
      transport: asJson(text('connection_info.protocol_name')),
      srcids: objectOf({
        instance: asJson(text('src_endpoint.instance_uid')),
        resolver_endpoint: asJson(text('dst_endpoint.instance_uid')),
        resolver_network_interface: asJson(text('dst_endpoint.interface_uid')),
      }),
      firewall_rule_action: sql`CASE WHEN ${verdict} IN ('Blocked', 'Denied') THEN 'BLOCK' WHEN ${verdict} = 'Alert' THEN 'ALERT' WHEN ${verdict} = 'Allowed' THEN 'ALLOW' END`,
      firewall_rule_group_id: asJson(text(['unmapped', 'firewall_rule_group_id'], 'firewall_rule.uid')),
      firewall_domain_list_id: asJson(text(['unmapped', 'firewall_domain_list_id'])),
      '@time': at,
      f: 'NULL',
      h: hashOf('"@row"'),
      x: '"@row"',
    },
    select: { ...route53Resolver.select, time: '"@time"', fidelity: sql`'flattened'` },
  }
}

function answers({ value, has }: Columns): string {
  const list = value('answers')
  if (list?.type.kind !== 'list' || list.type.of.kind !== 'struct')
    return list === null ? nothing('JSON') : `to_json(${list.sql})`
  const field = (name: string) => (has(['answers', 0, name]) ? `r."${name}"` : nothing('VARCHAR'))
  return sql`to_json(list_transform(${list.sql}, lambda r: {'Rdata': ${field('rdata')}, 'Type': ${field('type')}, 'Class': ${field('class')}}))`
}
