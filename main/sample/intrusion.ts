import * as cast from './cast.ts'
import { accounts, agents, day, home, hour, minute } from './cast.ts'
import { hex, type Random } from './random.ts'
import { type Call, denied } from './record.ts'

/** The one intrusion of the sample, step by step; assets/sample/STORY.md tells it in words. */
export function* intrusion(random: Random): Iterable<Call> {
  const found = cast.start + 8 * day + 22 * hour + 41 * minute
  const attack = cast.start + 9 * day + 1 * hour + 12 * minute
  yield* keyIsFound(found)
  yield* discovery(attack, random)
  yield* secondKey(attack + 24 * minute)
  yield* intoProduction(attack + 31 * minute, random)
  yield* persistence(attack + 52 * minute)
  yield* blinding(attack + 78 * minute)
  yield* mining(attack + 95 * minute, random)
  yield* exfiltration(attack + 2 * hour, random)
  yield* afterContainment(cast.start + 10 * day + 9 * hour)
}

const ci = cast.iamUser(accounts.staging, 'ci-deploy', cast.keys.ciDeploy)
const backup = cast.iamUser(accounts.staging, 'svc-backup', cast.keys.stolen)
const [first = '', second = '', third = ''] = cast.attackerAddresses
const operatorKey = 'ASIAEXAMPLEOPERATOR7'

