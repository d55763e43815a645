import { sql } from '../../shared/sql.ts'
import { isAddress as addressTest } from './sql-address.ts'
import { flagsOf, timeOf } from './sql-time.ts'

/** userIdentity as a struct: one parse, however many columns use it (DuckDB evaluates equal expressions once). */
const who = sql`json_transform(userIdentity, '{"type":"VARCHAR","principalId":"VARCHAR","arn":"VARCHAR","accountId":"VARCHAR","accessKeyId":"VARCHAR","userName":"VARCHAR","invokedBy":"VARCHAR","sessionContext":{"sessionIssuer":{"type":"VARCHAR","arn":"VARCHAR","userName":"VARCHAR"},"attributes":{"creationDate":"VARCHAR","mfaAuthenticated":"VARCHAR"}}}')`
const session = sql`${who}.sessionContext`
const insight = (field: string) =>
  sql`CASE WHEN insightDetails IS NOT NULL THEN json_extract_string(insightDetails, '$.${field}') END`

const source = sql`coalesce(eventSource, ${insight('eventSource')})`

const time = timeOf('eventTime')

const isAddress = addressTest('sourceIPAddress')

/** Error codes of calls that were refused, whatever the service calls that; every other code means that the call failed. */
const refusal = String.raw`(?i)(^|\.)(Unauthorized|AccessDenied|Forbidden|NotAuthorized|AuthorizationError|AuthFailure|InsufficientPrivileges|ExplicitDeny|AllAccessDisabled)|UnauthorizedOperation|AccessDenied|NotAuthorized|^401$|^403$`

/** Names and ids in a request, the most telling first: what a call acts on when `resources` is not logged. */
const targets = [
  'bucketName',
  'functionName',
  'secretId',
  'keyId',
  'dBInstanceIdentifier',
  'dBClusterIdentifier',
  'clusterName',
  'tableName',
  'queueUrl',
  'topicArn',
  'userName',
  'roleName',
  'groupName',
  'roleArn',
  'policyArn',
  'policyName',
  'instanceId',
  'instanceProfileName',
  'groupId',
  'snapshotId',
  'volumeId',
  'imageId',
  'vpcId',
  'subnetId',
  'detectorId',
  'logGroupName',
  'trailName',
  'resourceArn',
  'resource',
  'stackName',
  'name',
] as const
const request = sql`json_transform(requestParameters, '{${targets.map((name) => `"${name}":"VARCHAR"`).join(',')},"instancesSet":{"items":[{"instanceId":"VARCHAR"}]}}')`
/** Not inside a CASE: there DuckDB would parse the request once for every name. */
const requested = [
  ...targets.map((name) => sql`${request}."${name}"`),
  sql`${request}.instancesSet.items[1].instanceId`,
  // Names of struct fields are the same to DuckDB in any case, so the other spelling cannot stand beside resourceArn.
  sql`json_extract_string(requestParameters, '$.resourceARN')`,
].join(', ')

/** Fields that are kept under their own names, as logged. */
const kept = [
  'eventVersion',
  'requestID',
  'managementEvent',
  'apiVersion',
  'resources',
  'additionalEventData',
  'serviceEventDetails',
  'vpcEndpointAccountId',
  'addendum',
  'sessionCredentialFromConsole',
  'edgeDeviceDetails',
  'tlsDetails',
  'insightDetails',
  'eventContext',
] as const
/** Fields that are promoted, and kept as well where the column does not say it all. */
const lossy = {
  eventTime: sql`eventTime IS NOT NULL AND ${time} IS NULL`,
  eventSource: sql`NOT ends_with(eventSource, '.amazonaws.com')`,
  eventCategory: sql`eventCategory NOT IN ('Management', 'Data', 'Insight', 'NetworkActivity')`,
  readOnly: sql`readOnly NOT IN ('true', 'false')`,
} as const

const extra = sql`concat('{', concat_ws(',',
  ${kept.map((name) => sql`'"${name}":' || ${name}`).join(',\n  ')},
  ${Object.entries(lossy)
    .map(([name, when]) => sql`CASE WHEN ${when} THEN '"${name}":' || to_json(${name}) END`)
    .join(',\n  ')},
  CASE WHEN x IS NOT NULL THEN substring(x, 2, length(x) - 2) END), '}')`

