import { accounts, home } from '../cast.ts'
import { allow, document, forAws, forService } from './documents.ts'
import { role, type Shape, user } from './shapes.ts'

const { prod, staging, archive } = accounts
const awsPolicy = (name: string) => `arn:aws:iam::aws:policy/${name}`
const everything = awsPolicy('AdministratorAccess')

/** Authorization details of the three accounts, from before the intrusion: one policy too wide in each link of its chain. */
export function detailsOf(account: string) {
  return {
    UserDetailList: (users[account] ?? []).map((each) => user(account, each)),
    GroupDetailList: [],
    RoleDetailList: [...ownRoles(account), ...everywhere(account)].map((each) => role(account, each)),
    Policies: [
      {
        PolicyName: 'AdministratorAccess',
        PolicyId: 'ANPAIWMBCKSKIEE64ZLYK',
        Arn: everything,
        Path: '/',
        DefaultVersionId: 'v1',
        AttachmentCount: 1,
        IsAttachable: true,
        CreateDate: '2015-02-06T18:39:46+00:00',
        PolicyVersionList: [
          {
            Document: document(allow('*')),
            VersionId: 'v1',
            IsDefaultVersion: true,
            CreateDate: '2015-02-06T18:39:46+00:00',
          },
        ],
      },
    ],
    IsTruncated: false,
  }
}

const users: Readonly<Record<string, readonly Shape[]>> = {
  [staging]: [
    {
      name: 'ci-deploy',
      made: '2024-05-14T09:12:40+00:00',
      inline: {
        build: document(
          allow([
            'cloudformation:DescribeStacks',
            'cloudtrail:DescribeTrails',
            'ec2:DescribeSecurityGroups',
            'iam:GetRole',
            'iam:ListRolePolicies',
            'iam:ListRoles',
            'iam:ListUsers',
            'lambda:GetFunction',
            'lambda:ListFunctions',
            's3:GetBucketVersioning',
            's3:ListAllMyBuckets',
          ]),
          allow('lambda:UpdateFunctionCode', `arn:aws:lambda:${home}:${staging}:function:web-*`),
          allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::staging-artifacts/*'),
        ),
        'rotate-service-keys': document({
          Sid: 'RotateServiceKeys',
          ...allow(
            ['iam:CreateAccessKey', 'iam:ListAccessKeys', 'iam:UpdateAccessKey'],
            `arn:aws:iam::${staging}:user/*`,
          ),
        }),
      },
    },
    {
      name: 'svc-backup',
      made: '2022-11-02T13:40:05+00:00',
      inline: {
        'nightly-backup': document(allow('sts:AssumeRole', `arn:aws:iam::${prod}:role/BackupOperator`)),
      },
    },
  ],
  [prod]: [{ name: 'break-glass', made: '2021-03-01T08:00:00+00:00', attached: [everything] }],
}

function ownRoles(account: string): readonly Shape[] {
  if (account === prod)
    return [
      {
        name: 'BackupOperator',
        made: '2022-11-02T13:52:11+00:00',
        trust: forAws(`arn:aws:iam::${staging}:user/svc-backup`),
        inline: {
          snapshots: document(
            allow(['ec2:CreateSnapshot', 'ec2:DescribeSnapshots', 'ec2:DescribeVolumes', 's3:ListAllMyBuckets']),
            allow(
              'secretsmanager:GetSecretValue',
              ['payments', 'mail', 'search'].map(
                (name) => `arn:aws:secretsmanager:${home}:${prod}:secret:prod/${name}/*`,
              ),
            ),
          ),
          'restore-identities': document({
            Sid: 'RestoreIdentities',
            ...allow([
              'iam:AttachUserPolicy',
              'iam:CreateAccessKey',
              'iam:CreateLoginProfile',
              'iam:CreateUser',
              'iam:UpdateAssumeRolePolicy',
            ]),
          }),
        },
      },
      {
        name: 'shop-backend',
        made: '2023-06-20T10:00:00+00:00',
        trust: forService('ec2'),
        isOnMachines: true,
        inline: {
          exports: document(allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::customer-exports-prod/orders/*')),
        },
      },
      monitoring,
    ]
  if (account !== staging) return []
  return [
    {
      name: 'web-cart',
      made: '2024-06-03T07:30:00+00:00',
      trust: forService('lambda'),
      attached: [awsPolicy('service-role/AWSLambdaBasicExecutionRole')],
    },
    monitoring,
  ]
}

const monitoring: Shape = {
  name: 'MonitoringReader',
  made: '2023-02-01T12:00:00+00:00',
  trust: forService('monitoring'),
  attached: [awsPolicy('ReadOnlyAccess')],
}

/** Roles that every account of the company has. */
function everywhere(account: string): readonly Shape[] {
  const provider = `arn:aws:iam::${account}:saml-provider/AWSSSO_1a2b3c4d5e6f7081_DO_NOT_DELETE`
  const signIn = document({
    Effect: 'Allow',
    Principal: { Federated: provider },
    Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  })
  const path = `/aws-reserved/sso.amazonaws.com/${home}/`
  const made = '2023-01-10T09:00:00+00:00'
  const services = [
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
  return [
    { name: 'AWSReservedSSO_AdministratorAccess_1a2b3c4d5e6f7081', path, made, trust: signIn, attached: [everything] },
    {
      name: 'AWSReservedSSO_ReadOnlyAccess_8f7e6d5c4b3a2910',
      path,
      made,
      trust: signIn,
      attached: [awsPolicy('ReadOnlyAccess')],
    },
    {
      name: 'AWSServiceRoleForConfig',
      path: '/aws-service-role/config.amazonaws.com/',
      made,
      trust: forService('config'),
      attached: [awsPolicy('aws-service-role/AWSConfigServiceRolePolicy')],
    },
    ...services.map((service) => ({
      name: `${service}-execution`,
      path: '/service-role/',
      made,
      trust: forService(service),
      inline: { logs: document(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], `arn:aws:logs:*:${account}:*`)) },
    })),
  ]
}

export const detailedAccounts = [prod, staging, archive]
