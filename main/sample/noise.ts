import * as cast from './cast.ts'
import { accounts, agents, day, home, hour, minute } from './cast.ts'
import type { Random } from './random.ts'
import { type Call, denied } from './record.ts'

/** A benign habit of the company: the calls of one day. */
type Habit = (today: number, random: Random) => Iterable<Call>

/** What happens every day, modelled on what real trails are full of. */
export const habits: readonly Habit[] = [
  serviceRoles,
  monitoring,
  buildPipeline,
  applicationData,
  people,
  keyManagement,
  backups,
  throttling,
  failedLogins,
  configRecorder,
]

const everyAccount = Object.values(accounts)

/** AWS services that assume the roles which were made for them: callers without ARN or address. */
function* serviceRoles(today: number, random: Random): Iterable<Call> {
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

/** A monitoring role that describes everything every few minutes: read-only, and most of any trail. */
function* monitoring(today: number, random: Random): Iterable<Call> {
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

/** The build user deploys from the company's runners with Terraform, on working days. */
function* buildPipeline(today: number, random: Random): Iterable<Call> {
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
function* applicationData(today: number, random: Random): Iterable<Call> {
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

/** People sign in through the company's identity provider and click about; MFAUsed is No because it was asked upstream. */
function* people(today: number, random: Random): Iterable<Call> {
  for (const name of cast.people) {
    if (isWeekend(today) && !random.chance(0.1)) continue
    const account = random.pick([accounts.prod, accounts.staging, accounts.staging])
    const role = random.chance(0.3)
      ? 'AWSReservedSSO_AdministratorAccess_1a2b3c4d5e6f7081'
      : 'AWSReservedSSO_ReadOnlyAccess_8f7e6d5c4b3a2910'
    const began = today + 7 * hour + random.int(0, 3 * hour)
    const from = random.pick(cast.offices)
    const by = cast.session(account, role, `${name}@example.com`, cast.temporaryKey(random), began)
    yield {
      at: began,
      account,
      region: home,
      call: 'signin:ConsoleLogin',
      by,
      from,
      agent: agents.browser,
      type: 'AwsConsoleSignIn',
      response: { ConsoleLogin: 'Success' },
      additional: {
        LoginTo: `https://console.aws.amazon.com/console/home?region=${home}`,
        MobileVersion: 'No',
        MFAUsed: 'No',
      },
    }
    for (let i = 0; i < 95; i++) {
      const call = random.pick([
        'ec2:DescribeInstances',
        's3:GetBucketLocation',
        'iam:ListUsers',
        'iam:GetUser',
        'cloudwatch:DescribeAlarms',
        'health:DescribeEventAggregates',
        'ce:GetCostAndUsage',
        'lambda:GetFunction20150331v2',
        'logs:FilterLogEvents',
        'kms:ListAliases',
        'ec2:DescribeVpcs',
        'rds:DescribeDBInstances',
      ])
      const at = began + random.int(minute, 9 * hour)
      const error =
        role.includes('ReadOnly') && random.chance(0.02) ? denied(String(by.arn), 'ce:GetCostAndUsage') : undefined
      yield {
        at,
        account,
        region: random.chance(0.85) ? home : 'us-east-1',
        call,
        by,
        from,
        agent: random.chance(0.7) ? agents.browser : agents.console,
        request: requestOf(call, 'web-cart'),
        console: true,
        ...(error && { error }),
      }
    }
    if (role.includes('Administrator') && random.chance(0.5)) {
      const group = `sg-0${random.text(16, '0123456789abcdef')}`
      yield {
        at: began + 2 * hour,
        account,
        region: home,
        call: 'ec2:CreateSecurityGroup',
        by,
        from,
        agent: agents.browser,
        console: true,
        request: { groupName: `temp-${random.int(1, 99)}`, groupDescription: 'test', vpcId: 'vpc-0a1b2c3d4e5f60718' },
        response: { requestId: random.uuid(), _return: true, groupId: group },
      }
      yield {
        at: began + 4 * hour,
        account,
        region: home,
        call: 'ec2:DeleteSecurityGroup',
        by,
        from,
        agent: agents.browser,
        console: true,
        request: { groupId: group },
        response: { requestId: random.uuid(), _return: true },
      }
    }
  }
}

function* keyManagement(today: number, random: Random): Iterable<Call> {
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

/** A long-lived user of the backup vendor takes snapshots every night. */
function* backups(today: number, random: Random): Iterable<Call> {
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

/** Too many calls at once: EC2 and the others name it differently. */
function* throttling(today: number, random: Random): Iterable<Call> {
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

/** Somebody mistypes a password now and then; failed logins carry no errorCode. */
function* failedLogins(today: number, random: Random): Iterable<Call> {
  for (let i = random.int(0, 2); i > 0; i--) {
    const by = {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEBREAKGLASS',
      accountId: accounts.prod,
      accessKeyId: '',
      userName: 'break-glass',
    }
    yield {
      at: today + random.int(8 * hour, 17 * hour),
      account: accounts.prod,
      region: 'us-east-1',
      call: 'signin:ConsoleLogin',
      type: 'AwsConsoleSignIn',
      by,
      from: random.pick(cast.offices),
      agent: agents.browser,
      response: { ConsoleLogin: 'Failure' },
      additional: { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'No' },
    }
  }
}

/** The recorder of configurations walks all regions of all accounts, the archive's too. */
function* configRecorder(today: number, random: Random): Iterable<Call> {
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

function requestOf(call: string, name: string): unknown {
  if (call.startsWith('lambda:Get')) return { functionName: name }
  if (call.startsWith('iam:GetRole') || call.startsWith('iam:ListRole')) return { roleName: name }
  if (call.startsWith('s3:')) return { bucketName: `${name}-assets`, Host: `${name}-assets.s3.${home}.amazonaws.com` }
  if (call.startsWith('cloudformation:')) return { stackName: name }
  return null
}

function isWeekend(at: number): boolean {
  return [0, 6].includes(new Date(at).getUTCDay())
}
