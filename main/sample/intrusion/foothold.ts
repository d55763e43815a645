import * as cast from '../cast.ts'
import { accounts, agents, home, hour, minute } from '../cast.ts'
import { hex, type Random } from '../random.ts'
import { type Call, denied } from '../record.ts'
import { backup, operator, operatorKey, second, third } from './attacker.ts'

/** The backup user may assume a role of production; the call is logged in both accounts under one shared id. */
export function* intoProduction(at: number, random: Random): Iterable<Call> {
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
export function* persistence(at: number): Iterable<Call> {
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
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${accounts.staging}:user/svc-backup` },
        Action: 'sts:AssumeRole',
      },
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
