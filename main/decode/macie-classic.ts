import { sql } from '../../shared/sql.ts'
import { severityOf } from './finding-select.ts'
import type { Format } from './format.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const envelope = sql`json_transform("@envelope", '{"account":"VARCHAR","region":"VARCHAR","time":"VARCHAR"}')`
const when = sql`coalesce("created-at", ${envelope}."time")`
const source = sql`json_extract_string(summary, '$."Source ARN"')`
const firstIp = sql`json_keys(json_extract(summary, '$.IP'))[1]`
const name = sql`coalesce("notification-type", 'ALERT')`

/**
 * Alerts of Macie Classic, which ended in 2021, from EventBridge: the account and region are in the envelope, and the
 * addresses are names of fields. An alert is reported again when it changes, without saying when, so the time of the
 * envelope tells its versions apart. Fields: Macie Classic User Guide, "Monitoring with CloudWatch Events".
 */
export const macieClassic: Format = {
  id: 'macie-classic',
  title: 'Amazon Macie Classic alerts',
  idField: 'alert-arn',
  matches: ({ names }) => names.has('alert-arn') && names.has('summary'),
  columns: {
    'notification-type': 'VARCHAR',
    name: 'VARCHAR',
    tags: 'JSON',
    url: 'JSON',
    'alert-arn': 'VARCHAR',
    'risk-score': 'JSON',
    trigger: 'JSON',
    'created-at': 'VARCHAR',
    actor: 'VARCHAR',
    summary: 'JSON',
    '@envelope': 'JSON',
  },
  select: {
    time: timeOf(when),
    id: sql`CASE WHEN nullif("alert-arn", '') IS NULL THEN h ELSE concat_ws('@', "alert-arn", ${envelope}."time") END`,
    shared_id: sql`nullif("alert-arn", '')`,
    account: sql`coalesce(json_keys(json_extract(summary, '$.recipientAccountId'))[1], ${envelope}.account, string_split("alert-arn", ':')[5])`,
    region: sql`coalesce(${envelope}.region, string_split("alert-arn", ':')[4])`,
    service: sql`'macie'`,
    action: name,
    category: sql`'finding'`,
    kind: sql`json_extract_string("trigger", '$."alert-type"')`,
    actor: 'actor',
    role: sql`CASE WHEN contains(${source}, ':role/') THEN ${source} END`,
    session_name: sql`CASE WHEN contains(${source}, ':assumed-role/') AND len(string_split(${source}, '/')) > 2 THEN string_split(${source}, '/')[-1] END`,
    source_ip: addressOf(firstIp),
    target: source,
    severity: severityOf(sql`try_cast(json_extract_string("risk-score", '$') AS DOUBLE)`, 90, 70, 40, 1),
    title: sql`"name"`,
    extra: extraOf(['alert-arn', 'created-at', 'risk-score', 'tags', 'url', 'trigger', 'summary']),
    fidelity: sql`'full'`,
    flags: flagsOf(timeOf(when), when),
  },
}
