import type { TableReading } from '../../shared/decoder.ts'
import { sql } from '../../shared/sql.ts'
import type { Columns } from './columns.ts'
import { asJson, hashOf, objectOf } from './security-lake-row.ts'
import { waf } from './waf.ts'

/** Requests that AWS WAF judged as Security Lake keeps them (HTTP Activity, 4002), under the names of its own log and read as that is. */
export function lakeWaf(columns: Columns): TableReading {
  const { text, json, time } = columns
  const at = time('time', 'time_dt')
  const verdict = text('action', 'disposition')
  const acl = text('metadata.product.feature.uid', ['unmapped', 'webaclId'], 'policy.uid', 'firewall_rule.uid')
  const given: Record<string, string> = {
    timestamp: sql`CAST(epoch_ms(${at}) AS VARCHAR)`,
    formatVersion: asJson(text(['unmapped', 'formatVersion'])),
    webaclId: acl,
    terminatingRuleId: asJson(text(['unmapped', 'terminatingRuleId'], 'firewall_rule.uid')),
    terminatingRuleType: asJson(text(['unmapped', 'terminatingRuleType'], 'firewall_rule.type')),
    action: sql`CASE WHEN ${verdict} = 'Allowed' THEN 'ALLOW' WHEN ${verdict} IN ('Denied', 'Blocked') THEN 'BLOCK' ELSE upper(${verdict}) END`,
    httpSourceName: text(['unmapped', 'httpSourceName'], 'dst_endpoint.svc_name'),
    httpSourceId: asJson(text(['unmapped', 'httpSourceId'], 'dst_endpoint.instance_uid', 'dst_endpoint.uid')),
    responseCodeSent: asJson(text(['unmapped', 'responseCodeSent'], 'http_response.code')),
    httpRequest: objectOf({
      clientIp: asJson(text('src_endpoint.ip')),
      country: asJson(text('src_endpoint.location.country')),
      headers: json('http_request.http_headers'),
      uri: asJson(text('http_request.url.path', 'http_request.url.url_string')),
      args: asJson(text('http_request.args', 'http_request.url.query_string')),
      httpVersion: asJson(text('http_request.version')),
      httpMethod: asJson(text('http_request.http_method')),
      requestId: asJson(text('http_request.uid')),
      host: asJson(text('http_request.url.hostname')),
    }),
  }
  const fields = Object.fromEntries(
    Object.entries(waf.columns).map(([name, type]) => [name, given[name] ?? `CAST(NULL AS ${type})`]),
  )
  return {
    format: waf.id,
    steps: [{ '@row': columns.row() }],
    fields: {
      ...fields,
      '@time': at,
      '@agent': text('http_request.user_agent'),
      '@account': text('cloud.account.uid', 'cloud.account_uid'),
      '@region': text('cloud.region'),
      f: 'NULL',
      h: hashOf('"@row"'),
      x: '"@row"',
    },
    select: {
      ...waf.select,
      time: '"@time"',
      account: `coalesce(${waf.select.account}, "@account")`,
      region: `coalesce(${waf.select.region}, "@region")`,
      user_agent: `coalesce(${waf.select.user_agent}, "@agent")`,
      fidelity: sql`'flattened'`,
    },
  }
}
