import * as cast from '../cast.ts'
import { accounts, agents, day, home, hour, minute } from '../cast.ts'
import type { Random } from '../random.ts'
import type { Call } from '../record.ts'
import { isWeekend, requestOf } from './requests.ts'

/** A monitoring role that describes everything every few minutes: read-only, and most of any trail. */
export function* monitoring(today: number, random: Random): Iterable<Call> {
  const reads = [
    'ec2:DescribeInstances',
    'ec2:DescribeVolumes',
    'rds:DescribeDBInstances',
    'cloudwatch:GetMetricData',
    'lambda:ListFunctions20150331',
    'elasticloadbalancing:DescribeTargetHealth',
    'autoscaling:DescribeAutoScalingGroups',
    'dynamodb:ListTables',
    's3:ListBuckets',
    'sqs:ListQueues',
    'ecs:DescribeServices',
    'logs:DescribeLogGroups',
  ]
  for (let at = today; at < today + day; at += 15 * minute) {
    for (const account of [accounts.prod, accounts.staging]) {
      const by = cast.session(
        account,
        'MonitoringReader',
        'metrics-collector',
        cast.temporaryKey(random),
        at - 5 * minute,
      )
      for (let i = 0; i < 5; i++) {
        const call = random.pick(reads)
        const region = random.pick(['eu-west-1', 'eu-west-1', 'eu-central-1', 'us-west-2'])
        yield {
          at: at + random.int(0, 50_000),
          account,
          region,
          call,
          by,
          from: '192.0.2.200',
          agent: agents.java,
          request: call.startsWith('ec2') ? { maxResults: 1000 } : null,
        }
      }
    }
  }
}

/** Too many calls at once: EC2 and the others name it differently. */
export function* throttling(today: number, random: Random): Iterable<Call> {
  for (let i = 0; i < 45; i++) {
    const at = today + random.int(6 * hour, 20 * hour)
    const by = cast.session(
      accounts.prod,
      'MonitoringReader',
      'metrics-collector',
      cast.temporaryKey(random),
      at - minute,
    )
    const ec2 = random.chance(0.5)
    yield {
      at,
      account: accounts.prod,
      region: home,
      by,
      from: '192.0.2.200',
      agent: agents.java,
      call: ec2 ? 'ec2:DescribeInstances' : 'autoscaling:DescribeScalingActivities',
      error: ec2
        ? ['Client.RequestLimitExceeded', 'Request limit exceeded.']
        : ['ThrottlingException', 'Rate exceeded'],
    }
  }
}

/** The build user deploys from the company's runners with Terraform, on working days. */
export function* buildPipeline(today: number, random: Random): Iterable<Call> {
  if (isWeekend(today)) return
  const by = cast.iamUser(accounts.staging, 'ci-deploy', cast.keys.ciDeploy)
  const from = random.pick(cast.buildRunners)
  for (let run = 0; run < 9; run++) {
    const began = today + 8 * hour + random.int(0, 9 * hour)
    const common = { account: accounts.staging, region: home, by, from, agent: agents.terraform }
    yield { ...common, at: began, call: 'sts:GetCallerIdentity', response: null }
    for (let i = 0; i < 26; i++) {
      const name = `web-${random.pick(['cart', 'search', 'account', 'mail'])}`
      const call = random.pick([
        'lambda:GetFunction20150331v2',
        'iam:GetRole',
        'iam:ListRolePolicies',
        's3:GetBucketVersioning',
        'ec2:DescribeSecurityGroups',
        'cloudformation:DescribeStacks',
      ])
      yield { ...common, at: began + i * 2000, call, request: requestOf(call, name) }
    }
    yield {
      ...common,
      at: began + minute,
      call: 'lambda:UpdateFunctionCode20150331v2',
      request: {
        functionName: 'web-cart',
        s3Bucket: 'staging-artifacts',
        s3Key: `web-cart/${random.text(8, 'abcdef0123456789')}.zip`,
        publish: true,
        dryRun: false,
      },
      response: {
        functionName: 'web-cart',
        runtime: 'nodejs22.x',
        role: `arn:aws:iam::${accounts.staging}:role/web-cart`,
        codeSize: random.int(1e6, 5e6),
        state: 'Active',
      },
    }
  }
}

/** The shop reads and writes its bucket: data events with bytes. */
export function* applicationData(today: number, random: Random): Iterable<Call> {
  const bucket = 'customer-exports-prod'
  for (let i = 0; i < 700; i++) {
    const at = today + random.int(5 * hour, 23 * hour)
    const write = random.chance(0.35)
    const key = `orders/${cast.stamp(at).slice(0, 10)}/${random.text(12, 'abcdef0123456789')}.json`
    yield {
      at,
      account: accounts.prod,
      region: home,
      call: write ? 's3:PutObject' : 's3:GetObject',
      data: true,
      by: cast.session(
        accounts.prod,
        'shop-backend',
        `i-0${random.text(3, '0123')}aa11bb22cc33d`,
        cast.temporaryKey(random),
        at - 20 * minute,
      ),
      from: `10.20.${random.int(0, 3)}.${random.int(4, 250)}`,
      agent: agents.boto,
      request: { bucketName: bucket, Host: `${bucket}.s3.${home}.amazonaws.com`, key },
      additional: {
        SignatureVersion: 'SigV4',
        CipherSuite: 'TLS_AES_128_GCM_SHA256',
        bytesTransferredIn: write ? random.int(2000, 90_000) : 0,
        bytesTransferredOut: write ? 0 : random.int(2000, 90_000),
        AuthenticationMethod: 'AuthHeader',
      },
      resources: [
        { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` },
        { accountId: accounts.prod, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
      ],
    }
  }
}

/** A long-lived user of the backup vendor takes snapshots every night. */
export function* backups(today: number, random: Random): Iterable<Call> {
  const by = cast.iamUser(accounts.staging, 'svc-backup', cast.keys.backup)
  const common = { account: accounts.staging, region: home, from: '192.0.2.90', agent: agents.boto }
  yield {
    ...common,
    at: today + 2 * hour,
    by,
    call: 'sts:AssumeRole',
    request: { roleArn: `arn:aws:iam::${accounts.prod}:role/BackupOperator`, roleSessionName: 'nightly' },
    response: {
      credentials: {
        accessKeyId: cast.temporaryKey(random),
        sessionToken: '***',
        expiration: cast.stamp(today + 3 * hour),
      },
      assumedRoleUser: { arn: `arn:aws:sts::${accounts.prod}:assumed-role/BackupOperator/nightly` },
    },
    resources: [
      { accountId: accounts.prod, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${accounts.prod}:role/BackupOperator` },
    ],
  }
  const role = cast.session(accounts.prod, 'BackupOperator', 'nightly', cast.temporaryKey(random), today + 2 * hour)
  for (let i = 0; i < 12; i++) {
    const volume = `vol-0${random.text(16, '0123456789abcdef')}`
    yield {
      ...common,
      account: accounts.prod,
      at: today + 2 * hour + i * minute,
      by: role,
      call: 'ec2:CreateSnapshot',
      request: { volumeId: volume, description: 'nightly' },
      response: { snapshotId: `snap-0${random.text(16, '0123456789abcdef')}`, volumeId: volume, status: 'pending' },
    }
  }
}
