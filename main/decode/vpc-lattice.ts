import { sql } from '../../shared/sql.ts'
import { addressBefore } from './elb-select.ts'
import type { Format } from './format.ts'
import { addressOf } from './sql-address.ts'
import { arnAccount, arnName, sessionOf } from './sql-arn.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const fields = [
  'serviceNetworkArn',
  'serviceArn',
  'resourceConfigurationArn',
  'serviceNetworkResourceAssociationId',
  'vpcEndpointId',
  'resolvedUser',
  'callerPrincipal',
  'callerPrincipalOrgID',
  'callerX509IssuerOU',
  'callerX509SANDNS',
  'callerX509SANNameCN',
  'callerX509SANURI',
  'callerX509SubjectCN',
  'authDeniedReason',
  'failureReason',
  'listenerType',
  'listenerId',
  'targetGroupArn',
  'targetIpPort',
  'sourceVpcArn',
  'sourceVpcId',
  'destinationVpcId',
  'sourceIpPort',
  'destinationIpPort',
  'gatewayIpPort',
  'resourceIpPort',
  'requestHost',
  'hostHeader',
  'serverNameIndication',
  'requestMethod',
  'requestPath',
  'responseCode',
  'grpcResponseCode',
  'protocol',
  'userAgent',
  'sslCipher',
  'tlsVersion',
  'startTime',
  'eventTimestamp',
  'duration',
  'requestToTargetDuration',
  'responseFromTargetDuration',
  'bytesReceived',
  'bytesSent',
] as const
const promoted = new Set<string>(['startTime', 'eventTimestamp', 'userAgent', 'authDeniedReason', 'protocol'])
const said = (name: string) => sql`nullif(nullif("${name}", '-'), '')`
const when = sql`coalesce(${said('startTime')}, ${said('eventTimestamp')})`
const arn = sql`coalesce("serviceArn", "resourceConfigurationArn", "serviceNetworkArn")`
const caller = sql`coalesce(${said('callerPrincipal')}, ${said('resolvedUser')})`
/** Callers without a signature are called so. */
const principal = sql`nullif(${caller}, 'Unknown')`
const callerArn = sql`CASE WHEN starts_with(${principal}, 'arn:') THEN ${principal} END`

/**
 * Requests to services and connections to resources of Amazon VPC Lattice, with the principal that signed them. Fields:
 * VPC Lattice User Guide, "Access logs for Amazon VPC Lattice".
 */
export const vpcLattice: Format = {
  id: 'vpc-lattice',
  title: 'Amazon VPC Lattice access logs',
  idField: null,
  matches: ({ names }) => names.has('serviceNetworkArn') && names.has('sourceIpPort'),
  columns: { ...Object.fromEntries(fields.map((name) => [name, 'VARCHAR'])), '@envelope': 'JSON' },
  select: {
    time: timeOf(when),
    id: 'h',
    account: arnAccount(arn),
    region: sql`nullif(string_split(${arn}, ':')[4], '')`,
    service: sql`'vpc-lattice'`,
    action: sql`coalesce(${said('requestMethod')}, 'Connection')`,
    category: sql`'network'`,
    kind: 'protocol',
    outcome: sql`CASE WHEN ${said('authDeniedReason')} IS NOT NULL OR "responseCode" IN ('401', '403') THEN 'denied' WHEN ${said('failureReason')} IS NOT NULL OR (length("responseCode") = 3 AND "responseCode" >= '400') THEN 'failed' WHEN length("responseCode") = 3 THEN 'success' END`,
    error_code: sql`coalesce(${said('authDeniedReason')}, ${said('failureReason')}, CASE WHEN length("responseCode") = 3 AND "responseCode" >= '400' THEN "responseCode" END)`,
    actor: principal,
    actor_type: sql`CASE WHEN contains(${callerArn}, ':assumed-role/') THEN 'AssumedRole' WHEN contains(${callerArn}, ':user/') THEN 'IAMUser' WHEN ${caller} = 'Unknown' THEN 'Anonymous' END`,
    actor_name: arnName(callerArn),
    actor_account: arnAccount(callerArn),
    session_name: sessionOf(callerArn),
    source_ip: addressOf(addressBefore('"sourceIpPort"')),
    user_agent: said('userAgent'),
    target: arn,
    target_type: sql`CASE WHEN "serviceArn" IS NOT NULL THEN 'AWS::VpcLattice::Service' WHEN "resourceConfigurationArn" IS NOT NULL THEN 'AWS::VpcLattice::ResourceConfiguration' ELSE 'AWS::VpcLattice::ServiceNetwork' END`,
    title: sql`nullif(concat_ws(' ', ${said('requestMethod')}, concat(coalesce(${said('requestHost')}, ${said('hostHeader')}), ${said('requestPath')})), '')`,
    extra: extraOf(fields.filter((name) => !promoted.has(name))),
    fidelity: sql`'full'`,
    flags: flagsOf(timeOf(when), when),
  },
}
