import type { Source } from '../../main/iam/model/build.ts'
import {
  account,
  allow,
  answer,
  attached,
  bucketItem,
  config,
  details,
  fresh,
  role,
  root,
  scp,
  stale,
  stranger,
  trust,
  user,
  userWith,
} from './check-evidence.ts'

type Evidence = Source | readonly Source[]

const mfa = (SerialNumber: string, Arn: string) => answer({ VirtualMFADevices: [{ SerialNumber, User: { Arn } }] })
const alice = `arn:aws:iam::${account}:user/alice`
const adminUser = userWith([{ PolicyName: 'all', PolicyDocument: { Statement: allow('*') } }])
const password = (given: object) => answer({ PasswordPolicy: given })
const strong = {
  MinimumPasswordLength: 14,
  PasswordReusePrevention: 24,
  MaxPasswordAge: 90,
  RequireLowercaseCharacters: true,
  RequireUppercaseCharacters: true,
  RequireNumbers: true,
  RequireSymbols: true,
}
const all = {
  blockPublicAcls: true,
  ignorePublicAcls: true,
  blockPublicPolicy: true,
  restrictPublicBuckets: true,
}
const roleNamed = (RoleName: string, path: string, more: object = {}) =>
  role({ RoleName, Arn: `arn:aws:iam::${account}:role${path}${RoleName}`, ...more })
const managed = (AttachmentCount: number, Action: string) =>
  details({
    Policies: [
      {
        PolicyName: 'spare',
        Arn: `arn:aws:iam::${account}:policy/spare`,
        AttachmentCount,
        DefaultVersionId: 'v1',
        PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: { Statement: allow(Action) } }],
      },
    ],
  })
const groupOf = (GroupList: readonly string[]) =>
  details({
    GroupDetailList: [{ GroupName: 'ops', Arn: `arn:aws:iam::${account}:group/ops` }],
    UserDetailList: [{ UserName: 'alice', Arn: alice, GroupList }],
  })
const passTo = (Resource: unknown, Condition: object) => role({}, allow('iam:PassRole', Resource, { Condition }))
const denyOn = (Resource: string) => role({}, { Effect: 'Deny', Action: 'iam:CreateAccessKey', Resource })
const circle = (trusted: string) =>
  details({
    RoleDetailList: ['a', 'b'].map((RoleName) => ({
      RoleName,
      Arn: `arn:aws:iam::${account}:role/${RoleName}`,
      AssumeRolePolicyDocument: {
        Statement: {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: `arn:aws:iam::${account}:role/${RoleName === 'a' ? 'b' : trusted}` },
        },
      },
    })),
  })
const boundary = (Action: string) =>
  details({
    Policies: [
      {
        PolicyName: 'limit',
        Arn: `arn:aws:iam::${account}:policy/limit`,
        PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: { Statement: allow(Action) } }],
      },
    ],
    UserDetailList: [
      {
        UserName: 'alice',
        Arn: alice,
        PermissionsBoundary: { PermissionsBoundaryArn: `arn:aws:iam::${account}:policy/limit` },
      },
    ],
  })
const maker = (Condition: object) =>
  role(
    {},
    allow(['iam:CreateRole'], '*', { Condition }),
    allow('iam:PutRolePolicy', `arn:aws:iam::${account}:role/app-*`),
  )
