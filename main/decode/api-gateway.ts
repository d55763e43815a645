import { sql } from '../../shared/sql.ts'
import { methodOf } from './elb-select.ts'
import type { Format } from './format.ts'
import { addressOf } from './sql-address.ts'
import { arnAccount, arnName, sessionOf } from './sql-arn.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const fields = [
  'requestId',
  'extendedRequestId',
  'ip',
  'sourceIp',
  'caller',
  'user',
  'userArn',
  'requestTime',
  'requestTimeEpoch',
  'httpMethod',
  'resourcePath',
  'path',
  'routeKey',
  'status',
  'protocol',
  'responseLength',
  'userAgent',
  'domainName',
  'apiId',
  'accountId',
  'stage',
  'eventType',
  'connectionId',
  'error',
] as const
const promoted = new Set<string>(['userAgent', 'protocol'])
/** A variable without a value is written as a dash. */
const said = (name: string) => sql`nullif(nullif("${name}", '-'), '')`
const clf = sql`make_timestamp(epoch_us(try_strptime(requestTime, '%d/%b/%Y:%H:%M:%S %z')))`
const time = sql`coalesce(${timeOf('requestTimeEpoch')}, ${clf}, ${timeOf('requestTime')})`
const arn = sql`coalesce(${said('userArn')}, CASE WHEN starts_with("caller", 'arn:') THEN "caller" WHEN starts_with("user", 'arn:') THEN "user" END)`

/**
 * Access logs of API Gateway as JSON. Whoever sets up a stage writes the template of them; these are the names of the
 * templates that the console offers, and of its variables. Fields: API Gateway Developer Guide, "Set up CloudWatch
 * logging" and "Variables for access logging".
 */
export const apiGateway: Format = {
  id: 'api-gateway',
  title: 'Amazon API Gateway access logs',
  idField: null,
  matches: ({ names }) =>
    names.has('requestId') &&
    (names.has('requestTime') || names.has('requestTimeEpoch')) &&
    ['httpMethod', 'routeKey', 'eventType', 'resourcePath'].some((name) => names.has(name)),
  columns: { ...Object.fromEntries(fields.map((name) => [name, 'VARCHAR'])), '@envelope': 'JSON' },
  select: {
    time,
    id: sql`coalesce(${said('extendedRequestId')}, ${said('requestId')}, h)`,
    shared_id: said('requestId'),
    account: sql`coalesce(${said('accountId')}, json_extract_string("@envelope", '$.owner'))`,
    service: sql`'apigateway'`,
    action: sql`coalesce(${said('httpMethod')}, ${methodOf('routeKey')}, ${said('eventType')}, ${said('routeKey')})`,
    category: sql`'network'`,
    kind: 'protocol',
    outcome: sql`CASE WHEN "status" IN ('401', '403') THEN 'denied' WHEN length("status") = 3 AND "status" >= '400' THEN 'failed' WHEN length("status") = 3 THEN 'success' END`,
    error_code: sql`CASE WHEN length("status") = 3 AND "status" >= '400' THEN "status" END`,
    error_message: said('error'),
    actor: sql`coalesce(${arn}, ${said('caller')}, ${said('user')})`,
    actor_name: arnName(arn),
    actor_account: arnAccount(arn),
    session_name: sessionOf(arn),
    source_ip: addressOf(sql`coalesce(${said('ip')}, ${said('sourceIp')})`),
    user_agent: 'userAgent',
    target: sql`coalesce(${said('domainName')}, ${said('apiId')})`,
    title: sql`nullif(concat_ws(' ', ${said('httpMethod')}, coalesce(${said('path')}, ${said('resourcePath')}, ${said('routeKey')})), '')`,
    extra: extraOf(fields.filter((name) => !promoted.has(name))),
    fidelity: sql`'full'`,
    flags: flagsOf(time, 'coalesce(requestTimeEpoch, requestTime)'),
  },
}
