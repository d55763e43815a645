import { describe, expect, test } from 'vitest'
import { call, details, document, past, at as stateAt, told, whole } from './events.ts'

const bob = 'arn:aws:iam::111122223333:user/bob'
const policyArn = 'arn:aws:iam::111122223333:policy/build'
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess'
const text = (action: string) => JSON.stringify(document(action))
const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
}

/** What a state taken ten minutes after the start shows. */
const shown = {
  UserDetailList: [
    {
      UserName: 'bob',
      UserId: 'AIDABOB',
      Arn: bob,
      Path: '/',
      CreateDate: '2025-01-01T00:00:00Z',
      GroupList: ['staff'],
      AttachedManagedPolicies: [{ PolicyName: 'build', PolicyArn: policyArn }],
      UserPolicyList: [{ PolicyName: 'inline', PolicyDocument: document('s3:GetObject') }],
      PermissionsBoundary: { PermissionsBoundaryArn: policyArn },
      Tags: [{ Key: 'team', Value: 'shop' }],
    },
  ],
  RoleDetailList: [
    {
      RoleName: 'deploy',
      RoleId: 'AROADEPLOY',
      Arn: 'arn:aws:iam::111122223333:role/ci/deploy',
      Path: '/ci/',
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
      InstanceProfileList: [
        { InstanceProfileName: 'machine', Arn: 'arn:aws:iam::111122223333:instance-profile/machine' },
      ],
    },
  ],
  GroupDetailList: [{ GroupName: 'staff', GroupId: 'AGPASTAFF', Arn: 'arn:aws:iam::111122223333:group/staff' }],
  Policies: [
    {
      PolicyName: 'build',
      Arn: policyArn,
      DefaultVersionId: 'v1',
      PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: document('ec2:RunInstances') }],
    },
  ],
}

