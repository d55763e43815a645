import { type Logged, record } from './logs.ts'

export const account = '123456789012'
export const hostile = '<img src=x onerror="window.__hacked=1">'
const arn = (name: string) => `arn:aws:iam::${account}:${name}`
const allow = (sid: string, actions: readonly string[], resource: string) => ({
  Sid: sid,
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
})
const policy = (...statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements })
const trust = (...principals: readonly string[]) =>
  policy(...principals.map((AWS) => ({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' })))
const user = (UserName: string, inline: object | null, more: object = {}) => ({
  Path: '/',
  UserName,
  UserId: `AIDAEXAMPLE${UserName.toUpperCase().replace(/\W/g, '')}`,
  Arn: arn(`user/${UserName}`),
  CreateDate: '2025-01-02T03:04:05+00:00',
  GroupList: [],
  AttachedManagedPolicies: [],
  ...(inline === null ? {} : { UserPolicyList: [{ PolicyName: 'own', PolicyDocument: inline }] }),
  ...more,
})

/**
 * An account on 30 April 2026: bob may make keys for alice, alice may take on `boss`, who may do everything. What its
 * people wrote into it is hostile.
 */
export const details = JSON.stringify({
  UserDetailList: [
    user('alice', policy(allow('Climb', ['sts:AssumeRole'], arn('role/boss')))),
    user('bob', policy(allow(hostile, ['iam:CreateAccessKey', 's3:GetObject', 's3:PutObject'], '*')), {
      Tags: [{ Key: hostile, Value: 'admin\u202egpj.exe' }],
    }),
    user(hostile, null),
  ],
  GroupDetailList: [],
  RoleDetailList: [
    {
      Path: '/',
      RoleName: 'boss',
      RoleId: 'AROAEXAMPLEBOSS00001',
      Arn: arn('role/boss'),
      CreateDate: '2025-01-02T03:04:05+00:00',
      AssumeRolePolicyDocument: trust(arn('user/alice')),
      InstanceProfileList: [],
      RolePolicyList: [{ PolicyName: 'all', PolicyDocument: policy(allow('All', ['*'], '*')) }],
      AttachedManagedPolicies: [],
    },
  ],
  Policies: [],
})

/** The key of a session of boss that may but list buckets. */
export const sessionKey = 'ASIAEXAMPLEBOSS00001'
const narrowed = {
  roleArn: arn('role/boss'),
  roleSessionName: 's',
  policy: JSON.stringify(policy(allow('Lists', ['s3:List*'], '*'))),
}

function session(): object {
  return {
    credentials: { accessKeyId: sessionKey },
    assumedRoleUser: { arn: `arn:aws:sts::${account}:assumed-role/boss/s` },
  }
}

/** On the next day bob makes a key for alice, who takes on boss, and then bob lets another account do so. */
export const story: readonly Logged[] = [
  record(1, call('CreateAccessKey', 'user/bob', { userName: 'alice' }, '10:00:00', key())),
  record(2, {
    ...call('AssumeRole', 'user/alice', narrowed, '11:00:00', session()),
    eventSource: 'sts.amazonaws.com',
  }),
  record(4, call('UpdateAssumeRolePolicy', 'user/bob', opened(), '12:00:00', null)),
]

function call(eventName: string, by: string, requestParameters: object, time: string, responseElements: object | null) {
  const userName = by.slice(by.indexOf('/') + 1)
  return {
    eventName,
    eventSource: 'iam.amazonaws.com',
    eventTime: `2026-05-01T${time}Z`,
    userIdentity: { type: 'IAMUser', arn: arn(by), accountId: account, userName, accessKeyId: 'AKIAEXAMPLEBOB000001' },
    requestParameters,
    responseElements,
    readOnly: false,
  }
}

function key(): object {
  const accessKey = {
    accessKeyId: 'AKIAEXAMPLESTOLEN001',
    status: 'Active',
    userName: 'alice',
    createDate: 'May 1, 2026 10:00:00 AM',
  }
  return { accessKey }
}

function opened(): object {
  const document = trust(arn('user/alice'), 'arn:aws:iam::999988887777:root')
  return { roleName: 'boss', policyDocument: JSON.stringify(document) }
}
