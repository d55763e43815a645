import { sql } from '../../shared/sql.ts'
import { addressBefore, elbSelect, methodOf, outcomeOf } from './elb-select.ts'
import type { Format } from './format.ts'
import { isTimeCell, quotedRows } from './quoted-rows.ts'

const names = [
  'timestamp',
  'elb',
  'client:port',
  'backend:port',
  'request_processing_time',
  'backend_processing_time',
  'response_processing_time',
  'elb_status_code',
  'backend_status_code',
  'received_bytes',
  'sent_bytes',
  'request',
  'user_agent',
  'ssl_cipher',
  'ssl_protocol',
] as const

/**
 * Requests to and connections through Classic Load Balancers; the oldest end with the request. Fields: User Guide for
 * Classic Load Balancers, "Access log entries".
 */
export const clb: Format = {
  id: 'clb',
  title: 'Classic Load Balancer access logs',
  idField: null,
  matches: () => false,
  columns: Object.fromEntries([...names, '@account', '@region'].map((name) => [name, 'VARCHAR'])),
  text: quotedRows({
    names,
    least: 12,
    pattern: /^\d{4}-\d\d-\d\dT[\d:.]+Z \S+ \S+:\d+ \S+(?: -?[\d.]+){3} \S+ \S+ \d+ \d+ "/,
    fits: (b, cells) => isTimeCell(b, cells, 0),
  }),
  select: elbSelect({
    names,
    time: '"timestamp"',
    client: addressBefore('"client:port"'),
    arns: [],
    parts: {
      action: sql`coalesce(${methodOf('request')}, 'Connection')`,
      outcome: outcomeOf('elb_status_code'),
      error_code: sql`CASE WHEN length(elb_status_code) = 3 AND elb_status_code >= '400' THEN elb_status_code END`,
      user_agent: 'user_agent',
      target: 'elb',
      target_type: sql`'AWS::ElasticLoadBalancing::LoadBalancer'`,
      title: sql`CASE WHEN request <> '- - - ' THEN request END`,
    },
  }),
}