/** The event columns (shared/event.ts) from the columns of a CloudTrail record and f, h and x of its line. */
export const cloudtrailSelect: Readonly<Record<string, string>> = {
  time,
  id: sql`coalesce(nullif(eventID, ''), h)`,
  shared_id: 'sharedEventID',
  account: sql`coalesce(recipientAccountId, ${who}.accountId)`,
  region: 'awsRegion',
  service: sql`CASE WHEN ends_with(${source}, '.amazonaws.com') THEN left(${source}, -14) ELSE ${source} END`,
  action: sql`coalesce(eventName, ${insight('eventName')})`,
  category: sql`CASE eventCategory WHEN 'Management' THEN 'management' WHEN 'Data' THEN 'data' WHEN 'Insight' THEN 'insight' WHEN 'NetworkActivity' THEN 'network'
    ELSE coalesce(lower(eventCategory), CASE WHEN insightDetails IS NOT NULL THEN 'insight' WHEN eventType = 'AwsVpceEvent' THEN 'network' WHEN managementEvent = 'false' THEN 'data' WHEN eventType IS NOT NULL THEN 'management' END) END`,
  kind: 'eventType',
  outcome: sql`CASE WHEN nullif(errorCode, '') IS NOT NULL THEN CASE WHEN regexp_matches(errorCode, '${refusal}') THEN 'denied' ELSE 'failed' END
    WHEN insightDetails IS NOT NULL THEN NULL
    WHEN eventType IN ('AwsConsoleSignIn', 'AwsConsoleAction') AND contains(responseElements, '"Failure"') THEN 'failed'
    ELSE 'success' END`,
  error_code: 'errorCode',
  error_message: 'errorMessage',
  read_only: sql`CASE readOnly WHEN 'true' THEN true WHEN 'false' THEN false END`,
  actor: sql`coalesce(${who}.arn, CASE WHEN ${who}."type" = 'AWSService' THEN ${who}.invokedBy END, nullif(${who}.principalId, ''), ${who}.userName, ${who}.invokedBy, ${who}.accountId)`,
  actor_type: sql`${who}."type"`,
  actor_name: sql`coalesce(${who}.userName, ${session}.sessionIssuer.userName)`,
  actor_account: sql`${who}.accountId`,
  actor_id: sql`${who}.principalId`,
  role: sql`CASE WHEN coalesce(${session}.sessionIssuer."type", 'Role') = 'Role' THEN ${session}.sessionIssuer.arn END`,
  session_name: sql`CASE WHEN contains(${who}.arn, ':assumed-role/') THEN string_split(${who}.arn, '/')[-1] END`,
  session_start: timeOf(sql`${session}."attributes".creationDate`),
  access_key: sql`nullif(${who}.accessKeyId, '')`,
  mfa: sql`CASE WHEN eventType = 'AwsConsoleSignIn' AND additionalEventData IS NOT NULL AND contains(additionalEventData, '"MFAUsed"')
    THEN CASE json_extract_string(additionalEventData, '$.MFAUsed') WHEN 'Yes' THEN true WHEN 'No' THEN false END
    ELSE CASE ${session}."attributes".mfaAuthenticated WHEN 'true' THEN true WHEN 'false' THEN false END END`,
  invoked_by: sql`${who}.invokedBy`,
  source_ip: sql`CASE WHEN ${isAddress} THEN sourceIPAddress END`,
  source_service: sql`CASE WHEN NOT ${isAddress} THEN sourceIPAddress END`,
  user_agent: 'userAgent',
  vpc_endpoint: 'vpcEndpointId',
  target: sql`coalesce(CASE WHEN resources IS NOT NULL THEN coalesce(json_extract_string(resources, '$[0].ARN'), json_extract_string(resources, '$[*].ARN')[1]) END, ${requested})`,
  target_type: sql`CASE WHEN resources IS NOT NULL THEN json_extract_string(resources, '$[0].type') END`,
  title: sql`CASE WHEN insightDetails IS NOT NULL THEN concat_ws(' ', ${insight('insightType')}, ${insight('state')}) END`,
  identity: 'userIdentity',
  request: 'requestParameters',
  response: 'responseElements',
  extra,
  fidelity: sql`'full'`,
  flags: flagsOf(time, 'eventTime'),
}
