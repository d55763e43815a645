import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const when = 'query_timestamp'

/**
 * DNS queries of a VPC, one a line; they bear no id. Fields: Route 53 Developer Guide, "Values that appear in Resolver
 * query logs".
 */
export const route53Resolver: Format = {
  id: 'route53-resolver',
  title: 'Route 53 Resolver query logs',
  idField: null,
  matches: ({ names }) => names.has('query_timestamp') && names.has('query_name'),
  columns: {
    version: 'JSON',
    account_id: 'VARCHAR',
    region: 'VARCHAR',
    vpc_id: 'JSON',
    query_timestamp: 'VARCHAR',
    query_name: 'VARCHAR',
    query_type: 'VARCHAR',
    query_class: 'JSON',
    rcode: 'VARCHAR',
    answers: 'JSON',
    srcaddr: 'VARCHAR',
    srcport: 'JSON',
    transport: 'JSON',
    srcids: 'JSON',
    firewall_rule_action: 'VARCHAR',
    firewall_rule_group_id: 'JSON',
    firewall_domain_list_id: 'JSON',
  },
  select: {
    time: timeOf(when),
    id: 'h',
    account: 'account_id',
    region: 'region',
    service: sql`'route53resolver'`,
    action: sql`'DnsQuery'`,
    category: sql`'network'`,
    kind: 'query_type',
    outcome: sql`CASE WHEN firewall_rule_action = 'BLOCK' THEN 'denied' WHEN rcode = 'NOERROR' THEN 'success' WHEN rcode IS NOT NULL THEN 'failed' END`,
    error_code: sql`nullif(rcode, 'NOERROR')`,
    read_only: 'true',
    actor: sql`json_extract_string(srcids, '$.instance')`,
    actor_type: sql`CASE WHEN json_extract_string(srcids, '$.instance') IS NOT NULL THEN 'Instance' END`,
    source_ip: addressOf('srcaddr'),
    target: 'query_name',
    response: 'answers',
    extra: extraOf([
      'version',
      'vpc_id',
      'query_class',
      'srcport',
      'transport',
      'srcids',
      'firewall_rule_action',
      'firewall_rule_group_id',
      'firewall_domain_list_id',
    ]),
    fidelity: sql`'full'`,
    flags: flagsOf(timeOf(when), when),
  },
}
