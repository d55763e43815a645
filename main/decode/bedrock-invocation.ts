import { sql } from '../../shared/sql.ts'
import type { Format } from './format.ts'
import { arnAccount, arnName, sessionOf } from './sql-arn.ts'
import { extraOf } from './sql-extra.ts'
import { flagsOf, timeOf } from './sql-time.ts'

const when = '"timestamp"'
const arn = sql`json_extract_string("identity", '$.arn')`

/**
 * What models of Amazon Bedrock were asked and answered, where a region keeps that: whoever uses stolen keys for models
 * is seen by what they wrote. CloudTrail has the same call under the same request id. Fields: Bedrock User Guide,
 * "Monitor model invocation".
 */
export const bedrockInvocation: Format = {
  id: 'bedrock-invocation',
  title: 'Amazon Bedrock model invocation logs',
  idField: null,
  matches: ({ names }) =>
    names.has('modelId') && names.has('operation') && (names.has('input') || names.has('requestId')),
  columns: {
    schemaType: 'VARCHAR',
    schemaVersion: 'JSON',
    timestamp: 'VARCHAR',
    accountId: 'VARCHAR',
    identity: 'JSON',
    region: 'VARCHAR',
    requestId: 'VARCHAR',
    operation: 'VARCHAR',
    modelId: 'VARCHAR',
    errorCode: 'VARCHAR',
    status: 'JSON',
    inferenceRegion: 'JSON',
    requestMetadata: 'JSON',
    input: 'JSON',
    output: 'JSON',
  },
  select: {
    time: timeOf(when),
    id: sql`coalesce('invocation-' || nullif(requestId, ''), h)`,
    shared_id: sql`nullif(requestId, '')`,
    account: 'accountId',
    region: 'region',
    service: sql`'bedrock'`,
    action: 'operation',
    category: sql`'data'`,
    kind: 'schemaType',
    outcome: sql`CASE WHEN nullif(errorCode, '') IS NULL THEN 'success' WHEN contains(errorCode, 'AccessDenied') THEN 'denied' ELSE 'failed' END`,
    error_code: sql`nullif(errorCode, '')`,
    actor: arn,
    actor_type: sql`CASE WHEN contains(${arn}, ':assumed-role/') THEN 'AssumedRole' WHEN contains(${arn}, ':user/') THEN 'IAMUser' WHEN ends_with(${arn}, ':root') THEN 'Root' END`,
    actor_name: arnName(arn),
    actor_account: arnAccount(arn),
    session_name: sessionOf(arn),
    target: 'modelId',
    identity: '"identity"',
    request: '"input"',
    response: '"output"',
    extra: extraOf(['schemaVersion', 'status', 'inferenceRegion', 'requestMetadata']),
    fidelity: sql`'full'`,
    flags: flagsOf(timeOf(when), when),
  },
}
