import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const request = sql`json_transform(httpRequest, '{"clientIp":"VARCHAR","uri":"VARCHAR","host":"VARCHAR","httpMethod":"VARCHAR","requestId":"VARCHAR","headers":[{"name":"VARCHAR","value":"VARCHAR"}]}')`
const header = (name: string) =>
  sql`list_filter(${request}.headers, lambda each: lower(each."name") = '${name}')[1]."value"`

/**
 * Requests that AWS WAF judged, written to S3 by itself or through Firehose. A request may be judged by several web ACLs
 * and its id may come from the client, so the time belongs to the id. CAPTCHA and CHALLENGE end a request that brings no
 * valid token: it did not pass. Fields: WAF Developer Guide, "Log fields".
 */
export const waf: Format = {
  id: 'waf',
  title: 'AWS WAF logs',
  idField: null,
  matches: ({ names }) => names.has('webaclId') && names.has('httpRequest'),
  columns: {
    timestamp: 'VARCHAR',
    formatVersion: 'JSON',
    webaclId: 'VARCHAR',
    terminatingRuleId: 'JSON',
    terminatingRuleType: 'JSON',
    action: 'VARCHAR',
    terminatingRuleMatchDetails: 'JSON',
    httpSourceName: 'VARCHAR',
    httpSourceId: 'JSON',
    ruleGroupList: 'JSON',
    rateBasedRuleList: 'JSON',
    nonTerminatingMatchingRules: 'JSON',
    requestHeadersInserted: 'JSON',
    responseCodeSent: 'JSON',
    httpRequest: 'JSON',
    labels: 'JSON',
    captchaResponse: 'JSON',
    challengeResponse: 'JSON',
    ja3Fingerprint: 'JSON',
    ja4Fingerprint: 'JSON',
    oversizeFields: 'JSON',
    requestBodySize: 'JSON',
    requestBodySizeInspectedByWAF: 'JSON',
  },
  select: {
    time: timeOf('"timestamp"'),
    id: sql`CASE WHEN nullif(${request}.requestId, '') IS NULL THEN h ELSE concat_ws('@', ${request}.requestId, "timestamp", webaclId) END`,
    shared_id: sql`nullif(${request}.requestId, '')`,
    account: sql`nullif(string_split(webaclId, ':')[5], '')`,
    region: sql`CASE WHEN contains(webaclId, ':global/') THEN 'us-east-1' ELSE nullif(string_split(webaclId, ':')[4], '') END`,
    service: sql`'waf'`,
    action: '"action"',
    category: sql`'network'`,
    kind: 'httpSourceName',
    outcome: sql`CASE "action" WHEN 'ALLOW' THEN 'success' WHEN 'BLOCK' THEN 'denied' WHEN 'CAPTCHA' THEN 'denied' WHEN 'CHALLENGE' THEN 'denied' END`,
    source_ip: addressOf(sql`${request}.clientIp`),
    user_agent: header('user-agent'),
    target: 'webaclId',
    target_type: sql`'AWS::WAFv2::WebACL'`,
    title: sql`nullif(concat_ws(' ', ${request}.httpMethod, concat(coalesce(${request}.host, ${header('host')}), ${request}.uri)), '')`,
    request: 'httpRequest',
    extra: extraOf([
      'formatVersion',
      'terminatingRuleId',
      'terminatingRuleType',
      'terminatingRuleMatchDetails',
      'httpSourceId',
      'ruleGroupList',
      'rateBasedRuleList',
      'nonTerminatingMatchingRules',
      'requestHeadersInserted',
      'responseCodeSent',
      'labels',
      'captchaResponse',
      'challengeResponse',
      'ja3Fingerprint',
      'ja4Fingerprint',
      'oversizeFields',
      'requestBodySize',
      'requestBodySizeInspectedByWAF',
    ]),
    fidelity: sql`'full'`,
    flags: flagsOf(timeOf('"timestamp"'), '"timestamp"'),
  },
}
