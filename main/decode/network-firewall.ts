import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const event = sql`json_transform("event", '{"timestamp":"VARCHAR","event_type":"VARCHAR","src_ip":"VARCHAR","src_port":"VARCHAR","dest_ip":"VARCHAR","dest_port":"VARCHAR","proto":"VARCHAR","app_proto":"VARCHAR","flow_id":"VARCHAR","sni":"VARCHAR",
  "alert":{"action":"VARCHAR","signature":"VARCHAR","signature_id":"VARCHAR","severity":"VARCHAR"},"verdict":{"action":"VARCHAR"},
  "netflow":{"start":"VARCHAR"},"http":{"http_user_agent":"VARCHAR"},
  "tls_error":{"error_message":"VARCHAR"},"revocation_check":{"status":"VARCHAR","action":"VARCHAR"}}')`
const alert = sql`${event}."alert"`
/** A flow is logged when it is over; it began before. */
const when = sql`coalesce(${event}.netflow."start", ${event}."timestamp", event_timestamp)`
const kind = sql`coalesce(${event}.event_type, CASE WHEN ${event}.tls_error IS NOT NULL OR ${event}.revocation_check IS NOT NULL OR ${event}.sni IS NOT NULL THEN 'tls' END)`
/** What was done: rules may only have told of it, and what happened to the packet is the verdict, since 2024. */
const done = sql`coalesce(${event}.verdict."action", ${alert}."action", ${event}.revocation_check."action")`
const withPort = (address: string, port: string) =>
  sql`CASE WHEN contains(${address}, ':') THEN concat('[', ${address}, ']') ELSE ${address} END || coalesce(':' || ${port}, '')`

/**
 * What AWS Network Firewall saw: alerts and flows as Suricata writes them (EVE), and trouble with TLS. Severities of
 * Suricata begin with 1, the gravest. Whose firewall it is stands in the key only. Fields: Network Firewall Developer
 * Guide, "Contents of a firewall log".
 */
export const networkFirewall: Format = {
  id: 'network-firewall',
  title: 'AWS Network Firewall logs',
  idField: null,
  matches: ({ names }) => names.has('firewall_name') && names.has('event'),
  columns: {
    firewall_name: 'VARCHAR',
    availability_zone: 'VARCHAR',
    event_timestamp: 'VARCHAR',
    event: 'JSON',
    '@account': 'VARCHAR',
    '@region': 'VARCHAR',
    '@envelope': 'JSON',
  },
  select: {
    time: timeOf(when),
    id: 'h',
    shared_id: sql`${event}.flow_id`,
    account: sql`coalesce("@account", json_extract_string("@envelope", '$.owner'))`,
    region: sql`coalesce("@region", nullif(regexp_extract(availability_zone, '^((?:[a-z]+-)+\d)', 1), ''))`,
    service: sql`'network-firewall'`,
    action: sql`coalesce(${done}, ${kind})`,
    category: sql`'network'`,
    kind,
    outcome: sql`CASE WHEN lower(${done}) IN ('blocked', 'drop', 'dropped', 'reject', 'rejected') THEN 'denied' WHEN lower(${done}) IN ('allowed', 'pass', 'accept', 'alert') THEN 'success' WHEN ${event}.tls_error IS NOT NULL THEN 'failed' END`,
    error_code: sql`${event}.revocation_check.status`,
    error_message: sql`${event}.tls_error.error_message`,
    source_ip: addressOf(sql`${event}.src_ip`),
    user_agent: sql`${event}.http.http_user_agent`,
    target: sql`${event}.dest_ip`,
    severity: sql`CASE ${alert}.severity WHEN '1' THEN 'high' WHEN '2' THEN 'medium' WHEN '3' THEN 'low' ELSE CASE WHEN ${alert} IS NOT NULL THEN 'informational' END END`,
    title: sql`coalesce(nullif(${alert}.signature, ''), concat_ws(' ', ${event}.proto, ${withPort(sql`${event}.src_ip`, sql`${event}.src_port`)}, 'to', ${withPort(sql`${event}.dest_ip`, sql`${event}.dest_port`)}))`,
    extra: extraOf(['firewall_name', 'availability_zone', 'event_timestamp', 'event']),
    fidelity: sql`'full'`,
    flags: flagsOf(timeOf(when), when),
  },
}
