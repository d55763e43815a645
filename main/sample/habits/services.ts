import * as cast from '../cast.ts'
import { accounts, day, home, hour } from '../cast.ts'
import type { Random } from '../random.ts'
import type { Call } from '../record.ts'

const everyAccount = Object.values(accounts)

/** AWS services that assume the roles which were made for them: callers without ARN or address. */
export function* serviceRoles(today: number, random: Random): Iterable<Call> {
  const callers = [
    'lambda',
    'ec2',
    'config',
    'ssm',
    'ecs-tasks',
    'events',
    'backup',
    'cloudtrail',
    'autoscaling',
    'rds',
  ]
  for (let i = 0; i < 620; i++) {
    const account = random.pick(everyAccount)
    const by = random.pick(callers)
    const role = `arn:aws:iam::${account}:role/service-role/${by}-execution`
    const at = today + random.int(0, day - 1)
    yield {
      at,
      account,
      region: random.pick(['eu-west-1', 'eu-west-1', 'eu-central-1', 'us-east-1']),
      call: 'sts:AssumeRole',
      by: cast.service(by),
      from: `${by}.amazonaws.com`,
      agent: `${by}.amazonaws.com`,
      request: { roleArn: role, roleSessionName: `${by}-${random.int(1000, 9999)}`, durationSeconds: 3600 },
      response: {
        credentials: { accessKeyId: cast.temporaryKey(random), sessionToken: '***', expiration: cast.stamp(at + hour) },
      },
      resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: role }],
      sharedEventID: random.uuid(),
    }
  }
}

export function* keyManagement(today: number, random: Random): Iterable<Call> {
  for (let i = 0; i < 420; i++) {
    const account = random.pick([accounts.prod, accounts.staging])
    const arn = `arn:aws:kms:${home}:${account}:key/7c1e0d5a-2f3b-4c6d-8e9f-0a1b2c3d4e5f`
    const caller = random.pick(['dynamodb', 'secretsmanager', 's3', 'ebs'])
    yield {
      at: today + random.int(0, day - 1),
      account,
      region: home,
      call: random.chance(0.7) ? 'kms:Decrypt' : 'kms:GenerateDataKey',
      by: cast.service(caller),
      from: `${caller}.amazonaws.com`,
      agent: `${caller}.amazonaws.com`,
      request: {
        encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
        encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::customer-exports-prod' },
      },
      resources: [{ accountId: account, type: 'AWS::KMS::Key', ARN: arn }],
    }
  }
}

/** The recorder of configurations walks all regions of all accounts, the archive's too. */
export function* configRecorder(today: number, random: Random): Iterable<Call> {
  for (const account of everyAccount) {
    for (const region of cast.regions.slice(0, 5)) {
      const by = {
        ...cast.session(account, 'AWSServiceRoleForConfig', 'configLambdaExecution', cast.temporaryKey(random), today),
        invokedBy: 'config.amazonaws.com',
      }
      for (let i = 0; i < 22; i++) {
        const call = random.pick([
          's3:GetBucketPolicyStatus',
          'ec2:DescribeNetworkAcls',
          'kms:ListKeys',
          'sns:ListTopics',
          'elasticfilesystem:DescribeFileSystems',
        ])
        yield {
          at: today + random.int(0, day - 1),
          account,
          region,
          by,
          from: 'config.amazonaws.com',
          agent: 'config.amazonaws.com',
          call,
        }
      }
    }
  }
}
