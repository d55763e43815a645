import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const object = sql`json_transform(s3, '{"bucket":{"name":"VARCHAR","arn":"VARCHAR"},"object":{"key":"VARCHAR","versionId":"VARCHAR"}}')`
const who = sql`json_extract_string(userIdentity, '$.principalId')`
/** AWS:AIDA… for a user, AWS:AROA…:session for a role. */
const principal = sql`regexp_replace(${who}, '^AWS:', '')`
const requestId = sql`json_extract_string(responseElements, '$."x-amz-request-id"')`
/** Keys are encoded as forms are; url_decode() throws where the bytes behind the signs are no UTF-8. */
const key = sql`coalesce(try(url_decode(replace(${object}."object"."key", '+', ' '))), ${object}."object"."key")`

/**
 * Notifications of S3 about objects that were written, deleted, restored or expired, as SNS, SQS and Lambda receive them.
 * One comes at least once, and says who did it from where. Fields: S3 User Guide, "Event message structure".
 */
export const s3Events: Format = {
  id: 's3-events',
  title: 'Amazon S3 event notifications',
  idField: null,
  matches: ({ names }) => names.has('s3') && names.has('eventSource') && names.has('eventName'),
  columns: {
    eventVersion: 'JSON',
    eventSource: 'VARCHAR',
    awsRegion: 'VARCHAR',
    eventTime: 'VARCHAR',
    eventName: 'VARCHAR',
    userIdentity: 'JSON',
    requestParameters: 'JSON',
    responseElements: 'JSON',
    s3: 'JSON',
    glacierEventData: 'JSON',
    replicationEventData: 'JSON',
    intelligentTieringEventData: 'JSON',
    lifecycleEventData: 'JSON',
  },
  select: {
    time: timeOf('eventTime'),
    id: 'h',
    shared_id: requestId,
    region: 'awsRegion',
    service: sql`'s3'`,
    action: 'eventName',
    category: sql`'data'`,
    kind: sql`'S3Event'`,
    outcome: sql`'success'`,
    read_only: 'false',
    actor: principal,
    actor_type: sql`CASE WHEN starts_with(${principal}, 'AIDA') THEN 'IAMUser' WHEN starts_with(${principal}, 'AROA') THEN 'AssumedRole' WHEN ${principal} LIKE '%.amazonaws.com' THEN 'AWSService' END`,
    actor_id: sql`nullif(string_split(${principal}, ':')[1], '')`,
    session_name: sql`nullif(string_split(${principal}, ':')[2], '')`,
    source_ip: addressOf(sql`json_extract_string(requestParameters, '$.sourceIPAddress')`),
    target: sql`concat('arn:aws:s3:::', ${object}.bucket."name", '/' || ${key})`,
    target_type: sql`'AWS::S3::Object'`,
    identity: 'userIdentity',
    request: 'requestParameters',
    response: 'responseElements',
    extra: extraOf([
      'eventVersion',
      's3',
      'glacierEventData',
      'replicationEventData',
      'intelligentTieringEventData',
      'lifecycleEventData',
    ]),
    fidelity: sql`'full'`,
    flags: flagsOf(timeOf('eventTime'), 'eventTime'),
  },
}
