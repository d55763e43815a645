import type { Sample } from './format.ts'

/** Logs and files of AWS that this version knows by sight and does not read, by the fields of their first JSON record. */
export function knownStranger({ names }: Sample): string | null {
  for (const [what, ...telling] of records) if (telling.every((name) => names.has(name))) return what
  return null
}

const records: readonly (readonly [string, ...string[]])[] = [
  ['changes of a DynamoDB table, which are data and no log', 'dynamodb', 'eventSource'],
  ['the metadata of an Iceberg table, which holds no events', 'format-version'],
  ['the manifest of an S3 inventory, which lists objects and holds no events', 'sourceBucket', 'fileSchema'],
  ['findings of an image scan of ECR, without times or principals', 'imageScanFindings'],
  ['the history of a Step Functions execution', 'execution_arn', 'event_timestamp'],
  ['logs of Transfer Family, which have no times outside of CloudWatch Logs', 'activity-type', 'resource-arn'],
  ['logs of a Site-to-Site VPN', 'ike_phase1_state', 'event_timestamp'],
  ['logs of WorkMail', 'organization_id', 'auth_protocol'],
  ['logs of a Cognito user pool', 'logSourceId', 'eventType'],
  ['notices of SES about e-mails', 'notificationType', 'mail'],
  ['notices of SES about e-mails', 'eventType', 'mail'],
  ['what the Lambda runtime says of itself', 'type', 'record', 'time'],
]

/** The same of text, by its first lines; each of them with the line that tells it. */
export function strangerText(text: string): string | null {
  const lines = text.split('\n', 6).map((line) => line.slice(0, 2000))
  return texts.find(([, telling]) => lines.some((line) => telling.test(line)))?.[0] ?? null
}

const texts: readonly (readonly [string, RegExp])[] = [
  ['flow logs of Global Accelerator', /^version aws_account_id accelerator_id /],
  [
    'a connection log of Redshift',
    /^(?:authenticated|initiating session|disconnecting session|authentication failure|set application_name) *\|[A-Z][a-z]{2}, /,
  ],
  ['a user activity log of Redshift', /^'\d{4}-\d\d-\d\dT[\d:]+Z UTC \[ db=/],
  ['a log of PostgreSQL', /^\d{4}-\d\d-\d\d [\d:.]+ [A-Z]{3,4}(?::\S*:\S*@\S*:| )\[\d+\]:? ?[A-Z]+: /],
  ['what the Lambda runtime says of itself', /^(?:START|END|REPORT) RequestId: /],
  ['a log of a Kubernetes component', /^[IWEF]\d{4} [\d:.]{12,15} +\d+ \S+:\d+\] /],
  ['a log of a Kafka broker', /^\[\d{4}-\d\d-\d\d [\d:,]+\] [A-Z]+ .*\(kafka\.[\w.$]+\)/],
  ['a report of costs and usage, which holds no events', /^identity\/LineItemId,/],
]
