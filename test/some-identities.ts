import type { AccountState, FakeAws } from './fake-aws/contract.ts'

const account = '111122223333'
const policy = (...Statement: readonly object[]) =>
  encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement }))
const management = '210987654321'

/** An account in an organization: alice may do everything but what a control policy forbids, bob nothing; a bucket and a queue open to others. */
export async function fillIdentities(aws: FakeAws): Promise<void> {
  const { identities } = aws
  const user = (UserName: string, more: object) => ({
    Path: '/',
    UserName,
    UserId: `AIDA${UserName.toUpperCase()}`,
    Arn: `arn:aws:iam::${account}:user/${UserName}`,
    CreateDate: '2024-01-01T00:00:00Z',
    GroupList: [],
    AttachedManagedPolicies: [],
    ...more,
  })
  const everything = policy({ Effect: 'Allow', Action: '*', Resource: '*' })
  identities.details = [
    {
      UserDetailList: [user('alice', { UserPolicyList: [{ PolicyName: 'all & more', PolicyDocument: everything }] })],
      GroupDetailList: [],
      RoleDetailList: [],
      Policies: [],
    },
    { UserDetailList: [user('bob', {})], GroupDetailList: [], RoleDetailList: [], Policies: [] },
  ]
  identities.report = `user,arn,user_creation_time,password_enabled,mfa_active,access_key_1_active,access_key_1_last_rotated\nalice,arn:aws:iam::${account}:user/alice,2024-01-01T00:00:00+00:00,true,false,true,2024-01-01T00:00:00+00:00\n`
  identities.passwordPolicy = { MinimumPasswordLength: 8 }
  identities.organization = someOrganization
  identities.analyzers = [someAnalyzer]
  aws.bucket('open-exports', {
    region: 'eu-west-1',
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::open-exports/*' }],
    }),
  })
  aws.bucket('closed', { publicAccessBlock: { BlockPublicPolicy: true, RestrictPublicBuckets: true } })
}

export const someOrganization: AccountState['organization'] = {
  about: {
    Id: 'o-example1234',
    Arn: `arn:aws:organizations::${management}:organization/o-example1234`,
    FeatureSet: 'ALL',
    ManagementAccountId: management,
  },
  roots: [{ Id: 'r-ex4m', Name: 'Root' }],
  units: [{ Id: 'ou-ex4m-workload', Name: 'workloads', ParentId: 'r-ex4m' } as { ParentId: string }],
  accounts: [{ Id: account, Name: 'shop', ParentId: 'ou-ex4m-workload' } as { ParentId: string }],
  policies: [
    {
      PolicySummary: {
        Id: 'p-nokeys0000',
        Arn: `arn:aws:organizations::${management}:policy/o-example1234/service_control_policy/p-nokeys0000`,
        Name: 'no-user-keys',
        Type: 'SERVICE_CONTROL_POLICY',
        AwsManaged: false,
      } as { Id: string; Type: string },
      Content: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: 'iam:CreateAccessKey', Resource: '*' },
        ],
      }),
      Targets: [{ TargetId: 'ou-ex4m-workload', Type: 'ORGANIZATIONAL_UNIT' }],
    },
    {
      PolicySummary: {
        Id: 'p-FullAWSAccess',
        Arn: 'arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess',
        Name: 'FullAWSAccess',
        Type: 'SERVICE_CONTROL_POLICY',
        AwsManaged: true,
      } as { Id: string; Type: string },
      Content: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }),
      Targets: [
        { TargetId: 'r-ex4m', Type: 'ROOT' },
        { TargetId: account, Type: 'ACCOUNT' },
      ],
    },
  ],
}

export const someAnalyzer = {
  arn: `arn:aws:access-analyzer:us-east-1:${account}:analyzer/outside`,
  name: 'outside',
  type: 'ACCOUNT',
  status: 'ACTIVE',
  createdAt: '2025-01-01T00:00:00Z',
  findings: [
    {
      id: 'f1',
      resource: 'arn:aws:s3:::open-exports',
      resourceType: 'AWS::S3::Bucket',
      resourceOwnerAccount: account,
      status: 'ACTIVE',
      isPublic: true,
      principal: { AWS: '*' },
      action: ['s3:GetObject'],
      condition: {},
      createdAt: '2025-01-01T00:00:00Z',
      analyzedAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-01-01T00:00:00Z',
    },
  ],
}
