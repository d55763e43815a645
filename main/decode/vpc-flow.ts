import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { secondsOf } from './sql-time.ts'
import { defaultFields, laterFields } from './vpc-flow-fields.ts'
import { flowLayout } from './vpc-flow-rows.ts'

const fields = [...defaultFields, ...laterFields]
/** Addresses of the packet itself: srcaddr and dstaddr may be those of a gateway that it passed. */
const source = sql`coalesce("pkt-srcaddr", srcaddr)`
const destination = sql`coalesce("pkt-dstaddr", dstaddr)`
const protocol = sql`CASE protocol WHEN '1' THEN 'ICMP' WHEN '6' THEN 'TCP' WHEN '17' THEN 'UDP' WHEN '58' THEN 'ICMPv6' ELSE 'protocol ' || protocol END`
const withPort = (address: string, port: string) =>
  sql`CASE WHEN contains(${address}, ':') THEN concat('[', ${address}, ']') ELSE ${address} END || coalesce(':' || ${port}, '')`
const time = secondsOf('"start"')
const promoted = new Set<string>(['account-id', 'action', 'region', 'flow-direction', 'reject-reason'])

/**
 * VPC flow logs of any version, and those of transit gateways: a line a flow, its columns named by the first line. Rows
 * of NODATA and SKIPDATA say that nothing was seen, or not looked at, and are kept. Fields: VPC User Guide, "Flow log
 * records".
 */
export const vpcFlow: Format = {
  id: 'vpc-flow',
  title: 'Amazon VPC flow logs',
  idField: null,
  matches: ({ names }) => (names.has('interface-id') || names.has('srcaddr')) && names.has('start') && names.has('end'),
  columns: Object.fromEntries([...fields, '@account', '@region'].map((name) => [name, 'VARCHAR'])),
  text: flowLayout,
  select: {
    time,
    id: 'h',
    account: sql`coalesce(nullif("account-id", 'unknown'), "@account")`,
    region: sql`coalesce(region, "@region")`,
    service: sql`CASE WHEN "tgw-id" IS NULL THEN 'vpc' ELSE 'transitgateway' END`,
    action: sql`coalesce("action", "log-status")`,
    category: sql`'network'`,
    kind: '"flow-direction"',
    outcome: sql`CASE "action" WHEN 'ACCEPT' THEN 'success' WHEN 'REJECT' THEN 'denied' END`,
    error_code: '"reject-reason"',
    actor: sql`CASE WHEN "flow-direction" = 'egress' THEN coalesce("instance-id", "interface-id") END`,
    actor_type: sql`CASE WHEN "flow-direction" = 'egress' THEN CASE WHEN "instance-id" IS NOT NULL THEN 'Instance' WHEN "interface-id" IS NOT NULL THEN 'NetworkInterface' END END`,
    source_ip: addressOf(source),
    target: destination,
    title: sql`CASE WHEN ${source} IS NOT NULL THEN concat_ws(' ', ${protocol}, ${withPort(source, 'srcport')}, 'to', ${withPort(destination, 'dstport')}) END`,
    extra: extraOf(fields.filter((name) => !promoted.has(name))),
    fidelity: sql`'full'`,
    flags: sql`nullif(concat_ws(' ', f, CASE WHEN ${time} IS NULL THEN CASE WHEN "start" IS NULL THEN 'no-time' ELSE 'bad-time' END END), '')`,
  },
}
