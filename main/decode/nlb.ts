import { sql } from '../../shared/sql.ts'
import { addressBefore, elbSelect } from './elb-select.ts'
import type { Format } from './format.ts'
import { isTimeCell, quotedRows } from './quoted-rows.ts'

const names = [
  'type',
  'version',
  'time',
  'elb',
  'listener',
  'client:port',
  'destination:port',
  'connection_time',
  'tls_handshake_time',
  'received_bytes',
  'sent_bytes',
  'incoming_tls_alert',
  'chosen_cert_arn',
  'chosen_cert_serial',
  'tls_cipher',
  'tls_protocol_version',
  'tls_named_group',
  'domain_name',
  'alpn_fe_protocol',
  'alpn_be_protocol',
  'alpn_client_preference_list',
  'tls_connection_creation_time',
] as const

/**
 * TLS connections to Network Load Balancers, which write their times without a zone, in UTC. Fields: User Guide for
 * Network Load Balancers, "Access log entries".
 */
export const nlb: Format = {
  id: 'nlb',
  title: 'Network Load Balancer access logs',
  idField: null,
  matches: () => false,
  columns: Object.fromEntries([...names, '@account', '@region'].map((name) => [name, 'VARCHAR'])),
  text: quotedRows({
    names,
    least: 17,
    pattern: /^[a-z]+ \d\.\d \d{4}-\d\d-\d\dT[\d:.]+Z? \S+ \S+ \S+ \S+ /,
    fits: (b, cells) => isTimeCell(b, cells, 2),
  }),
  select: elbSelect({
    names,
    time: '"time"',
    client: addressBefore('"client:port"'),
    arns: ['chosen_cert_arn'],
    parts: {
      action: sql`'Connection'`,
      kind: '"type"',
      outcome: sql`CASE WHEN tls_handshake_time IS NULL OR incoming_tls_alert IS NOT NULL THEN 'failed' ELSE 'success' END`,
      error_code: 'incoming_tls_alert',
      target: 'elb',
      target_type: sql`'AWS::ElasticLoadBalancingV2::LoadBalancer'`,
      title: sql`concat('connection to ', coalesce(domain_name, elb))`,
    },
  }),
}