const adminRole = (Principal: object, Condition: object = {}) =>
  role(
    { AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', Condition } } },
    allow('*'),
  )
const acl = (grantee: unknown) =>
  bucketItem({ AccessControlList: JSON.stringify({ grantList: [{ grantee, permission: 'Read' }] }) })
const tls = (Effect: string) =>
  bucketItem({
    BucketPolicy: {
      policyText: JSON.stringify({
        Statement: {
          Effect,
          Principal: '*',
          Action: 's3:*',
          Resource: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      }),
    },
  })
const layer = (owner: string) =>
  config('AWS::Lambda::Function', `arn:aws:lambda:eu-central-1:${account}:function:f`, {
    layers: [{ arn: `arn:aws:lambda:eu-central-1:${owner}:layer:tools:1` }],
  })
const endpoint = (Condition: object) =>
  config('AWS::EC2::VPCEndpoint', `arn:aws:ec2:eu-central-1:${account}:vpc-endpoint/vpce-1`, {
    policyDocument: JSON.stringify({ Statement: { ...allow('*'), Principal: '*', Condition } }),
  })
const listed = (...ids: readonly string[]): Source => ({
  name: 'accounts.json',
  format: 'organizations',
  text: JSON.stringify({
    Accounts: ids.map((Id) => ({ Id, Arn: `arn:aws:organizations::777788889999:account/o-abcd123456/${Id}` })),
  }),
})
const certificate = (Expiration: string) =>
  answer({ ServerCertificateMetadataList: [{ Arn: `arn:aws:iam::${account}:server-certificate/www`, Expiration }] })
const snapshot = (attributeValues: readonly string[]) =>
  config(
    'AWS::RDS::DBSnapshot',
    `arn:aws:rds:eu-central-1:${account}:snapshot:s`,
    {},
    {
      DBSnapshotAttributes: [{ attributeName: 'restore', attributeValues }],
    },
  )
const reader = (principal: string) =>
  role({
    AttachedManagedPolicies: [{ PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
    AssumeRolePolicyDocument: {
      Statement: { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' },
    },
  })
const oneBucket = 'arn:aws:s3:::logs/*'
const withPassword = user({ password_enabled: 'true', password_last_used: fresh })

export const moreCases: Readonly<Record<string, { readonly fails: Evidence; readonly passes: Evidence }>> = {
  'root-virtual-mfa': {
    fails: mfa(`arn:aws:iam::${account}:mfa/root-account-mfa-device`, `arn:aws:iam::${account}:root`),
    passes: mfa(`arn:aws:iam::${account}:mfa/alice`, alice),
  },
  'root-not-central': {
    fails: answer({ OrganizationId: 'o-abcd123456', EnabledFeatures: ['RootSessions'] }),
    passes: answer({ OrganizationId: 'o-abcd123456', EnabledFeatures: ['RootCredentialsManagement'] }),
  },
  'key-never-used': {
    fails: user({ password_enabled: 'true', access_key_1_active: 'true', access_key_1_last_rotated: fresh }),
    passes: user({ password_enabled: 'true', access_key_1_active: 'true', access_key_1_last_used_date: fresh }),
  },
  'password-and-key': {
    fails: user({ password_enabled: 'true', access_key_2_active: 'true' }),
    passes: user({ password_enabled: 'true', access_key_2_active: 'false' }),
  },
  'user-without-mfa': {
    fails: user({ mfa_active: 'false', access_key_1_active: 'true' }),
    passes: root({ mfa_active: 'false', access_key_1_active: 'true' }),
  },
  'admin-without-mfa': {
    fails: [adminUser, user({ mfa_active: 'false' })],
    passes: [userWith([]), user({ mfa_active: 'false' })],
  },
  'long-lived-key-used': {
    fails: user({
      access_key_1_active: 'true',
      access_key_1_last_used_date: fresh,
      access_key_1_last_used_service: 's3',
    }),
    passes: user({
      access_key_1_active: 'true',
      access_key_1_last_used_date: fresh,
      access_key_1_last_used_service: 'sts',
    }),
  },
  'user-virtual-mfa': {
    fails: mfa(`arn:aws:iam::${account}:mfa/alice`, alice),
    passes: mfa(`arn:aws:iam::${account}:mfa/root-account-mfa-device`, `arn:aws:iam::${account}:root`),
  },
  'password-length': { fails: password({ ...strong, MinimumPasswordLength: 8 }), passes: password(strong) },
  'password-reuse': { fails: password({ ...strong, PasswordReusePrevention: 5 }), passes: password(strong) },
  'password-age': { fails: password({ ...strong, MaxPasswordAge: 0 }), passes: password(strong) },
  'password-characters': { fails: password({ ...strong, RequireSymbols: false }), passes: password(strong) },
  'server-certificate-expired': { fails: certificate(stale), passes: certificate('2030-01-01T00:00:00Z') },
  'cloudtrail-full-access': {
    fails: role({}, allow('cloudtrail:*')),
    passes: role({}, allow('cloudtrail:*', 'arn:aws:cloudtrail:us-east-1:111122223333:trail/test')),
  },
  'kms-full-access': { fails: role({}, allow('kms:Put*')), passes: role({}, allow('kms:Encrypt')) },
  'decrypt-any-key': {
    fails: role({}, allow('kms:De*')),
    passes: role({}, allow('kms:De*', 'arn:aws:kms:us-east-1:111122223333:key/1')),
  },
  'marketplace-subscribe': {
    fails: role({}, allow('aws-marketplace:Subscribe')),
    passes: role({}, allow('aws-marketplace:View*')),
  },
  'data-exfiltration': {
    fails: role({}, allow('s3:Get*')),
    passes: [
      role({}, allow('s3:Get*', oneBucket)),
      role({ RoleName: 'x', Arn: `arn:aws:iam::${account}:role/x` }, allow('s3:Get*'), {
        Effect: 'Deny',
        Action: 's3:GetObject',
        Resource: '*',
      }),
    ],
  },
  'credential-exposure': {
    fails: role({}, allow('redshift:Get*')),
    passes: role({}, allow('redshift:Describe*')),
  },
  'resource-exposure': {
    fails: role({}, allow('lambda:AddPermission')),
    passes: role({}, allow('lambda:AddPermission'), { Effect: 'Deny', Action: '*', Resource: '*' }),
  },
  'infrastructure-modification': {
    fails: role({}, allow('ec2:Terminate*')),
    passes: role({}, allow('ec2:Terminate*', '*', { Condition: { StringEquals: { 'ec2:ResourceTag/team': 'web' } } })),
  },
  'bedrock-full-access': { fails: attached('AmazonBedrockFullAccess'), passes: attached('AmazonBedrockReadOnly') },
  'pass-role-any-service': {
    fails: passTo(`arn:aws:iam::${account}:role/app`, {}),
    passes: passTo(`arn:aws:iam::${account}:role/app`, {
      StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' },
    }),
  },
  'admin-on-compute': {
    fails: adminRole({ Service: 'lambda.amazonaws.com' }),
    passes: adminRole({ AWS: `arn:aws:iam::${account}:root` }),
  },
  'admin-role-without-mfa': {
    fails: adminRole({ AWS: `arn:aws:iam::${account}:root` }),
    passes: adminRole({ AWS: `arn:aws:iam::${account}:root` }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
  },
  'external-read-only': { fails: reader(stranger), passes: reader(account) },
  'circular-trust': { fails: circle('a'), passes: circle('c') },
  'boundary-missing': {
    fails: maker({}),
    passes: maker({ StringEquals: { 'iam:PermissionsBoundary': `arn:aws:iam::${account}:policy/limit` } }),
  },
  'boundary-without-limit': { fails: boundary('*'), passes: boundary('s3:*') },
  'service-linked-oddity': {
    fails: roleNamed('AWSServiceRoleForSupport', '/'),
    passes: roleNamed('AWSServiceRoleForEC2Spot', '/aws-service-role/spot.amazonaws.com/'),
  },
  'deny-on-group': {
    fails: denyOn(`arn:aws:iam::${account}:group/ops`),
    passes: denyOn(`arn:aws:iam::${account}:user/*`),
  },
  'unattached-admin-policy': { fails: managed(0, '*'), passes: managed(1, '*') },
  'policy-unattached': { fails: managed(0, 's3:GetObject'), passes: managed(2, 's3:GetObject') },
  'group-empty': { fails: groupOf([]), passes: groupOf(['ops']) },
  'user-without-group': { fails: groupOf([]), passes: groupOf(['ops']) },
  'user-unused': {
    fails: user({ password_enabled: 'true', user_creation_time: stale, password_last_used: stale }),
    passes: user({ password_enabled: 'true', user_creation_time: stale, password_last_used: fresh }),
  },
  'no-support-role': { fails: attached('ReadOnlyAccess'), passes: attached('AWSSupportAccess') },
  'no-security-audit-role': { fails: attached('ReadOnlyAccess'), passes: attached('SecurityAudit') },
  'users-without-federation': {
    fails: [userWith([]), withPassword],
    passes: [trust({ Federated: `arn:aws:iam::${account}:saml-provider/idp` }), withPassword],
  },
  'analyzer-missing': {
    fails: answer({ analyzers: [] }),
    passes: answer({
      analyzers: [{ arn: `arn:aws:access-analyzer:us-east-1:${account}:analyzer/a`, status: 'ACTIVE' }],
    }),
  },
  'organization-without-guardrails': {
    fails: scp(allow('*')),
    passes: scp(allow('*'), { Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }),
  },
  'region-guardrail': {
    fails: scp(allow('*')),
    passes: scp({
      Effect: 'Deny',
      NotAction: 'iam:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-central-1' } },
    }),
  },
  'account-outside-organization': {
    fails: [role({}), listed('555566667777')],
    passes: [role({}), listed(account)],
  },
  'delegated-administrator': {
    fails: answer({
      DelegatedAdministrators: [
        { Id: account, Arn: `arn:aws:organizations::777788889999:account/o-abcd123456/${account}` },
      ],
    }),
    passes: answer({ DelegatedAdministrators: [] }),
  },
  'bucket-acl-public': { fails: acl('AllUsers'), passes: acl({ id: '79a59df900b949e55d96a1e698fbaced' }) },
  'bucket-public-block-off': {
    fails: bucketItem({ PublicAccessBlockConfiguration: { ...all, restrictPublicBuckets: false } }),
    passes: bucketItem({ PublicAccessBlockConfiguration: all }),
  },
  'account-public-block-off': {
    fails: config('AWS::S3::AccountPublicAccessBlock', account, { ...all, blockPublicPolicy: false }),
    passes: config('AWS::S3::AccountPublicAccessBlock', account, all),
  },
  'access-point-block-off': {
    fails: config('AWS::S3::AccessPoint', `arn:aws:s3:eu-central-1:${account}:accesspoint/p`, {}),
    passes: config('AWS::S3::AccessPoint', `arn:aws:s3:eu-central-1:${account}:accesspoint/p`, {
      PublicAccessBlockConfiguration: all,
    }),
  },
  'bucket-without-tls': { fails: tls('Allow'), passes: tls('Deny') },
  'bucket-without-mfa-delete': {
    fails: bucketItem({ BucketVersioningConfiguration: { status: 'Enabled', isMfaDeleteEnabled: false } }),
    passes: bucketItem({ BucketVersioningConfiguration: { status: 'Enabled', isMfaDeleteEnabled: true } }),
  },
  'function-url-open': {
    fails: answer({
      FunctionUrl: 'https://x.lambda-url.eu-central-1.on.aws/',
      FunctionArn: `arn:aws:lambda:eu-central-1:${account}:function:f`,
      AuthType: 'NONE',
    }),
    passes: answer({
      FunctionUrl: 'https://x.lambda-url.eu-central-1.on.aws/',
      FunctionArn: `arn:aws:lambda:eu-central-1:${account}:function:f`,
      AuthType: 'AWS_IAM',
    }),
  },
  'foreign-layer': { fails: layer(stranger), passes: layer(account) },
  'image-public': {
    fails: answer({ Images: [{ ImageId: 'ami-1', Public: true, OwnerId: account }] }),
    passes: answer({ Images: [{ ImageId: 'ami-1', Public: false, OwnerId: account }] }),
  },
  'snapshot-public': { fails: snapshot(['all']), passes: snapshot([account]) },
  'endpoint-open': {
    fails: endpoint({}),
    passes: endpoint({ StringEquals: { 'aws:PrincipalOrgID': 'o-abcd123456' } }),
  },
  'instance-without-role': {
    fails: config('AWS::EC2::Instance', `arn:aws:ec2:eu-central-1:${account}:instance/i-1`, {}),
    passes: config('AWS::EC2::Instance', `arn:aws:ec2:eu-central-1:${account}:instance/i-1`, {
      iamInstanceProfile: { arn: `arn:aws:iam::${account}:instance-profile/p` },
    }),
  },
}
