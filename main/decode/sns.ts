import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { arnAccount } from './sql-arn.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

/** An alarm of CloudWatch says in JSON what it is of; what others publish may be any text. */
const alarm = sql`CASE WHEN json_valid("Message") AND starts_with(ltrim("Message"), '{') THEN json_transform("Message", '{"AlarmName":"VARCHAR","AlarmArn":"VARCHAR","NewStateValue":"VARCHAR","NewStateReason":"VARCHAR","notificationType":"VARCHAR","eventType":"VARCHAR","messageType":"VARCHAR"}') END`

const columns = {
  Type: 'VARCHAR',
  MessageId: 'VARCHAR',
  TopicArn: 'VARCHAR',
  Subject: 'VARCHAR',
  Message: 'VARCHAR',
  Timestamp: 'VARCHAR',
  SignatureVersion: 'JSON',
  Signature: 'JSON',
  SigningCertURL: 'JSON',
  UnsubscribeURL: 'JSON',
  SubscribeURL: 'JSON',
  Token: 'JSON',
  MessageAttributes: 'JSON',
}

/**
 * Notifications of Amazon SNS whose message is of no format that is known by itself: alarms of CloudWatch, notices of SES
 * and CloudTrail, words for people. Fields: SNS Developer Guide, "Parsing Amazon SNS message formats".
 */
export const sns: Format = {
  id: 'sns',
  title: 'Amazon SNS notifications',
  idField: 'MessageId',
  matches: ({ names }) => ['Type', 'MessageId', 'TopicArn', 'Message'].every((name) => names.has(name)),
  columns,
  select: {
    time: timeOf('"Timestamp"'),
    id: sql`coalesce(nullif("MessageId", ''), h)`,
    account: arnAccount('"TopicArn"'),
    region: sql`nullif(string_split("TopicArn", ':')[4], '')`,
    service: sql`CASE WHEN ${alarm}."AlarmName" IS NOT NULL THEN 'cloudwatch' ELSE 'sns' END`,
    action: sql`coalesce(${alarm}."NewStateValue", ${alarm}."notificationType", ${alarm}."eventType", ${alarm}."messageType", "Type")`,
    kind: sql`'SNS'`,
    target: sql`coalesce(${alarm}."AlarmArn", "TopicArn")`,
    title: sql`left(coalesce(nullif("Subject", ''), ${alarm}."NewStateReason", "Message"), 300)`,
    request: sql`CASE WHEN ${alarm} IS NOT NULL THEN CAST("Message" AS JSON) END`,
    extra: extraOf(Object.keys(columns).filter((name) => name !== 'MessageId' && name !== 'Timestamp')),
    fidelity: sql`'full'`,
    flags: flagsOf(timeOf('"Timestamp"'), '"Timestamp"'),
  },
}
