import type { AccountState, FakeAws, Resources } from './fake-aws/contract.ts'

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
  Object.assign(aws.resources, someResources())
  aws.bucket('open-exports', {
    region: 'eu-west-1',
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::open-exports/*' }],
    }),
  })
  aws.bucket('closed', { publicAccessBlock: { BlockPublicPolicy: true, RestrictPublicBuckets: true } })
}

const in1 = `us-east-1:${account}`
const stranger = '444455556666'
const open = (principal: unknown, Action: string, more: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'open', Effect: 'Allow', Principal: principal, Action, Resource: '*', ...more }],
  })

/** Of each kind one that lets a stranger in, and others that do not; enough of them for a second page. */
export function someResources(): Resources {
  const plain = (arn: string) => ({ arn, policy: null })
  const key = (id: string, policy: string, grants: readonly object[] = []) => {
    const arn = `arn:aws:kms:${in1}:key/${id}`
    return { arn, policy, grants: grants.map((grant, i) => ({ KeyId: arn, GrantId: `g${i}`, ...grant })) }
  }
  const ofOurs = open({ AWS: `arn:aws:iam::${account}:root` }, 'kms:*')
  return {
    keys: [
      key('1111', ofOurs, [
        { GranteePrincipal: `arn:aws:iam::${account}:user/bob`, Operations: ['Decrypt', 'DescribeKey'] },
        { GranteePrincipal: 'dynamodb.us-east-1.amazonaws.com', Operations: ['Decrypt'] },
        {
          GranteePrincipal: `arn:aws:iam::${stranger}:root`,
          Operations: ['Decrypt'],
          Constraints: { EncryptionContextSubset: { team: 'data' } },
        },
      ]),
      key('2222', open({ AWS: `arn:aws:iam::${stranger}:root` }, 'kms:Decrypt')),
      // As AWS writes it for a key of its own.
      key(
        '3333',
        open({ AWS: '*' }, 'kms:Decrypt', {
          Condition: { StringEquals: { 'kms:CallerAccount': account, 'kms:ViaService': 's3.us-east-1.amazonaws.com' } },
        }),
      ),
    ],
    topics: [
      { arn: `arn:aws:sns:${in1}:news`, policy: open('*', 'sns:Publish') },
      plain(`arn:aws:sns:${in1}:inside`),
      plain(`arn:aws:sns:${in1}:more`),
    ],
    functions: [
      {
        arn: `arn:aws:lambda:${in1}:function:shop`,
        role: `arn:aws:iam::${account}:role/shop`,
        layers: [`arn:aws:lambda:us-east-1:${stranger}:layer:foreign:3`],
        policy: null,
        aliases: { live: open('*', 'lambda:InvokeFunction'), next: null },
        url: 'NONE',
      },
      { arn: `arn:aws:lambda:${in1}:function:jobs`, role: `arn:aws:iam::${account}:role/jobs`, policy: null },
      { arn: `arn:aws:lambda:${in1}:function:more`, role: `arn:aws:iam::${account}:role/jobs`, policy: null },
    ],
    layers: [
      {
        arn: `arn:aws:lambda:${in1}:layer:tools`,
        versions: [null, open('*', 'lambda:GetLayerVersion'), null],
      },
    ],
    secrets: [
      {
        arn: `arn:aws:secretsmanager:${in1}:secret:db/main-AbCdEf`,
        policy: open('*', 'secretsmanager:GetSecretValue'),
      },
      plain(`arn:aws:secretsmanager:${in1}:secret:db_main-AbCdEf`),
    ],
    repositories: [
      { arn: `arn:aws:ecr:${in1}:repository/team/app`, policy: open('*', 'ecr:BatchGetImage') },
      plain(`arn:aws:ecr:${in1}:repository/team_app`),
    ],
    accessPoints: [
      {
        arn: `arn:aws:s3:${in1}:accesspoint/partners`,
        bucket: 'closed',
        policy: open('*', 's3:GetObject'),
        publicAccessBlock: { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false },
      },
      {
        arn: `arn:aws:s3:${in1}:accesspoint/shut`,
        bucket: 'closed',
        policy: open('*', 's3:GetObject'),
        publicAccessBlock: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
      },
    ],
    publicAccessBlock: null,
  }
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