/** Each call is ten minutes after the snapshot: what it changes afterwards, beside what the snapshot shows. */
const changes: readonly (readonly [
  call: string,
  request: object,
  response: object,
  path: readonly string[],
  before: unknown,
  after: unknown,
])[] = [
  [
    'iam:CreateUser',
    { userName: 'eve' },
    { user: { arn: 'arn:aws:iam::111122223333:user/eve', userId: 'AIDAEVE' } },
    ['user/eve'],
    undefined,
    {},
  ],
  ['iam:DeleteUser', { userName: 'bob' }, {}, ['user/bob'], expect.anything(), undefined],
  ['iam:CreateGroup', { groupName: 'ops' }, {}, ['group/ops'], undefined, {}],
  ['iam:DeleteGroup', { groupName: 'staff' }, {}, ['group/staff'], {}, undefined],
  ['iam:AddUserToGroup', { userName: 'bob', groupName: 'ops' }, {}, ['user/bob', 'group', 'ops'], undefined, ''],
  [
    'iam:RemoveUserFromGroup',
    { userName: 'bob', groupName: 'staff' },
    {},
    ['user/bob', 'group', 'staff'],
    '',
    undefined,
  ],
  ['iam:AttachUserPolicy', { userName: 'bob', policyArn: admin }, {}, ['user/bob', 'attached', admin], undefined, ''],
  ['iam:DetachUserPolicy', { userName: 'bob', policyArn }, {}, ['user/bob', 'attached', policyArn], '', undefined],
  [
    'iam:AttachRolePolicy',
    { roleName: 'deploy', policyArn: admin },
    {},
    ['role/ci/deploy', 'attached', admin],
    undefined,
    '',
  ],
  [
    'iam:AttachGroupPolicy',
    { groupName: 'staff', policyArn: admin },
    {},
    ['group/staff', 'attached', admin],
    undefined,
    '',
  ],
  [
    'iam:PutUserPolicy',
    { userName: 'bob', policyName: 'inline', policyDocument: text('*') },
    {},
    ['user/bob', 'inline', 'inline'],
    text('s3:GetObject'),
    text('*'),
  ],
  [
    'iam:PutRolePolicy',
    { roleName: 'deploy', policyName: 'new', policyDocument: text('*') },
    {},
    ['role/ci/deploy', 'inline', 'new'],
    undefined,
    text('*'),
  ],
  [
    'iam:DeleteUserPolicy',
    { userName: 'bob', policyName: 'inline' },
    {},
    ['user/bob', 'inline', 'inline'],
    text('s3:GetObject'),
    undefined,
  ],
  [
    'iam:PutUserPermissionsBoundary',
    { userName: 'bob', permissionsBoundary: admin },
    {},
    ['user/bob', 'boundary', ''],
    policyArn,
    admin,
  ],
  ['iam:DeleteUserPermissionsBoundary', { userName: 'bob' }, {}, ['user/bob', 'boundary', ''], policyArn, undefined],
  [
    'iam:PutRolePermissionsBoundary',
    { roleName: 'deploy', permissionsBoundary: admin },
    {},
    ['role/ci/deploy', 'boundary', ''],
    undefined,
    admin,
  ],
  [
    'iam:CreateRole',
    { roleName: 'back', assumeRolePolicyDocument: JSON.stringify(trust) },
    { role: { roleId: 'AROABACK' } },
    ['role/back', 'trust', ''],
    undefined,
    JSON.stringify(trust),
  ],
  [
    'iam:UpdateAssumeRolePolicy',
    { roleName: 'deploy', policyDocument: text('sts:AssumeRole') },
    {},
    ['role/ci/deploy', 'trust', ''],
    JSON.stringify(trust),
    text('sts:AssumeRole'),
  ],
  ['iam:DeleteRole', { roleName: 'deploy' }, {}, ['role/ci/deploy'], expect.anything(), undefined],
  [
    'iam:CreatePolicy',
    { policyName: 'new', policyDocument: text('*') },
    { policy: { arn: 'arn:aws:iam::111122223333:policy/new', defaultVersionId: 'v1' } },
    ['policy/new', 'version', 'v1'],
    undefined,
    text('*'),
  ],
  [
    'iam:CreatePolicyVersion',
    { policyArn, policyDocument: text('*'), setAsDefault: true },
    { policyVersion: { versionId: 'v2', isDefaultVersion: true } },
    ['policy/build', 'default', ''],
    'v1',
    'v2',
  ],
  [
    'iam:CreatePolicyVersion',
    { policyArn, policyDocument: text('*') },
    { policyVersion: { versionId: 'v2', isDefaultVersion: false } },
    ['policy/build', 'default', ''],
    'v1',
    'v1',
  ],
  ['iam:SetDefaultPolicyVersion', { policyArn, versionId: 'v9' }, {}, ['policy/build', 'default', ''], 'v1', 'v9'],
  [
    'iam:DeletePolicyVersion',
    { policyArn, versionId: 'v1' },
    {},
    ['policy/build', 'version', 'v1'],
    text('ec2:RunInstances'),
    undefined,
  ],
  ['iam:DeletePolicy', { policyArn }, {}, ['policy/build'], expect.anything(), undefined],
  ['iam:CreateInstanceProfile', { instanceProfileName: 'other' }, {}, ['instance-profile/other'], undefined, {}],
  [
    'iam:AddRoleToInstanceProfile',
    { instanceProfileName: 'other', roleName: 'deploy' },
    {},
    ['instance-profile/other', 'role', 'deploy'],
    undefined,
    '',
  ],
  [
    'iam:RemoveRoleFromInstanceProfile',
    { instanceProfileName: 'machine', roleName: 'deploy' },
    {},
    ['instance-profile/machine', 'role', 'deploy'],
    '',
    undefined,
  ],
  [
    'iam:CreateLoginProfile',
    { userName: 'bob' },
    {},
    ['user/bob', 'password', ''],
    undefined,
    '2026-03-10T00:20:00.000Z',
  ],
  [
    'iam:CreateAccessKey',
    { userName: 'bob' },
    { accessKey: { accessKeyId: 'AKIAONE', userName: 'bob', status: 'Active' } },
    ['user/bob', 'key', 'AKIAONE'],
    undefined,
    'Active',
  ],
  [
    'iam:UpdateAccessKey',
    { userName: 'bob', accessKeyId: 'AKIAOLD', status: 'Inactive' },
    {},
    ['user/bob', 'key', 'AKIAOLD'],
    { isThere: 'yes' },
    'Inactive',
  ],
  [
    'iam:DeleteAccessKey',
    { userName: 'bob', accessKeyId: 'AKIAOLD' },
    {},
    ['user/bob', 'key', 'AKIAOLD'],
    { isThere: 'yes' },
    undefined,
  ],
  [
    'iam:EnableMFADevice',
    { userName: 'bob', serialNumber: 'arn:mfa' },
    {},
    ['user/bob', 'mfa', 'arn:mfa'],
    { isThere: 'maybe' },
    '',
  ],
  [
    'iam:DeactivateMFADevice',
    { userName: 'bob', serialNumber: 'arn:mfa' },
    {},
    ['user/bob', 'mfa', 'arn:mfa'],
    { isThere: 'yes' },
    undefined,
  ],
  [
    'iam:UploadSSHPublicKey',
    { userName: 'bob' },
    { sSHPublicKey: { sSHPublicKeyId: 'APKA1', status: 'Active' } },
    ['user/bob', 'ssh-key', 'APKA1'],
    undefined,
    'Active',
  ],
  [
    'iam:CreateServiceSpecificCredential',
    { userName: 'bob' },
    { serviceSpecificCredential: { serviceSpecificCredentialId: 'ACCA1' } },
    ['user/bob', 'service-credential', 'ACCA1'],
    undefined,
    'Active',
  ],
  [
    'iam:TagUser',
    { userName: 'bob', tags: [{ key: 'team', value: 'ops' }] },
    {},
    ['user/bob', 'tag', 'team'],
    'shop',
    'ops',
  ],
  ['iam:UntagUser', { userName: 'bob', tagKeys: ['team'] }, {}, ['user/bob', 'tag', 'team'], 'shop', undefined],
  ['iam:CreateSAMLProvider', { name: 'idp' }, {}, ['saml-provider/idp'], undefined, {}],
  [
    'iam:DeleteSAMLProvider',
    { sAMLProviderArn: 'arn:aws:iam::111122223333:saml-provider/idp' },
    {},
    ['saml-provider/idp'],
    {},
    undefined,
  ],
  [
    'iam:CreateOpenIDConnectProvider',
    { url: 'https://git.example.com', clientIDList: ['sts'] },
    {},
    ['oidc-provider/git.example.com', 'client', 'sts'],
    undefined,
    '',
  ],
  [
    'organizations:AttachPolicy',
    { policyId: 'p-1', targetId: '111122223333' },
    {},
    ['arn:aws:organizations::111122223333:policy/p-1', 'target', '111122223333'],
    undefined,
    '',
  ],
  [
    'organizations:DetachPolicy',
    { policyId: 'p-1', targetId: '111122223333' },
    {},
    ['arn:aws:organizations::111122223333:policy/p-1', 'target', '111122223333'],
    { isThere: 'yes' },
    undefined,
  ],
]

function within(given: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], given)
}

describe('the replay', () => {
  test.each(changes)('%s %j', (name, request, response, path, before, after) => {
    const of = past([details(10, shown)], [call(20, name, request, response)])
    whole(of)
    expect(within(told(stateAt(of, 19)), path)).toEqual(before)
    expect(within(told(stateAt(of, 20)), path)).toEqual(after)
  })
})
