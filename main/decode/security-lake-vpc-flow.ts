import type { TableReading } from '../../shared/decoder.ts'
import { sql } from '../../shared/sql.ts'
import type { Columns } from './columns.ts'
import { hashOf, notDash } from './security-lake-row.ts'
import { vpcFlow } from './vpc-flow.ts'

/**
 * VPC flows as Security Lake keeps them (Network Activity, 4001), under the names of flow logs and read as those are.
 * The endpoints hold the addresses of the packet; those of a gateway between stand in intermediate_ips.
 */
export function lakeVpcFlow(columns: Columns): TableReading {
  const { text, time } = columns
  const either = (name: string) => notDash(text(`src_endpoint.${name}`, `dst_endpoint.${name}`))
  const seconds = (at: string) => sql`CAST(epoch(${at}) AS BIGINT)::VARCHAR`
  const start = time('start_time', 'start_time_dt', 'time', 'time_dt')
  const verdict = text('action', 'disposition')
  const given: Record<string, string> = {
    version: text('metadata.product.version'),
    'account-id': text('cloud.account.uid', 'cloud.account_uid'),
    'interface-id': either('interface_uid'),
    srcaddr: notDash(text(['src_endpoint', 'intermediate_ips', 0], 'src_endpoint.ip')),
    dstaddr: notDash(text(['dst_endpoint', 'intermediate_ips', 0], 'dst_endpoint.ip')),
    'pkt-srcaddr': notDash(text('src_endpoint.ip')),
    'pkt-dstaddr': notDash(text('dst_endpoint.ip')),
    srcport: text('src_endpoint.port'),
    dstport: text('dst_endpoint.port'),
    protocol: text('connection_info.protocol_num'),
    packets: text('traffic.packets'),
    bytes: text('traffic.bytes'),
    start: seconds(start),
    end: seconds(time('end_time', 'end_time_dt')),
    action: sql`CASE WHEN ${verdict} IN ('Allowed', 'Accept') THEN 'ACCEPT' WHEN ${verdict} IN ('Denied', 'Blocked', 'Reject') THEN 'REJECT' END`,
    'log-status': text('status_code'),
    'vpc-id': either('vpc_uid'),
    'subnet-id': either('subnet_uid'),
    'instance-id': either('instance_uid'),
    'tcp-flags': text('connection_info.tcp_flags'),
    type: notDash(text('connection_info.protocol_ver')),
    region: text('cloud.region'),
    'az-id': notDash(text('cloud.zone')),
    'sublocation-type': notDash(text(['unmapped', 'sublocation_type'])),
    'sublocation-id': notDash(text(['unmapped', 'sublocation_id'])),
    'pkt-src-aws-service': notDash(text('src_endpoint.svc_name')),
    'pkt-dst-aws-service': notDash(text('dst_endpoint.svc_name')),
    'flow-direction': sql`CASE ${text('connection_info.direction')} WHEN 'Inbound' THEN 'ingress' WHEN 'Outbound' THEN 'egress' END`,
  }
  const fields = Object.fromEntries(
    Object.keys(vpcFlow.columns).map((name) => [name, given[name] ?? 'CAST(NULL AS VARCHAR)']),
  )
  return {
    format: vpcFlow.id,
    steps: [{ '@row': columns.row() }],
    fields: { ...fields, '@time': start, f: 'NULL', h: hashOf('"@row"'), x: '"@row"' },
    select: { ...vpcFlow.select, time: '"@time"', fidelity: sql`'flattened'` },
  }
}