/** Minutes after the key was pushed to a public repository, a scanner tries it. */
function* keyIsFound(at: number): Iterable<Call> {
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
function* discovery(at: number, random: Random): Iterable<Call> {
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
function* secondKey(at: number): Iterable<Call> {
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

/** The backup user may assume a role of production; the call is logged in both accounts under one shared id. */
function* intoProduction(at: number, random: Random): Iterable<Call> {
  const role = `arn:aws:iam::${accounts.prod}:role/BackupOperator`
  const sharedEventID = random.uuid()
  const call = {
    at,
    region: 'us-east-1',
    call: 'sts:AssumeRole',
    from: second,
    agent: agents.kali,
    sharedEventID,
    request: { roleArn: role, roleSessionName: 'nightly-2', durationSeconds: 3600 },
    response: {
      credentials: { accessKeyId: operatorKey, sessionToken: '***', expiration: cast.stamp(at + hour) },
      assumedRoleUser: {
        assumedRoleId: 'AROAEXAMPLE:nightly-2',
        arn: `arn:aws:sts::${accounts.prod}:assumed-role/BackupOperator/nightly-2`,
      },
    },
    resources: [{ accountId: accounts.prod, type: 'AWS::IAM::Role', ARN: role }],
  }
  yield { ...call, by: backup, account: accounts.staging }
  yield {
    ...call,
    by: { type: 'AWSAccount', principalId: String(backup.principalId), accountId: accounts.staging },
    account: accounts.prod,
  }

  const by = operator(at, second)
  yield { ...by, at: at + 50_000, region: 'us-east-1', call: 's3:ListBuckets' }
  yield {
    ...by,
    at: at + 70_000,
    region: home,
    call: 'ec2:DescribeSnapshots',
    request: { ownersSet: { items: [{ owner: 'self' }] } },
  }
  for (let i = 0; i < 14; i++) {
    const secretId = `prod/${random.pick(['payments', 'mail', 'search', 'crm'])}/${random.text(4, hex)}`
    const refused = i % 3 === 2 ? denied(String(by.by.arn), 'secretsmanager:GetSecretValue') : undefined
    yield {
      ...by,
      at: at + 3 * minute + i * 4000,
      region: home,
      call: 'secretsmanager:GetSecretValue',
      request: { secretId },
      ...(refused && { error: refused }),
    }
  }
}

/** A user of its own with a friendly name, a password, a key, all rights; and a role that another account may assume. */
function* persistence(at: number): Iterable<Call> {
  const by = { ...operator(at, second), region: 'us-east-1' }
  const userName = 'aws-support-sync'
  yield {
    ...by,
    at,
    call: 'iam:CreateUser',
    request: { userName },
    response: {
      user: {
        userName,
        arn: `arn:aws:iam::${accounts.prod}:user/${userName}`,
        path: '/',
        userId: 'AIDAEXAMPLESUPPORT',
      },
    },
  }
  yield {
    ...by,
    at: at + 9000,
    call: 'iam:AttachUserPolicy',
    request: { userName, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  }
  yield {
    ...by,
    at: at + 21_000,
    call: 'iam:CreateLoginProfile',
    request: { userName, passwordResetRequired: false },
    response: { loginProfile: { userName, passwordResetRequired: false } },
  }
  yield {
    ...by,
    at: at + 30_000,
    call: 'iam:CreateAccessKey',
    request: { userName },
    response: { accessKey: { accessKeyId: cast.keys.support, status: 'Active', userName } },
  }
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${cast.attackerAccount}:root` }, Action: 'sts:AssumeRole' },
    ],
  }
  yield {
    ...by,
    at: at + 4 * minute,
    call: 'iam:UpdateAssumeRolePolicy',
    request: { roleName: 'BackupOperator', policyDocument: JSON.stringify(trust) },
  }
  yield {
    at: at + 11 * minute,
    account: accounts.prod,
    region: 'us-east-1',
    call: 'signin:ConsoleLogin',
    type: 'AwsConsoleSignIn',
    from: third,
    agent: agents.browser,
    by: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLESUPPORT',
      arn: `arn:aws:iam::${accounts.prod}:user/${userName}`,
      accountId: accounts.prod,
      userName,
    },
    response: { ConsoleLogin: 'Success' },
    additional: { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'No' },
  }
}

/** Logging and detection are attacked: an organization policy protects the trail, but not its selectors nor GuardDuty. */
function* blinding(at: number): Iterable<Call> {
  const by = { ...support(), region: home }
  const trail = `arn:aws:cloudtrail:${home}:${accounts.prod}:trail/organization`
  const refusal: Call['error'] = [
    'AccessDenied',
    `User: arn:aws:iam::${accounts.prod}:user/aws-support-sync is not authorized to perform: cloudtrail:StopLogging on resource: ${trail} with an explicit deny in a service control policy`,
  ]
  yield { ...by, at, call: 'cloudtrail:StopLogging', request: { name: trail }, error: refusal }
  yield {
    ...by,
    at: at + 30_000,
    call: 'cloudtrail:PutEventSelectors',
    request: {
      trailName: trail,
      eventSelectors: [{ readWriteType: 'WriteOnly', includeManagementEvents: true, dataResources: [] }],
    },
    response: { trailARN: trail },
  }
  yield { ...by, at: at + 2 * minute, call: 'guardduty:ListDetectors', response: null }
  yield {
    ...by,
    at: at + 3 * minute,
    call: 'guardduty:UpdateDetector',
    request: { detectorId: '12abc34d567e8fa901bc2d34e56789f0', enable: false },
  }
}

/** Large instances in a region nobody uses: one region is refused by its limits, the other starts. */
function* mining(at: number, random: Random): Iterable<Call> {
  const by = support()
  const request = {
    instancesSet: { items: [{ imageId: 'ami-0f1e2d3c4b5a69788', minCount: 8, maxCount: 8 }] },
    instanceType: 'g5.12xlarge',
    monitoring: { enabled: false },
  }
  yield {
    ...by,
    at,
    region: 'sa-east-1',
    call: 'ec2:RunInstances',
    request,
    error: [
      'Client.VcpuLimitExceeded',
      'You have requested more vCPU capacity than your current vCPU limit of 0 allows.',
    ],
  }
  yield {
    ...by,
    at: at + minute,
    region: 'sa-east-1',
    call: 'ec2:RunInstances',
    request,
    error: ['Client.UnauthorizedOperation', 'You are not authorized to perform this operation.'],
  }
  const items = Array.from({ length: 8 }, () => ({
    instanceId: `i-0${random.text(16, hex)}`,
    instanceType: 'g5.12xlarge',
    instanceState: { code: 0, name: 'pending' },
  }))
  yield {
    ...by,
    at: at + 4 * minute,
    region: 'ap-southeast-1',
    call: 'ec2:CreateKeyPair',
    request: { keyName: 'sync' },
    response: { keyName: 'sync', keyPairId: 'key-0a1b2c3d4e5f60718' },
  }
  yield {
    ...by,
    at: at + 5 * minute,
    region: 'ap-southeast-1',
    call: 'ec2:RunInstances',
    request,
    response: { instancesSet: { items } },
  }
}

/** The customers' exports are read object by object, a snapshot is shared with the attacker's account, and traces removed. */
function* exfiltration(at: number, random: Random): Iterable<Call> {
  const bucket = 'customer-exports-prod'
  const by = { ...support(), from: third, agent: agents.python, region: home }
  const bucketArn = { accountId: accounts.prod, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` }
  for (let i = 0; i < 1240; i++) {
    const key = `exports/2026-03/customers-${String(i).padStart(5, '0')}.csv.gz`
    yield {
      ...by,
      at: at + i * 1100 + random.int(0, 900),
      call: 's3:GetObject',
      data: true,
      request: { bucketName: bucket, Host: `${bucket}.s3.${home}.amazonaws.com`, key },
      additional: {
        SignatureVersion: 'SigV4',
        CipherSuite: 'TLS_AES_128_GCM_SHA256',
        bytesTransferredIn: 0,
        bytesTransferredOut: random.int(4_000_000, 9_000_000),
        AuthenticationMethod: 'AuthHeader',
      },
      resources: [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` }, bucketArn],
    }
  }
  const done = at + 30 * minute
  yield {
    ...by,
    at: done,
    call: 'ec2:ModifySnapshotAttribute',
    request: {
      snapshotId: 'snap-0c0ffee0c0ffee012',
      createVolumePermission: { add: { items: [{ userId: cast.attackerAccount }] } },
      attributeType: 'CREATE_VOLUME_PERMISSION',
    },
    response: { _return: true },
  }
  yield {
    ...by,
    at: done + minute,
    call: 's3:PutObject',
    data: true,
    request: { bucketName: bucket, key: 'README-RESTORE.txt' },
    resources: [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/README-RESTORE.txt` }, bucketArn],
  }
  yield {
    ...by,
    at: done + 2 * minute,
    region: 'us-east-1',
    call: 'iam:DeleteAccessKey',
    request: { userName: 'svc-backup', accessKeyId: cast.keys.stolen },
    error: ['NoSuchEntityException', `The Access Key with id ${cast.keys.stolen} cannot be found.`],
  }
}

/** The responders close the known ways in the next morning; the attacker comes back by the one they did not see. */
function* afterContainment(at: number): Iterable<Call> {
  const admin = cast.session(
    accounts.prod,
    'AWSReservedSSO_AdministratorAccess_1a2b3c4d5e6f7081',
    'maria.lopez@example.com',
    'ASIAEXAMPLERESPONDER',
    at,
    true,
  )
  const by = {
    by: admin,
    account: accounts.prod,
    region: 'us-east-1',
    from: cast.offices[0] ?? '',
    agent: agents.browser,
    console: true,
  }
  yield {
    ...by,
    at,
    call: 'iam:UpdateAccessKey',
    request: { userName: 'aws-support-sync', accessKeyId: cast.keys.support, status: 'Inactive' },
  }
  yield { ...by, at: at + minute, call: 'iam:DeleteLoginProfile', request: { userName: 'aws-support-sync' } }
  yield {
    ...by,
    at: at + 2 * minute,
    call: 'iam:DetachUserPolicy',
    request: { userName: 'aws-support-sync', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  }
  yield {
    ...by,
    account: accounts.staging,
    at: at + 6 * minute,
    by: { ...admin, accountId: accounts.staging },
    call: 'iam:UpdateAccessKey',
    request: { userName: 'ci-deploy', accessKeyId: cast.keys.ciDeploy, status: 'Inactive' },
  }
  const late = at + 7 * hour
  for (let i = 0; i < 6; i++) {
    yield {
      ...support(),
      at: late + i * 20_000,
      region: 'us-east-1',
      call: 'sts:GetCallerIdentity',
      error: ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
    }
  }
  yield {
    at: late + 5 * minute,
    account: accounts.prod,
    region: 'us-east-1',
    call: 'sts:AssumeRole',
    from: first,
    agent: agents.kali,
    by: { type: 'AWSAccount', principalId: 'AIDAEXAMPLEFOREIGNER', accountId: cast.attackerAccount },
    request: { roleArn: `arn:aws:iam::${accounts.prod}:role/BackupOperator`, roleSessionName: 'nightly-3' },
    response: {
      credentials: { accessKeyId: 'ASIAEXAMPLERETURNED7', sessionToken: '***', expiration: cast.stamp(late + hour) },
    },
    resources: [
      { accountId: accounts.prod, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${accounts.prod}:role/BackupOperator` },
    ],
  }
}

function operator(began: number, from: string) {
  const by = cast.session(accounts.prod, 'BackupOperator', 'nightly-2', operatorKey, began)
  return { by, account: accounts.prod, from, agent: agents.kali }
}

function support() {
  return {
    by: cast.iamUser(accounts.prod, 'aws-support-sync', cast.keys.support),
    account: accounts.prod,
    from: second,
    agent: agents.kali,
  }
}
