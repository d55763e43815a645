import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { logfmtRows } from './logfmt-rows.ts'
import { addressOf } from './sql-address.ts'
import { arnAccount, sessionOf } from './sql-arn.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const fields = [
  'time',
  'level',
  'msg',
  'arn',
  'accountid',
  'accesskeyid',
  'userid',
  'session',
  'username',
  'groups',
  'uid',
  'client',
  'error',
  'method',
  'path',
  'sts',
  'stsendpoint',
] as const
const promoted = new Set<string>(['time', 'msg', 'arn', 'accesskeyid', 'userid', 'error'])
const known = Object.fromEntries(fields.map((name) => [name, 'VARCHAR']))
/** Who is refused is at times named in the error only. */
const arn = sql`coalesce(arn, nullif(regexp_extract("error", '(arn:aws[\w-]*:(?:iam|sts)::\d{12}:\S+)', 1), ''))`
const logGroup = sql`json_extract_string("@envelope", '$.logGroup')`
const address = sql`regexp_extract(client, '^\[?(.*?)\]?:\d+$', 1)`

/**
 * What the IAM authenticator of an EKS cluster decided: which identity of IAM came with a token, and as whom Kubernetes
 * knows it. It sits behind the API server, so the client is that server, on the same machine: the address of the caller
 * is in the audit log. The cluster is known by the log group. Lines: github.com/kubernetes-sigs/aws-iam-authenticator.
 */
export const eksAuthenticator: Format = {
  id: 'eks-authenticator',
  title: 'Amazon EKS authenticator logs',
  idField: null,
  matches: () => false,
  columns: { ...known, '@envelope': 'JSON' },
  text: logfmtRows(known, /^time="[^"]+" level=\w+ msg="(?:[^"\\]|\\.)+" (?:.* )?path="?\/authenticate/),
  select: {
    time: timeOf('"time"'),
    id: 'h',
    account: sql`json_extract_string("@envelope", '$.owner')`,
    service: sql`'eks'`,
    action: 'msg',
    category: sql`'management'`,
    kind: sql`'Authenticator'`,
    outcome: sql`CASE WHEN msg = 'access granted' THEN 'success' WHEN msg = 'access denied' THEN 'denied' WHEN "error" IS NOT NULL OR "level" IN ('error', 'fatal') THEN 'failed' END`,
    error_message: '"error"',
    actor: sql`coalesce(${arn}, userid, username)`,
    actor_type: sql`CASE WHEN contains(${arn}, ':assumed-role/') THEN 'AssumedRole' WHEN contains(${arn}, ':role/') THEN 'Role' WHEN contains(${arn}, ':user/') THEN 'IAMUser' WHEN ends_with(${arn}, ':root') THEN 'Root' END`,
    actor_name: 'username',
    actor_id: sql`coalesce(userid, nullif(string_split("uid", ':')[3], ''))`,
    actor_account: sql`coalesce(accountid, ${arnAccount(arn)})`,
    session_name: sql`coalesce(nullif("session", ''), ${sessionOf(arn)})`,
    access_key: 'accesskeyid',
    source_ip: addressOf(sql`CASE WHEN NOT starts_with(client, '127.') THEN ${address} END`),
    target: sql`nullif(regexp_extract(${logGroup}, '^/aws/eks/(.+)/cluster$', 1), '')`,
    target_type: sql`CASE WHEN starts_with(${logGroup}, '/aws/eks/') THEN 'AWS::EKS::Cluster' END`,
    title: sql`concat_ws(' ', msg, 'as ' || username, "groups")`,
    extra: extraOf(fields.filter((name) => !promoted.has(name))),
    fidelity: sql`CASE WHEN "@envelope" IS NULL THEN 'bare' ELSE 'full' END`,
    flags: flagsOf(timeOf('"time"'), '"time"'),
  },
}
