import { sql } from '../../shared/sql.ts'
import { cloudfrontFields } from './cloudfront-fields.ts'
import { cloudfrontLayout } from './cloudfront-rows.ts'
import { outcomeOf } from './elb-select.ts'
import type { Format } from './format.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const when = sql`coalesce("date" || ' ' || "time", "timestamp(ms)", "timestamp")`
const distribution = sql`coalesce(DistributionId, "@distribution")`
const host = sql`coalesce("x-host-header", "cs(Host)")`
/** Values are URL-encoded, and what the client had encoded itself twice; bytes behind the signs that are no UTF-8 stay as logged. */
const decoded = (text: string) =>
  sql`CASE WHEN contains(${text}, '%25') THEN coalesce(try(url_decode(url_decode(${text}))), ${text}) WHEN contains(${text}, '%') THEN coalesce(try(url_decode(${text})), ${text}) ELSE ${text} END`
const promoted = new Set<string>(['date', 'time', 'x-edge-request-id', 'cs-method'])

/**
 * Requests that viewers sent to a CloudFront distribution: legacy standard logs (tabs, W3C headings), and version 2 as
 * text, JSON or parquet. They say neither account nor, in the legacy format, distribution: these come from the key.
 * Fields: CloudFront Developer Guide, "Standard logging reference".
 */
export const cloudfront: Format = {
  id: 'cloudfront',
  title: 'Amazon CloudFront access logs',
  idField: null,
  matches: ({ names }) =>
    names.has('x-edge-request-id') ||
    names.has('x-edge-result-type') ||
    (names.has('x-edge-location') && names.has('c-ip')),
  columns: Object.fromEntries([...cloudfrontFields, '@account', '@distribution'].map((name) => [name, 'VARCHAR'])),
  text: cloudfrontLayout,
  select: {
    time: timeOf(when),
    id: sql`coalesce(nullif(nullif("x-edge-request-id", '-'), ''), h)`,
    account: '"@account"',
    service: sql`'cloudfront'`,
    action: '"cs-method"',
    category: sql`'network'`,
    kind: '"cs-protocol"',
    outcome: sql`CASE WHEN "sc-status" = '000' THEN 'failed' ELSE ${outcomeOf('"sc-status"')} END`,
    error_code: sql`CASE WHEN "sc-status" = '000' OR "sc-status" >= '400' THEN coalesce(nullif("x-edge-detailed-result-type", '-'), "sc-status") END`,
    source_ip: addressOf('"c-ip"'),
    user_agent: decoded(sql`nullif("cs(User-Agent)", '-')`),
    target: sql`coalesce(${distribution}, ${host})`,
    target_type: sql`'AWS::CloudFront::Distribution'`,
    title: sql`nullif(concat_ws(' ', "cs-method", concat(${host}, "cs-uri-stem", '?' || nullif("cs-uri-query", '-'))), '')`,
    extra: extraOf(cloudfrontFields.filter((name) => !promoted.has(name))),
    fidelity: sql`'full'`,
    flags: flagsOf(timeOf(when), when),
  },
}
