import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { addressOf } from './sql-address.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const who = sql`json_transform("user", '{"username":"VARCHAR","uid":"VARCHAR","extra":{"arn":["VARCHAR"],"accessKeyId":["VARCHAR"],"sessionName":["VARCHAR"],"principalId":["VARCHAR"]}}')`
const object = sql`json_transform(objectRef, '{"resource":"VARCHAR","subresource":"VARCHAR","namespace":"VARCHAR","name":"VARCHAR"}')`
const status = sql`json_transform(responseStatus, '{"code":"INTEGER","reason":"VARCHAR","message":"VARCHAR"}')`
const envelope = sql`json_transform("@envelope", '{"owner":"VARCHAR"}')`
const when = sql`coalesce(stageTimestamp, requestReceivedTimestamp)`
const ip = sql`json_extract_string(sourceIPs, '$[0]')`

/**
 * Audit events of the Kubernetes API server of an EKS cluster, from CloudWatch Logs: through a subscription (then the
 * account and the log group, which names the cluster, are known) or exported to S3 (then they are not, and the record is
 * `bare`: another copy of the same event that says them is the same event). One call has an event for each of
 * its stages. Fields: kubernetes.io, "kube-apiserver Audit Configuration (v1)"; user.extra: EKS User Guide.
 */
export const eksAudit: Format = {
  id: 'eks-audit',
  title: 'Amazon EKS audit logs',
  idField: 'auditID',
  matches: ({ names }) => names.has('auditID') && names.has('stage') && names.has('verb'),
  columns: {
    kind: 'JSON',
    apiVersion: 'JSON',
    metadata: 'JSON',
    level: 'JSON',
    timestamp: 'JSON',
    auditID: 'VARCHAR',
    stage: 'VARCHAR',
    requestURI: 'VARCHAR',
    verb: 'VARCHAR',
    user: 'JSON',
    impersonatedUser: 'JSON',
    sourceIPs: 'JSON',
    userAgent: 'VARCHAR',
    objectRef: 'JSON',
    responseStatus: 'JSON',
    requestObject: 'JSON',
    responseObject: 'JSON',
    requestReceivedTimestamp: 'VARCHAR',
    stageTimestamp: 'VARCHAR',
    annotations: 'JSON',
    '@envelope': 'JSON',
  },
  select: {
    time: timeOf(when),
    id: sql`CASE WHEN nullif(auditID, '') IS NULL THEN h ELSE concat_ws('@', auditID, stage) END`,
    shared_id: sql`nullif(auditID, '')`,
    account: sql`${envelope}.owner`,
    service: sql`'eks'`,
    action: sql`concat_ws(' ', "verb", concat_ws('/', ${object}."resource", ${object}.subresource))`,
    category: sql`'management'`,
    kind: 'stage',
    outcome: sql`CASE WHEN ${status}.code IN (401, 403) THEN 'denied' WHEN ${status}.code >= 400 THEN 'failed' WHEN ${status}.code IS NOT NULL THEN 'success' END`,
    error_code: sql`CASE WHEN ${status}.code >= 400 THEN coalesce(${status}.reason, ${status}.code::VARCHAR) END`,
    error_message: sql`CASE WHEN ${status}.code >= 400 THEN ${status}.message END`,
    read_only: sql`"verb" IN ('get', 'list', 'watch')`,
    actor: sql`coalesce(${who}."extra".arn[1], ${who}.username)`,
    actor_name: sql`${who}.username`,
    actor_id: sql`coalesce(${who}."extra".principalId[1], ${who}.uid)`,
    actor_account: sql`nullif(string_split(${who}."extra".arn[1], ':')[5], '')`,
    session_name: sql`${who}."extra".sessionName[1]`,
    access_key: sql`nullif(${who}."extra".accessKeyId[1], '')`,
    source_ip: addressOf(ip),
    user_agent: 'userAgent',
    target: sql`coalesce(nullif(concat_ws('/', ${object}."namespace", ${object}."resource", ${object}."name", ${object}.subresource), ''), requestURI)`,
    target_type: sql`${object}."resource"`,
    identity: '"user"',
    request: 'requestObject',
    response: 'responseObject',
    extra: extraOf(
      [
        'kind',
        'apiVersion',
        'metadata',
        'level',
        'timestamp',
        'requestURI',
        'impersonatedUser',
        'sourceIPs',
        'objectRef',
        'responseStatus',
        'requestReceivedTimestamp',
        'annotations',
      ],
      { logGroup: sql`json_extract("@envelope", '$.logGroup')` },
    ),
    fidelity: sql`CASE WHEN "@envelope" IS NULL THEN 'bare' ELSE 'full' END`,
    flags: flagsOf(timeOf(when), when),
  },
}
