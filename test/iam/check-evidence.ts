import type { Source } from '../../main/iam/model/build.ts'

/** Evidence as small as it can be, to try checks with. */
export const account = '111122223333'
export const stranger = '999988887777'
export const partner = '444455556666'

const columns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'cert_1_active',
  'cert_2_active',
]
export const fresh = '2026-10-20T00:00:00+00:00'
export const stale = '2025-01-01T00:00:00+00:00'

export function report(user: string, cells: Readonly<Record<string, string>>): Source {
  const row: Readonly<Record<string, string>> = {
    user,
    arn: `arn:aws:iam::${account}:${user === '<root_account>' ? 'root' : `user/${user}`}`,
    ...cells,
  }
  return {
    name: 'report.csv',
    format: 'credential-report',
    text: `${columns.join()}\n${columns.map((name) => row[name] ?? 'N/A').join()}\n`,
  }
}

export const root = (cells: Readonly<Record<string, string>>) =>
  report('<root_account>', { password_enabled: 'not_supported', mfa_active: 'true', ...cells })
export const user = (cells: Readonly<Record<string, string>>) =>
  report('alice', { password_enabled: 'false', mfa_active: 'true', ...cells })

export function details(given: object): Source {
  return { name: 'details.json', format: 'iam-authorization-details', text: JSON.stringify(given) }
}

export function role(more: object, ...statements: readonly object[]): Source {
  return details({
    RoleDetailList: [
      {
        RoleName: 'deploy',
        Arn: `arn:aws:iam::${account}:role/deploy`,
        CreateDate: fresh,
        AssumeRolePolicyDocument: {
          Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
        },
        RolePolicyList:
          statements.length === 0
            ? []
            : [{ PolicyName: 'rights', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
        ...more,
      },
    ],
  })
}

export const allow = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
})
export const attached = (name: string) =>
  role({ AttachedManagedPolicies: [{ PolicyName: name, PolicyArn: `arn:aws:iam::aws:policy/${name}` }] })
export const trust = (Principal: object, Condition: object = {}, Action: unknown = wayIn(Principal)) =>
  role({ AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal, Action, Condition } } })

function wayIn(principal: object): string {
  if (!('Federated' in principal)) return 'sts:AssumeRole'
  return String(principal.Federated).includes(':saml-provider/')
    ? 'sts:AssumeRoleWithSAML'
    : 'sts:AssumeRoleWithWebIdentity'
}

export const queue = (Principal: unknown, Condition: object = {}): Source => ({
  name: 'attributes.json',
  format: 'aws-policy',
  text: JSON.stringify({
    Attributes: {
      QueueArn: `arn:aws:sqs:eu-central-1:${account}:q`,
      Policy: JSON.stringify({ Statement: { ...allow('sqs:SendMessage'), Principal, Condition } }),
    },
  }),
})
export const bucket = (Principal: unknown): Source => ({
  name: 'policy.json',
  format: 'aws-policy',
  text: JSON.stringify({ Statement: { ...allow('s3:GetObject', 'arn:aws:s3:::logs/*'), Principal } }),
})
export const userWith = (UserPolicyList: readonly object[]) =>
  details({ UserDetailList: [{ UserName: 'alice', Arn: `arn:aws:iam::${account}:user/alice`, UserPolicyList }] })

/** The answer of a command that was saved. */
export const answer = (given: object, name = `${account}.json`): Source => ({
  name,
  format: 'aws-answers',
  text: JSON.stringify(given),
})

/** An item of AWS Config as a snapshot holds it. */
export const config = (
  type: string,
  ARN: string,
  configuration: unknown,
  supplementaryConfiguration: object = {},
): Source => ({
  name: 'AWS Config',
  format: 'aws-config',
  text: JSON.stringify({
    configurationItems: [
      {
        resourceType: type,
        ARN,
        awsAccountId: account,
        configurationItemCaptureTime: fresh,
        configurationItemStatus: 'OK',
        configuration,
        supplementaryConfiguration,
      },
    ],
  }),
})

export const bucketItem = (supplementary: object) => config('AWS::S3::Bucket', 'arn:aws:s3:::logs', {}, supplementary)

export const scp = (...statements: readonly object[]): Source => ({
  name: 'policies.json',
  format: 'organizations',
  text: JSON.stringify({
    Policy: {
      PolicySummary: {
        Id: 'p-12345678',
        Arn: 'arn:aws:organizations::777788889999:policy/o-abcd123456/service_control_policy/p-12345678',
        Name: 'guardrail',
        Type: 'SERVICE_CONTROL_POLICY',
      },
      Content: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    },
    Targets: [{ TargetId: 'r-ab12', Type: 'ROOT' }],
  }),
})
