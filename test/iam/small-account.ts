import { readFileSync } from 'node:fs'
import { readActionFacts } from '../../main/iam/actions.ts'
import { readMethods } from '../../main/iam/escalation/method.ts'
import { buildInventory, type Source } from '../../main/iam/model/build.ts'
import { account, allow, details } from './check-evidence.ts'

/** Identities, trusts and an organization, as small as they can be. */
export const actions = readActionFacts(readFileSync('assets/iam-actions.json', 'utf8'))
export const methods = readMethods(readFileSync('assets/escalation-methods.json', 'utf8'))
export const management = '777788889999'
export const deny = (Action: unknown, Resource: unknown = '*', more: object = {}) => ({
  ...allow(Action, Resource, more),
  Effect: 'Deny',
})
export const arn = (kind: string, name: string, of = account) => `arn:aws:iam::${of}:${kind}/${name}`
export const rights = (...Statement: readonly object[]) => [
  { PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement } },
]
export const bounded = (name: string) => ({ PermissionsBoundary: { PermissionsBoundaryArn: arn('policy', name) } })
export const user = (statements: readonly object[], more: object = {}, of = account): Source =>
  details({
    UserDetailList: [
      {
        UserName: 'alice',
        UserId: 'AIDAALICE',
        Arn: arn('user', 'alice', of),
        UserPolicyList: rights(...statements),
        ...more,
      },
    ],
  })
export const role = (name: string, more: object, ...statements: readonly object[]): Source =>
  details({
    RoleDetailList: [
      {
        RoleName: name,
        RoleId: `AROA${name.toUpperCase()}`,
        Arn: arn('role', name),
        RolePolicyList: rights(...statements),
        ...more,
      },
    ],
  })
export const trusting = (Principal: unknown, more: object = {}) => ({
  AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more } },
})
export const when = (operator: string, key: string, value: string) => ({ Condition: { [operator]: { [key]: value } } })
export const policyOf = (name: string, ...Statement: readonly object[]): Source => ({
  name,
  format: 'aws-policy',
  text: JSON.stringify({ Statement }),
})
export const organization: Source = {
  name: 'organization.json',
  format: 'organizations',
  text: JSON.stringify({
    Organization: { Id: 'o-abcd123456', MasterAccountId: management },
    Accounts: [account, management].map((Id) => ({
      Id,
      Arn: `arn:aws:organizations::${management}:account/o-abcd123456/${Id}`,
    })),
  }),
}
export const world = (...sources: readonly Source[]) => ({
  inventory: buildInventory(sources),
  actions,
  at: '2026-11-01T00:00:00Z',
})
export const read = 's3:GetObject'
export const object = 'arn:aws:s3:::logs/a'
export const taking = 'sts:AssumeRole'
export const target = arn('role', 'target')
