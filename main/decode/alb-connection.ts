import { sql } from '../../shared/sql.ts'
import { elbSelect } from './elb-select.ts'
import type { Format } from './format.ts'
import { isTimeCell, quotedRows } from './quoted-rows.ts'

const names = [
  'timestamp',
  'client_ip',
  'client_port',
  'listener_port',
  'tls_protocol',
  'tls_cipher',
  'tls_handshake_latency',
  'leaf_client_cert_subject',
  'leaf_client_cert_validity',
  'leaf_client_cert_serial_number',
  'tls_verify_status',
  'conn_trace_id',
  'tls_keyexchange',
] as const

/**
 * Connections to Application Load Balancers, whether a request came over them or not. A client that proved who it is by
 * a certificate is the actor. Fields: User Guide for Application Load Balancers, "Connection log entries".
 */
export const albConnection: Format = {
  id: 'alb-connection',
  title: 'Application Load Balancer connection logs',
  idField: null,
  matches: () => false,
  columns: Object.fromEntries([...names, '@account', '@region', '@elb'].map((name) => [name, 'VARCHAR'])),
  text: quotedRows({
    names,
    least: 11,
    pattern: /^\d{4}-\d\d-\d\dT[\d:.]+Z [\da-f.:]+ \d+ \d+ \S+ \S+ \S+ "?/,
    fits: (b, cells) => isTimeCell(b, cells, 0),
    isNamedByKey: true,
  }),
  select: elbSelect({
    names,
    time: '"timestamp"',
    client: 'client_ip',
    arns: [],
    parts: {
      shared_id: 'conn_trace_id',
      action: sql`'Connection'`,
      kind: 'tls_protocol',
      outcome: sql`CASE WHEN tls_verify_status IS NULL OR tls_verify_status = 'Success' THEN 'success' ELSE 'denied' END`,
      error_code: sql`CASE WHEN starts_with(tls_verify_status, 'Failed') THEN tls_verify_status END`,
      actor: 'leaf_client_cert_subject',
      actor_type: sql`CASE WHEN leaf_client_cert_subject IS NOT NULL THEN 'Certificate' END`,
      target: '"@elb"',
      target_type: sql`'AWS::ElasticLoadBalancingV2::LoadBalancer'`,
      title: sql`concat('connection to port ', listener_port)`,
    },
  }),
}
