import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { quotedRows } from './quoted-rows.ts'
import { addressOf } from './sql-address.ts'
import { arnAccount, arnName, sessionOf } from './sql-arn.ts'
import { extraOf } from './sql-extra.ts'

const names = [
  'bucket_owner',
  'bucket',
  'time',
  'remote_ip',
  'requester',
  'request_id',
  'operation',
  'key',
  'request_uri',
  'http_status',
  'error_code',
  'bytes_sent',
  'object_size',
  'total_time',
  'turn_around_time',
  'referer',
  'user_agent',
  'version_id',
  'host_id',
  'signature_version',
  'cipher_suite',
  'authentication_type',
  'host_header',
  'tls_version',
  'access_point_arn',
  'acl_required',
  'source_region',
] as const

const time = sql`CASE WHEN ends_with("time", ' +0000]') THEN try_strptime(substring("time", 2, 20), '%d/%b/%Y:%H:%M:%S') ELSE make_timestamp(epoch_us(try_strptime("time", '[%d/%b/%Y:%H:%M:%S %z]'))) END`
const arn = sql`CASE WHEN starts_with(requester, 'arn:') THEN requester END`
const isService = sql`(requester IN ('AmazonS3', 'AmazonCloudFront') OR starts_with(requester, 'svc:'))`
/** Keys are encoded twice; url_decode() throws where the bytes behind the signs are no UTF-8, so those stay as logged. */
const decoded = sql`CASE WHEN NOT contains(key, '%') THEN key ELSE coalesce(try(url_decode(url_decode(key))), try(url_decode(key)), key) END`

const requestUri = names.indexOf('request_uri')
const userAgent = names.indexOf('user_agent')

/**
 * Which quote ends a field that the client wrote, and may have put quotes into: behind the request comes a status,
 * behind the referer the user agent, and behind that nothing is quoted.
 */
function closes(b: Buffer, at: number, to: number, cell: number): boolean {
  if (at + 1 < to && b[at + 1] !== 0x20) return false
  if (cell === requestUri) return /^ (?:\d{3}|-)(?: |$)/.test(b.toString('latin1', at + 1, Math.min(to, at + 6)))
  const rest = b.subarray(at + 1, to)
  if (cell === userAgent) return !rest.includes(0x22)
  return cell !== userAgent - 1 || rest.length === 0 || (rest[1] === 0x22 && rest.length > 1)
}

/**
 * Requests to S3 buckets. The same request has a record for each key that a batch deletes, so its key and version belong
 * to its id. Fields: S3 User Guide, "Amazon S3 server access log format".
 */
export const s3Access: Format = {
  id: 's3-access',
  title: 'Amazon S3 server access logs',
  idField: null,
  matches: () => false,
  columns: Object.fromEntries([...names, '@account', '@region'].map((name) => [name, 'VARCHAR'])),
  text: quotedRows({
    names,
    least: 8,
    pattern: /^[\da-f]+ \S+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]+ [+-]\d{4}\] \S+ \S+ \S+ [A-Z]\S* /,
    fits: (b, cells) => b[cells.from[2] as number] === 0x5b,
    closes,
  }),
  select: {
    time,
    id: sql`CASE WHEN request_id IS NULL THEN h ELSE concat_ws('@', request_id, operation, key, version_id) END`,
    shared_id: 'request_id',
    account: sql`"@account"`,
    region: sql`coalesce("@region", nullif(regexp_extract(host_header, '(?:^|\.)s3[.-](?:dualstack\.)?([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws', 1), ''))`,
    service: sql`'s3'`,
    action: 'operation',
    category: sql`'data'`,
    kind: 'authentication_type',
    outcome: sql`CASE WHEN http_status IN ('401', '403') OR starts_with(error_code, 'AccessDenied') THEN 'denied' WHEN http_status >= '400' THEN 'failed' WHEN http_status IS NOT NULL THEN 'success' END`,
    error_code: sql`coalesce(error_code, CASE WHEN http_status >= '400' THEN http_status END)`,
    read_only: sql`regexp_matches(operation, '^(REST|SOAP|WEBSITE)\.(GET|HEAD|OPTIONS|COPY\.(OBJECT|PART)_GET)(\.|$)')`,
    actor: sql`coalesce(requester, CASE WHEN remote_ip IS NOT NULL THEN 'anonymous' END)`,
    actor_type: sql`CASE WHEN requester IS NULL THEN CASE WHEN remote_ip IS NOT NULL THEN 'Anonymous' END WHEN contains(requester, ':assumed-role/') THEN 'AssumedRole' WHEN contains(requester, ':user/') THEN 'IAMUser' WHEN ends_with(requester, ':root') THEN 'Root' WHEN ${isService} THEN 'AWSService' ELSE 'AWSAccount' END`,
    actor_name: arnName(arn),
    actor_account: arnAccount(arn),
    session_name: sessionOf(arn),
    source_ip: addressOf('remote_ip'),
    user_agent: 'user_agent',
    target: sql`concat('arn:aws:s3:::', bucket, '/' || ${decoded})`,
    target_type: sql`CASE WHEN key IS NULL THEN 'AWS::S3::Bucket' ELSE 'AWS::S3::Object' END`,
    title: 'request_uri',
    extra: extraOf(
      names.filter((name) => !['time', 'request_id', 'operation', 'user_agent', 'requester'].includes(name)),
    ),
    fidelity: sql`'full'`,
    flags: sql`nullif(concat_ws(' ', f, CASE WHEN ${time} IS NULL THEN 'bad-time' END), '')`,
  },
}
