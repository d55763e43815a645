import { sql } from '../../shared/sql.ts'
import { addressBefore, elbSelect, methodOf, outcomeOf } from './elb-select.ts'
import type { Format } from './format.ts'
import { isTimeCell, quotedRows } from './quoted-rows.ts'

const names = [
  'type',
  'time',
  'elb',
  'client:port',
  'target:port',
  'request_processing_time',
  'target_processing_time',
  'response_processing_time',
  'elb_status_code',
  'target_status_code',
  'received_bytes',
  'sent_bytes',
  'request',
  'user_agent',
  'ssl_cipher',
  'ssl_protocol',
  'target_group_arn',
  'trace_id',
  'domain_name',
  'chosen_cert_arn',
  'matched_rule_priority',
  'request_creation_time',
  'actions_executed',
  'redirect_url',
  'error_reason',
  'target:port_list',
  'target_status_code_list',
  'classification',
  'classification_reason',
  'conn_trace_id',
  'transformed_host',
  'transformed_uri',
  'request_transform_status',
] as const

/**
 * Requests to Application Load Balancers. The trace id comes from the client where it sends one, and identifies nothing.
 * Fields: User Guide for Application Load Balancers, "Access log entries".
 */
export const alb: Format = {
  id: 'alb',
  title: 'Application Load Balancer access logs',
  idField: null,
  matches: () => false,
  columns: Object.fromEntries([...names, '@account', '@region'].map((name) => [name, 'VARCHAR'])),
  text: quotedRows({
    names,
    least: 17,
    pattern: /^(?:https?|h2|grpcs?|wss?) \d{4}-\d\d-\d\dT[\d:.]+Z \S+ \S+ \S+(?: -?[\d.]+){3} /,
    fits: (b, cells) => isTimeCell(b, cells, 1),
  }),
  select: elbSelect({
    names,
    time: '"time"',
    client: addressBefore('"client:port"'),
    arns: ['target_group_arn'],
    parts: {
      shared_id: 'trace_id',
      action: methodOf('request'),
      kind: '"type"',
      outcome: outcomeOf('elb_status_code'),
      error_code: sql`coalesce(error_reason, CASE WHEN elb_status_code >= '400' THEN elb_status_code END)`,
      user_agent: 'user_agent',
      target: 'elb',
      target_type: sql`'AWS::ElasticLoadBalancingV2::LoadBalancer'`,
      title: 'request',
    },
  }),
}
