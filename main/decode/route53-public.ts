import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { hostedZoneFields, hostedZoneLayout } from './route53-public-rows.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const when = 'query_timestamp'
const promoted = new Set<string>(['query_timestamp', 'query_name', 'query_type'])

/**
 * DNS queries to a public hosted zone, a line each, from CloudWatch Logs. The address is the resolver's; of the client at
 * most its network is known. Fields: Route 53 Developer Guide, "Public DNS query logging".
 */
export const route53Public: Format = {
  id: 'route53-public',
  title: 'Route 53 public DNS query logs',
  idField: null,
  matches: ({ names }) => names.has('hosted_zone_id') && names.has('query_name') && names.has('edge_location'),
  columns: { ...Object.fromEntries(hostedZoneFields.map((name) => [name, 'VARCHAR'])), '@envelope': 'JSON' },
  text: hostedZoneLayout,
  select: {
    time: timeOf(when),
    id: 'h',
    account: sql`json_extract_string("@envelope", '$.owner')`,
    service: sql`'route53'`,
    action: sql`'DnsQuery'`,
    category: sql`'network'`,
    kind: 'query_type',
    outcome: sql`CASE WHEN rcode = 'NOERROR' THEN 'success' WHEN rcode = 'REFUSED' THEN 'denied' WHEN rcode IS NOT NULL THEN 'failed' END`,
    error_code: sql`nullif(rcode, 'NOERROR')`,
    read_only: 'true',
    source_ip: addressOf('resolver_ip'),
    target: 'query_name',
    extra: extraOf(hostedZoneFields.filter((name) => !promoted.has(name))),
    fidelity: sql`CASE WHEN "@envelope" IS NULL THEN 'bare' ELSE 'full' END`,
    flags: flagsOf(timeOf(when), when),
  },
}
