import type { Statement } from '../policy/document.ts'
import { namesAction } from '../policy/statement.ts'

/** Actions with which whoever has them gives the resource away: Security Hub's S3.6 list, and the same of other services. */
const powerful = [
  's3:PutBucketPolicy',
  's3:DeleteBucketPolicy',
  's3:PutBucketAcl',
  's3:PutObjectAcl',
  's3:PutEncryptionConfiguration',
  'kms:PutKeyPolicy',
  'kms:CreateGrant',
  'sqs:AddPermission',
  'sqs:SetQueueAttributes',
  'sns:AddPermission',
  'sns:SetTopicAttributes',
  'lambda:AddPermission',
  'lambda:UpdateFunctionCode',
  'secretsmanager:PutResourcePolicy',
  'ecr:SetRepositoryPolicy',
  'dynamodb:PutResourcePolicy',
  'events:PutPermission',
  'elasticfilesystem:PutFileSystemPolicy',
  'backup:PutBackupVaultAccessPolicy',
  'glue:PutResourcePolicy',
]

export function isPowerful(statement: Statement): boolean {
  return powerful.some((action) => namesAction(statement, action))
}

/** Only the address of a function is open, which asks the function itself. */
export function isUrlOnly({ actions }: Statement): boolean {
  return actions !== null && !actions.not && actions.patterns.every((action) => action === 'lambda:invokefunctionurl')
}
