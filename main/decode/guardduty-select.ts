import { sql } from '../../shared/sql.ts'
import { findingIds, severityOf } from './finding-select.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const remote = '"remoteIpDetails":{"ipAddressV4":"VARCHAR","ipAddressV6":"VARCHAR"}'
const service = sql`json_transform(service, '{"eventFirstSeen":"VARCHAR","eventLastSeen":"VARCHAR","additionalInfo":{"sample":"VARCHAR"},
  "action":{"actionType":"VARCHAR",
    "awsApiCallAction":{"errorCode":"VARCHAR","userAgent":"VARCHAR","domainDetails":{"domain":"VARCHAR"},${remote}},
    "kubernetesApiCallAction":{"userAgent":"VARCHAR","sourceIps":["VARCHAR"],${remote}},
    "networkConnectionAction":{${remote}},
    "rdsLoginAttemptAction":{${remote}},
    "portProbeAction":{"portProbeDetails":[{${remote}}]}},
  "detection":{"sequence":{"actors":[{"user":{"name":"VARCHAR","uid":"VARCHAR","type":"VARCHAR","credentialUid":"VARCHAR","account":{"uid":"VARCHAR"}}}],
    "endpoints":[{"ip":"VARCHAR"}],"resources":[{"uid":"VARCHAR","name":"VARCHAR"}]}}}')`
const action = sql`${service}."action"`
const sequenceUser = sql`${service}.detection."sequence".actors[1]."user"`
const resource = sql`json_transform(resource, '{"resourceType":"VARCHAR",
  "accessKeyDetails":{"accessKeyId":"VARCHAR","principalId":"VARCHAR","userType":"VARCHAR","userName":"VARCHAR"},
  "instanceDetails":{"instanceId":"VARCHAR"},
  "s3BucketDetails":[{"arn":"VARCHAR","name":"VARCHAR"}],
  "eksClusterDetails":{"arn":"VARCHAR","name":"VARCHAR"},
  "kubernetesDetails":{"kubernetesUserDetails":{"username":"VARCHAR","uid":"VARCHAR"}},
  "ecsClusterDetails":{"arn":"VARCHAR"},
  "rdsLimitlessDbDetails":{"dbShardGroupArn":"VARCHAR"},
  "ebsSnapshotDetails":{"snapshotArn":"VARCHAR"},
  "ec2ImageDetails":{"imageArn":"VARCHAR"},
  "recoveryPointDetails":{"recoveryPointArn":"VARCHAR"},
  "lambdaDetails":{"functionArn":"VARCHAR","functionName":"VARCHAR"},
  "rdsDbInstanceDetails":{"dbInstanceArn":"VARCHAR","dbInstanceIdentifier":"VARCHAR"},
  "rdsDbUserDetails":{"user":"VARCHAR"},
  "containerDetails":{"name":"VARCHAR"}}')`
const key = sql`${resource}.accessKeyDetails`

const ips = ['awsApiCallAction', 'kubernetesApiCallAction', 'networkConnectionAction', 'rdsLoginAttemptAction'].flatMap(
  (name) => [`${action}.${name}.remoteIpDetails.ipAddressV4`, `${action}.${name}.remoteIpDetails.ipAddressV6`],
)
const probe = sql`${action}.portProbeAction.portProbeDetails[1].remoteIpDetails`
const ip = sql`coalesce(${[
  ...ips.map((each) => sql`nullif(${each}, '')`),
  sql`${action}.kubernetesApiCallAction.sourceIps[1]`,
  sql`${probe}.ipAddressV4`,
  sql`${probe}.ipAddressV6`,
  sql`${service}.detection."sequence".endpoints[1].ip`,
].join(', ')})`

/** When the activity began; an exported finding lasts until eventLastSeen, which is kept in `service`. */
const when = sql`coalesce(${service}.eventFirstSeen, ${service}.eventLastSeen, createdAt, updatedAt)`

const kept = [
  'schemaVersion',
  'partition',
  'arn',
  'severity',
  'confidence',
  'createdAt',
  'updatedAt',
  'description',
  'resource',
  'service',
  'associatedAttackSequenceArn',
]

/** Severity: GuardDuty User Guide, "Severity levels": critical from 9.0, high from 7.0, medium from 4.0, low from 1.0. */
export const guarddutySelect: Readonly<Record<string, string>> = {
  time: timeOf(when),
  ...findingIds('id', 'updatedAt'),
  account: 'accountId',
  region: 'region',
  service: sql`'guardduty'`,
  action: sql`"type"`,
  category: sql`'finding'`,
  kind: sql`${action}.actionType`,
  error_code: sql`${action}.awsApiCallAction.errorCode`,
  actor: sql`coalesce(nullif(${key}.userName, ''), nullif(${key}.principalId, ''), ${resource}.kubernetesDetails.kubernetesUserDetails.username, ${resource}.rdsDbUserDetails."user", ${sequenceUser}.name, ${sequenceUser}.uid)`,
  actor_type: sql`coalesce(${key}.userType, ${sequenceUser}."type")`,
  actor_name: sql`coalesce(nullif(${key}.userName, ''), ${sequenceUser}.name)`,
  actor_account: sql`${sequenceUser}.account.uid`,
  actor_id: sql`coalesce(${key}.principalId, ${sequenceUser}.uid)`,
  session_name: sql`CASE WHEN contains(${key}.principalId, ':') THEN string_split(${key}.principalId, ':')[2] END`,
  access_key: sql`coalesce(nullif(${key}.accessKeyId, ''), ${sequenceUser}.credentialUid)`,
  source_ip: addressOf(ip),
  source_service: sql`CASE WHEN ${ip} IS NULL THEN nullif(${action}.awsApiCallAction.domainDetails.domain, '') END`,
  user_agent: sql`coalesce(${action}.awsApiCallAction.userAgent, ${action}.kubernetesApiCallAction.userAgent)`,
  target: sql`coalesce(${resource}.s3BucketDetails[1].arn, ${resource}.s3BucketDetails[1].name, ${resource}.instanceDetails.instanceId, ${resource}.eksClusterDetails.arn, ${resource}.ecsClusterDetails.arn, ${resource}.lambdaDetails.functionArn, ${resource}.rdsDbInstanceDetails.dbInstanceArn, ${resource}.rdsDbInstanceDetails.dbInstanceIdentifier, ${resource}.rdsLimitlessDbDetails.dbShardGroupArn, ${resource}.ebsSnapshotDetails.snapshotArn, ${resource}.ec2ImageDetails.imageArn, ${resource}.recoveryPointDetails.recoveryPointArn, ${resource}.containerDetails.name, nullif(${key}.accessKeyId, ''), ${service}.detection."sequence".resources[1].uid, ${service}.detection."sequence".resources[1].name)`,
  target_type: sql`${resource}.resourceType`,
  severity: severityOf(sql`try_cast(json_extract_string(severity, '$') AS DOUBLE)`, 9, 7, 4, 1),
  title: 'title',
  identity: sql`json_extract(resource, '$.accessKeyDetails')`,
  extra: extraOf(kept),
  fidelity: sql`'full'`,
  flags: sql`nullif(concat_ws(' ', ${flagsOf(timeOf(when), when)}, CASE WHEN ${service}.additionalInfo."sample" = 'true' THEN 'sample' END), '')`,
}
