import { cloudtrailSelect, cloudtrailStages } from './cloudtrail-select.ts'
import { objectOf } from './envelope.ts'
import type { Format, Sample } from './format.ts'
import { nestFields } from './nest-fields.ts'
import { fieldsOf } from './spans.ts'

/**
 * CloudTrail events of every category, as the trail, the console, the CLI or `lookup-events` deliver them.
 * Fields: AWS CloudTrail User Guide, "CloudTrail record contents"; version 1.11 is the newest seen.
 */
export const cloudtrail: Format = {
  id: 'cloudtrail',
  title: 'AWS CloudTrail',
  idField: 'eventID',
  matches,
  respell,
  single: /(?:^|\/)\d{12}_CloudTrail(?:-Insight|-NetworkActivity)?_[a-z\d-]+_\d{8}T\d{4}Z_\w{16}\.json(?:\.gz)?$/,
  columns: {
    eventVersion: 'JSON',
    userIdentity: 'JSON',
    eventTime: 'VARCHAR',
    eventSource: 'VARCHAR',
    eventName: 'VARCHAR',
    awsRegion: 'VARCHAR',
    sourceIPAddress: 'VARCHAR',
    userAgent: 'VARCHAR',
    errorCode: 'VARCHAR',
    errorMessage: 'VARCHAR',
    requestParameters: 'JSON',
    responseElements: 'JSON',
    additionalEventData: 'JSON',
    requestID: 'JSON',
    eventID: 'VARCHAR',
    eventType: 'VARCHAR',
    apiVersion: 'JSON',
    managementEvent: 'JSON',
    readOnly: 'VARCHAR',
    resources: 'JSON',
    recipientAccountId: 'VARCHAR',
    serviceEventDetails: 'JSON',
    sharedEventID: 'VARCHAR',
    vpcEndpointId: 'VARCHAR',
    vpcEndpointAccountId: 'JSON',
    eventCategory: 'VARCHAR',
    addendum: 'JSON',
    sessionCredentialFromConsole: 'JSON',
    edgeDeviceDetails: 'JSON',
    tlsDetails: 'JSON',
    insightDetails: 'JSON',
    eventContext: 'JSON',
  },
  select: cloudtrailSelect,
  stages: cloudtrailStages,
}

const telling = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'eventID',
  'eventType',
  'recipientAccountId',
]

function matches({ names, uri }: Sample): boolean {
  if (
    names.has('s3') ||
    names.has('dynamodb') ||
    names.has('kinesis') ||
    names.has('timeWindow') ||
    names.has('@selected')
  )
    return false
  const hits = telling.filter((name) => names.has(name)).length
  return hits >= 4 || (hits >= 1 && /CloudTrail/.test(uri) && !/CloudTrail-(?:Digest|Aggregated|Lake)/.test(uri))
}

/**
 * Logstash turns eventTime into its own `@timestamp`, and whoever makes tables of JSON (pandas, jq, Splunk) takes structures
 * apart: `userIdentity.arn`.
 */
function respell(record: Buffer, names: ReadonlySet<string>): Buffer | null {
  const isTakenApart = !names.has('userIdentity') && [...names].some((name) => name.startsWith('userIdentity.'))
  const isRenamed = !names.has('eventTime') && names.has('@timestamp')
  if (!isTakenApart && !isRenamed) return null
  const whole = isTakenApart ? nestFields(record) : record
  if (!isRenamed) return whole
  return objectOf([...fieldsOf(whole)].map(([name, value]) => [name === '@timestamp' ? 'eventTime' : name, value]))
}
