import { describe, expect, test } from 'vitest'
import { mayDo, type World } from '../../main/iam/ability.ts'
import { buildInventory, type Source } from '../../main/iam/model/build.ts'
import { readDocument } from '../../main/iam/policy/document.ts'
import { linesOf, printed } from '../../main/iam/policy/printed.ts'
import { account, allow, details, role, scp } from './check-evidence.ts'

const world = (...sources: readonly Source[]): World => ({
  inventory: buildInventory(sources),
  actions: new Map(),
  at: '2026-11-01T00:00:00Z',
})

/** What the only principal may do to an object of a bucket. */
function mayRead(...sources: readonly Source[]) {
  const given = world(...sources)
  const [principal] = given.inventory.principals
  if (principal === undefined) throw new Error('the evidence has no principal')
  return mayDo(given, principal, 's3:GetObject', 'arn:aws:s3:::logs/a')
}

const everything = allow('*')
const forbidden = { Effect: 'Deny', Action: 's3:*', Resource: '*' }
const withTargets = (Targets: unknown, ...more: readonly object[]): Source => {
  const given = JSON.parse(scp(everything, forbidden).text)
  return {
    name: 'scp.json',
    format: 'organizations',
    text: [{ ...given, Targets }, ...more].map((each) => JSON.stringify(each)).join('\n'),
  }
}
const unit = [{ TargetId: 'ou-ab12-unit1234', Type: 'ORGANIZATIONAL_UNIT' }]
const below = (ParentId: string, Id: string) => ({
  ChildId: Id,
  Parents: [{ Id: ParentId, Type: 'ORGANIZATIONAL_UNIT' }],
})
const top = { ChildId: 'ou-ab12-unit1234', Parents: [{ Id: 'r-ab12', Type: 'ROOT' }] }

describe('a control policy', () => {
  test.each<[string, Source, string]>([
    ['on the root forbids', withTargets([{ TargetId: 'r-ab12' }]), 'denied'],
    ['on the account forbids', withTargets([{ TargetId: account }]), 'denied'],
    ['on another account does not', withTargets([{ TargetId: '555566667777' }]), 'allowed'],
    ['on a unit that the account is in forbids', withTargets(unit, below('ou-ab12-unit1234', account), top), 'denied'],
    ['on a unit that it is not in does not', withTargets(unit, below('r-ab12', account)), 'allowed'],
    ['on a unit of which nobody says who is in it depends on that', withTargets(unit), 'allowed-if'],
    ['without targets depends on them', withTargets(undefined), 'allowed-if'],
    [
      'above the management account does not',
      withTargets([{ TargetId: 'r-ab12' }], { Organization: { Id: 'o-abcd123456', ManagementAccountId: account } }),
      'allowed',
    ],
  ])('%s', (_, control, expected) => {
    expect(mayRead(role({}, everything), control).result).toBe(expected)
  })
})

describe('evidence that is not as it should be', () => {
  test('with a condition key that nobody knows depends on it, and names it', () => {
    const decision = mayRead(role({}, allow('s3:*', '*', { Condition: { StringEquals: { 'shop:Colour': 'red' } } })))
    expect(decision).toMatchObject({ result: 'allowed-if', when: ['shop:Colour is red'] })
  })

  test('with an operator that nobody knows depends on it', () => {
    const decision = mayRead(role({}, allow('s3:*', '*', { Condition: { StringSoundsLike: { 'aws:username': 'x' } } })))
    expect(decision.result).toBe('allowed-if')
    expect(decision.when.join()).toContain('StringSoundsLike')
  })

  test.each(['aws-us-gov', 'aws-cn', 'aws-iso-b'])('of the partition %s is judged there', (partition) => {
    const given = world(
      details({
        UserDetailList: [
          {
            UserName: 'a',
            Arn: `arn:${partition}:iam::${account}:user/a`,
            UserPolicyList: [
              { PolicyName: 'p', PolicyDocument: { Statement: allow('sqs:*', `arn:${partition}:sqs:*:*:q`) } },
            ],
          },
        ],
      }),
    )
    const [user] = given.inventory.principals
    if (user === undefined) throw new Error('the user is missing')
    const ask = (of: string) => mayDo(given, user, 'sqs:SendMessage', `arn:${of}:sqs:x-1:${account}:q`).result
    expect([ask(partition), ask('aws')]).toEqual(['allowed', 'denied'])
  })

  test('is read whole where a policy is as long as it may be', () => {
    const Statement = Array.from({ length: 60 }, (_, i) => ({
      Sid: `s${i}`,
      ...allow([`s3:Get${i}*`, 'ec2:Describe*'], `arn:aws:s3:::bucket-${i}/*`),
    }))
    const document = readDocument(encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement })))
    expect(JSON.stringify(document.given).length).toBeGreaterThan(6_000)
    const [from, to] = linesOf(document, 59) ?? [0, 0]
    expect(
      printed(document)
        .split('\n')
        .slice(from - 1, to)
        .join(''),
    ).toContain('"s59"')
  })

  test.each<[string, Source, string]>([
    ['a statement without an effect', role({}, { Action: '*', Resource: '*' }), 'Effect is undefined'],
    [
      'a role without a name',
      details({ RoleDetailList: [{ Arn: 'arn:aws:iam::111122223333:role/x' }] }),
      'a role is left out',
    ],
    ['a document that is no JSON', role({ AssumeRolePolicyDocument: '{"Statement": [' }), 'trust of'],
    [
      'pages that break off',
      { name: 'cut.json', format: 'iam-authorization-details', text: '{"RoleDetailList": [{' },
      'cut.json',
    ],
    [
      'a policy listed without its content',
      {
        name: 'list.json',
        format: 'organizations',
        text: '{"Policies":[{"Id":"p-1","Name":"guard","Type":"SERVICE_CONTROL_POLICY"}]}',
      },
      'guard is listed without its content',
    ],
    [
      'parents of nobody knows whom',
      { name: 'x.json', format: 'organizations', text: '{"Parents":[{"Id":"r-ab12","Type":"ROOT"}]}' },
      'whose parent',
    ],
  ])('is said, not skipped in silence: %s', (_, source, expected) => {
    expect(buildInventory([source]).remarks.join('\n')).toContain(expected)
  })
})
