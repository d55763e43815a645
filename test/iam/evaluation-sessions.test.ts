import { describe, expect, test } from 'vitest'
import { mayDo, mayDoTo, type World } from '../../main/iam/ability.ts'
import { account, allow } from './check-evidence.ts'
import { alice, all, deploy, allow as lets, own, deny as refuses, says, table, lets as trusts } from './evaluation.ts'
import { arn, deny, object, read, role, user, when, world } from './small-account.ts'

const bob = `arn:aws:sts::${own}:federated-user/bob`
const someSession = { by: { ...deploy, session: null } }

table('federated users beside the policy of a resource', 'access_policies.html#policies_session', [
  [
    'whose user is named stay in the session policy',
    { identity: all, session: says(lets('ec2:*')), resource: says(trusts({ AWS: alice.arn })) },
    { by: { ...alice, session: bob } },
    'denied',
  ],
  [
    'who are named are beyond it',
    { session: says(lets('ec2:*')), resource: says(trusts({ AWS: bob })) },
    { by: { ...alice, session: bob } },
    'allowed',
  ],
])

table('roles of which a policy names one session', 'reference_policies_elements_principal.html', [
  [
    'may be let in by it',
    { resource: says(trusts({ AWS: deploy.session })) },
    someSession,
    `if its session is ${deploy.session}`,
  ],
  [
    'may be refused by it',
    { identity: all, resource: says({ ...refuses('*'), Principal: { AWS: deploy.session } }) },
    someSession,
    `if not (its session is ${deploy.session})`,
  ],
  [
    'need it not where the role is named beside',
    { resource: says(trusts({ AWS: [deploy.session, deploy.arn] })) },
    someSession,
    'allowed',
  ],
  [
    'are not meant by a session of another',
    { resource: says(trusts({ AWS: `arn:aws:sts::${own}:assumed-role/deployer/ci` })) },
    someSession,
    'denied',
  ],
])

describe('what a request says of its session (reference_policies_variables.html)', () => {
  const within = (before: World, session: string): World => ({
    ...before,
    session: { holder: before.inventory.principals[0]?.arn ?? '', arn: session, policies: null },
  })
  const federated = `arn:aws:sts::${account}:federated-user/bob`
  test.each([
    ['aws:username', 'alice', 'denied', 'allowed'],
    ['aws:PrincipalArn', arn('user', 'alice'), 'denied', 'allowed'],
    ['aws:PrincipalArn', federated, 'allowed', 'denied'],
    ['aws:PrincipalType', 'FederatedUser', 'allowed', 'denied'],
    ['aws:userid', `${account}:bob`, 'allowed', 'denied'],
  ])('a federated user with %s %s: %s, its user: %s', (key, value, ofSession, ofUser) => {
    const around = world(user([allow('*', '*', when('StringEquals', key, value))]))
    const [principal] = around.inventory.principals
    if (!principal) throw new Error('no user')
    expect(mayDo(within(around, federated), principal, read, object).result).toBe(ofSession)
    expect(mayDo(around, principal, read, object).result).toBe(ofUser)
  })

  test('a session of a role has an id of its own', () => {
    const around = world(role('r', {}, allow('*', '*', when('StringEquals', 'aws:userid', 'AROAR:ci'))))
    const [principal] = around.inventory.principals
    if (!principal) throw new Error('no role')
    const asked = (name: string) =>
      mayDo(within(around, `arn:aws:sts::${account}:assumed-role/r/${name}`), principal, read, object).result
    expect([asked('ci'), asked('cd'), mayDo(around, principal, read, object).result]).toEqual([
      'allowed',
      'denied',
      'allowed-if',
    ])
  })
})

test.each([
  ['eu-west-1', 'allowed'],
  ['us-east-1', 'denied'],
])('a resource in %s that exists is asked for there, whatever region a caller would choose', (region, result) => {
  const outside = when('StringNotEquals', 'aws:RequestedRegion', 'eu-west-1')
  const around = world(user([allow('*'), deny('*', '*', outside)]))
  const [principal] = around.inventory.principals
  if (!principal) throw new Error('no user')
  const queue = `arn:aws:sqs:${region}:${account}:jobs`
  expect(mayDoTo(around, principal, 'sqs:ReceiveMessage', queue).result).toBe(result)
})
