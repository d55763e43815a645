import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const fields = [
  'connection-log-type',
  'connection-attempt-status',
  'connection-attempt-failure-reason',
  'connection-reset-status',
  'connection-id',
  'client-vpn-endpoint-id',
  'transport-protocol',
  'connection-start-time',
  'connection-last-update-time',
  'connection-end-time',
  'connection-duration-seconds',
  'client-ip',
  'username',
  'common-name',
  'device-type',
  'device-ip',
  'port',
  'ingress-bytes',
  'egress-bytes',
  'ingress-packets',
  'egress-packets',
  'posture-compliance-statuses',
] as const
const promoted = new Set<string>(['connection-log-type', 'client-vpn-endpoint-id', 'transport-protocol'])
const said = (name: string) => sql`nullif(nullif(nullif("${name}", 'NA'), 'N/A'), '')`
/** The time of what is told: of an end when it ended, else of the last news. */
const when = sql`coalesce(CASE WHEN "connection-log-type" = 'connection-reset' THEN ${said('connection-end-time')} END, ${said('connection-last-update-time')}, ${said('connection-start-time')})`

/**
 * Connections to AWS Client VPN: attempts, what came of them, and ends. The address is the device's in the internet; the
 * one that it got inside is `client-ip`. Fields: Client VPN Administrator Guide, "Connection log entries".
 */
export const clientVpn: Format = {
  id: 'client-vpn',
  title: 'AWS Client VPN connection logs',
  idField: null,
  matches: ({ names }) => names.has('connection-log-type') && names.has('client-vpn-endpoint-id'),
  columns: { ...Object.fromEntries(fields.map((name) => [name, 'VARCHAR'])), '@envelope': 'JSON' },
  select: {
    time: timeOf(when),
    id: 'h',
    shared_id: said('connection-id'),
    account: sql`json_extract_string("@envelope", '$.owner')`,
    service: sql`'client-vpn'`,
    action: '"connection-log-type"',
    category: sql`'network'`,
    kind: '"transport-protocol"',
    outcome: sql`CASE "connection-attempt-status" WHEN 'successful' THEN 'success' WHEN 'failed' THEN 'denied' END`,
    error_code: said('connection-attempt-failure-reason'),
    actor: sql`coalesce(${said('username')}, ${said('common-name')})`,
    actor_type: sql`CASE WHEN ${said('username')} IS NOT NULL THEN 'User' WHEN ${said('common-name')} IS NOT NULL THEN 'Certificate' END`,
    actor_name: sql`coalesce(${said('username')}, ${said('common-name')})`,
    source_ip: addressOf('"device-ip"'),
    target: '"client-vpn-endpoint-id"',
    target_type: sql`'AWS::EC2::ClientVpnEndpoint'`,
    title: sql`nullif(concat_ws(' ', 'gets', ${said('client-ip')}), 'gets')`,
    extra: extraOf(fields.filter((name) => !promoted.has(name))),
    fidelity: sql`CASE WHEN "@envelope" IS NULL THEN 'bare' ELSE 'full' END`,
    flags: flagsOf(timeOf(when), when),
  },
}
