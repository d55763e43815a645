import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/** Types whose configuration says something of identities, or of who may use a resource. */
const types = [
  'AWS::IAM::%',
  'AWS::S3::%',
  'AWS::KMS::Key',
  'AWS::SQS::Queue',
  'AWS::SNS::Topic',
  'AWS::Lambda::Function',
  'AWS::SecretsManager::%',
  'AWS::ECR::%',
  'AWS::EFS::%',
  'AWS::Events::EventBus',
  'AWS::OpenSearch::Domain',
  'AWS::Elasticsearch::Domain',
  'AWS::Backup::BackupVault',
  'AWS::DynamoDB::Table',
  'AWS::EC2::VPCEndpoint',
  'AWS::EC2::Instance',
  'AWS::RDS::%Snapshot',
  'AWS::AccessAnalyzer::Analyzer',
]

/** Every item of AWS Config about users, roles, groups and policies, oldest first, in the words of a snapshot file. */
export async function identityItems(db: Db, signal?: Signal): Promise<readonly string[]> {
  const rows = await db.all<{ item: string }>(
    sql`
    SELECT CAST(json_object(
      'resourceType', target_type,
      'ARN', target,
      'awsAccountId', account,
      'configurationItemCaptureTime', strftime(time, '%Y-%m-%dT%H:%M:%S.%gZ'),
      'configurationItemStatus', action,
      'configuration', json_extract(extra, '$.configuration'),
      'supplementaryConfiguration', json_extract(extra, '$.supplementaryConfiguration')
    ) AS VARCHAR) AS item
    FROM event
    WHERE format = 'aws-config' AND target IS NOT NULL AND time IS NOT NULL
      AND target_type IN ('AWS::IAM::User', 'AWS::IAM::Role', 'AWS::IAM::Group', 'AWS::IAM::Policy')
    ORDER BY time, object_id, ordinal`,
    {},
    signal,
  )
  return rows.map(({ item }) => item)
}

/** Items of AWS Config as they were at a time (null: the newest), one JSON object each, in the words of a snapshot file. */
export async function configItems(db: Db, at: string | null, signal?: Signal): Promise<readonly string[]> {
  const rows = await db.all<{ item: string }>(
    sql`
    SELECT CAST(json_object(
      'resourceType', target_type,
      'ARN', target,
      'awsAccountId', arg_max(account, time),
      'configurationItemCaptureTime', strftime(max(time), '%Y-%m-%dT%H:%M:%S.%gZ'),
      'configurationItemStatus', arg_max(action, time),
      'configuration', arg_max(json_extract(extra, '$.configuration'), time),
      'supplementaryConfiguration', arg_max(json_extract(extra, '$.supplementaryConfiguration'), time)
    ) AS VARCHAR) AS item
    FROM event
    WHERE format = 'aws-config' AND target IS NOT NULL
      AND len(list_filter(string_split($types, ','), lambda type: target_type LIKE type)) > 0
      AND ($at IS NULL OR time <= CAST($at AS TIMESTAMP))
    GROUP BY target_type, target
    ORDER BY target_type, target`,
    { types: types.join(','), at },
    signal,
  )
  return rows.map(({ item }) => item)
}
