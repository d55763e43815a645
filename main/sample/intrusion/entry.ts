import * as cast from '../cast.ts'
import { accounts, agents } from '../cast.ts'
import type { Random } from '../random.ts'
import { type Call, denied } from '../record.ts'
import { backup, ci, first, second } from './attacker.ts'

/** Minutes after the key was pushed to a public repository, a scanner tries it. */
export function* keyIsFound(at: number): Iterable<Call> {
  const by = {
    by: ci,
    account: accounts.staging,
    region: 'us-east-1',
    from: cast.scannerAddress,
    agent: agents.scanner,
  }
  yield { ...by, at, call: 'sts:GetCallerIdentity' }
}

/** Who am I, and what may I do? Many calls in a few minutes, most of them denied, in regions that were never used. */
export function* discovery(at: number, random: Random): Iterable<Call> {
  const by = { by: ci, account: accounts.staging, from: first, agent: agents.kali }
  yield { ...by, at, region: 'us-east-1', call: 'sts:GetCallerIdentity' }
  const probes = [
    'iam:GetAccountAuthorizationDetails',
    'iam:ListUsers',
    'iam:ListRoles',
    'iam:ListAttachedUserPolicies',
    'iam:GetAccountSummary',
    'organizations:DescribeOrganization',
    'organizations:ListAccounts',
    's3:ListBuckets',
    'secretsmanager:ListSecrets',
    'ssm:DescribeParameters',
    'ec2:DescribeInstances',
    'ec2:DescribeSnapshots',
    'rds:DescribeDBInstances',
    'lambda:ListFunctions20150331',
    'dynamodb:ListTables',
    'guardduty:ListDetectors',
    'cloudtrail:DescribeTrails',
    'ses:GetSendQuota',
    'bedrock:ListFoundationModels',
  ]
  const allowed = new Set([
    'iam:ListUsers',
    'iam:ListRoles',
    'lambda:ListFunctions20150331',
    'cloudtrail:DescribeTrails',
    's3:ListBuckets',
  ])
  let then = at + 40_000
  for (const region of ['us-east-1', 'eu-west-1', 'sa-east-1', 'ap-southeast-1']) {
    for (const call of probes) {
      then += random.int(1500, 5000)
      const error = allowed.has(call) ? undefined : denied(String(ci.arn), call)
      yield { ...by, at: then, region, call, ...(error && { error }) }
    }
  }
}

/** The build user may create access keys, for any user: it makes one for the backup user. */
export function* secondKey(at: number): Iterable<Call> {
  const by = { by: ci, account: accounts.staging, region: 'us-east-1', from: first, agent: agents.kali }
  yield { ...by, at, call: 'iam:ListAccessKeys', request: { userName: 'svc-backup' } }
  yield {
    ...by,
    at: at + 20_000,
    call: 'iam:CreateAccessKey',
    request: { userName: 'svc-backup' },
    response: {
      accessKey: {
        accessKeyId: cast.keys.stolen,
        status: 'Active',
        userName: 'svc-backup',
        createDate: 'Mar 11, 2026, 1:36:20 AM',
      },
    },
  }
  yield {
    by: backup,
    account: accounts.staging,
    region: 'us-east-1',
    from: second,
    agent: agents.kali,
    at: at + 90_000,
    call: 'sts:GetCallerIdentity',
  }
}
