import { sql } from '../../shared/sql.ts'
import { findingIds, severityOf, severityWord } from './finding-select.ts'
import type { Format } from './format.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const session =
  '"sessionContext":{"sessionIssuer":{"type":"VARCHAR","arn":"VARCHAR","userName":"VARCHAR"},"attributes":{"creationDate":"VARCHAR","mfaAuthenticated":"VARCHAR"}}'
const principal = '"principalId":"VARCHAR","arn":"VARCHAR","accountId":"VARCHAR"'
const policy = sql`json_transform(policyDetails, '{"action":{"apiCallDetails":{"api":"VARCHAR","apiServiceName":"VARCHAR"}},"actor":{"userIdentity":{"type":"VARCHAR",
  "assumedRole":{${principal},"accessKeyId":"VARCHAR",${session}},
  "federatedUser":{${principal},"accessKeyId":"VARCHAR",${session}},
  "iamUser":{${principal},"userName":"VARCHAR"},
  "root":{${principal}},
  "awsAccount":{"principalId":"VARCHAR","accountId":"VARCHAR"},
  "awsService":{"invokedBy":"VARCHAR"}},
  "ipAddressDetails":{"ipAddressV4":"VARCHAR"},"domainDetails":{"domainName":"VARCHAR"}}}')`
const who = sql`${policy}.actor.userIdentity`
const role = sql`${who}.assumedRole`
const federated = sql`${who}.federatedUser`
const user = sql`${who}.iamUser`
const account = sql`${who}.awsAccount`
const ip = sql`${policy}.actor.ipAddressDetails.ipAddressV4`
const affected = sql`json_transform(resourcesAffected, '{"s3Bucket":{"arn":"VARCHAR","name":"VARCHAR"},"s3Object":{"bucketArn":"VARCHAR","key":"VARCHAR"}}')`
const when = sql`coalesce(updatedAt, createdAt)`
const severity = sql`json_transform(severity, '{"score":"DOUBLE","description":"VARCHAR"}')`

/**
 * Macie findings: policy findings (somebody changed how a bucket is guarded) and sensitive data findings, from
 * EventBridge or `get-findings`. Policy findings recur under the same id. Fields: Macie API Reference, "Finding".
 */
export const macie: Format = {
  id: 'macie',
  title: 'Amazon Macie findings',
  idField: 'id',
  matches: ({ names }) => names.has('resourcesAffected') && names.has('type') && names.has('category'),
  columns: {
    schemaVersion: 'JSON',
    id: 'VARCHAR',
    accountId: 'VARCHAR',
    partition: 'JSON',
    region: 'VARCHAR',
    createdAt: 'VARCHAR',
    updatedAt: 'VARCHAR',
    archived: 'JSON',
    count: 'JSON',
    type: 'VARCHAR',
    title: 'VARCHAR',
    description: 'JSON',
    severity: 'JSON',
    resourcesAffected: 'JSON',
    category: 'VARCHAR',
    policyDetails: 'JSON',
    classificationDetails: 'JSON',
    sample: 'JSON',
  },
  select: {
    time: timeOf(when),
    ...findingIds('id', 'updatedAt'),
    account: 'accountId',
    region: 'region',
    service: sql`'macie'`,
    action: sql`"type"`,
    category: sql`'finding'`,
    kind: 'category',
    actor: sql`coalesce(${role}.arn, ${federated}.arn, ${user}.arn, ${who}.root.arn, ${who}.awsService.invokedBy, ${account}.principalId, ${account}.accountId)`,
    actor_type: sql`${who}."type"`,
    actor_name: sql`coalesce(${user}.userName, ${role}.sessionContext.sessionIssuer.userName, ${federated}.sessionContext.sessionIssuer.userName)`,
    actor_account: sql`coalesce(${role}.accountId, ${federated}.accountId, ${user}.accountId, ${who}.root.accountId, ${account}.accountId)`,
    actor_id: sql`coalesce(${role}.principalId, ${federated}.principalId, ${user}.principalId, ${who}.root.principalId, ${account}.principalId)`,
    role: sql`${role}.sessionContext.sessionIssuer.arn`,
    session_name: sql`CASE WHEN contains(${role}.arn, ':assumed-role/') THEN string_split(${role}.arn, '/')[-1] END`,
    session_start: timeOf(sql`${role}.sessionContext."attributes".creationDate`),
    access_key: sql`coalesce(${role}.accessKeyId, ${federated}.accessKeyId)`,
    mfa: sql`CASE ${role}.sessionContext."attributes".mfaAuthenticated WHEN 'true' THEN true WHEN 'false' THEN false END`,
    invoked_by: sql`${who}.awsService.invokedBy`,
    source_ip: addressOf(ip),
    source_service: sql`${policy}.actor.domainDetails.domainName`,
    target: sql`coalesce(${affected}.s3Object.bucketArn || '/' || ${affected}.s3Object."key", ${affected}.s3Bucket.arn, ${affected}.s3Bucket."name")`,
    target_type: sql`CASE WHEN ${affected}.s3Object."key" IS NOT NULL THEN 'AWS::S3::Object' WHEN ${affected}.s3Bucket IS NOT NULL THEN 'AWS::S3::Bucket' END`,
    severity: sql`coalesce(${severityWord(sql`${severity}.description`)}, ${severityOf(sql`${severity}.score`, 4, 3, 2, 1)})`,
    title: 'title',
    identity: sql`json_extract(policyDetails, '$.actor.userIdentity')`,
    extra: extraOf([
      'schemaVersion',
      'partition',
      'createdAt',
      'updatedAt',
      'archived',
      'count',
      'description',
      'severity',
      'resourcesAffected',
      'policyDetails',
      'classificationDetails',
      'sample',
    ]),
    fidelity: sql`'full'`,
    flags: sql`nullif(concat_ws(' ', ${flagsOf(timeOf(when), when)}, CASE WHEN CAST("sample" AS VARCHAR) = 'true' THEN 'sample' END), '')`,
  },
}
