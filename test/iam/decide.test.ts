import { describe, expect, test } from 'vitest'
import { decide, type Guards } from '../../main/iam/policy/decide.ts'
import { readDocument } from '../../main/iam/policy/document.ts'
import { type Fact, factsOf } from '../../main/iam/policy/facts.ts'
import type { Caller } from '../../main/iam/policy/principal.ts'
import { allow, deny, nothing } from './evaluation.ts'

const alice: Caller = {
  kind: 'user',
  arn: 'arn:aws:iam::111122223333:user/alice',
  account: '111122223333',
  session: null,
  id: 'AIDAEXAMPLEALICE00001',
}
const deploy: Caller = {
  kind: 'role',
  arn: 'arn:aws:iam::111122223333:role/deploy',
  account: '111122223333',
  session: 'arn:aws:sts::111122223333:assumed-role/deploy/ci',
  id: null,
}
const bucket = 'arn:aws:s3:::logs/a'
const on = (Principal: unknown, more: object = {}) => ({ Effect: 'Allow', Action: '*', Principal, ...more })
const policies = (...statements: readonly object[]) => [
  { name: 'p', arn: null, document: readDocument({ Version: '2012-10-17', Statement: statements }) },
]

interface Asked {
  readonly caller?: Caller
  readonly action?: string
  readonly resource?: string
  readonly owner?: string
  readonly facts?: Readonly<Record<string, Fact>>
}

function result(
  guards: Partial<Guards>,
  { caller = alice, action = 's3:GetObject', resource = bucket, owner = '111122223333', facts = {} }: Asked = {},
): string {
  const decision = decide(
    { caller, action, resource, owner, facts: factsOf(Object.entries(facts)) },
    { ...nothing, ...guards },
  )
  return decision.result === 'allowed-if' ? `if ${decision.when.join(' and ')}` : decision.result
}

describe('what is allowed', () => {
  test.each<[string, readonly object[], string]>([
    ['an action in other letters', [allow('S3:getobject')], 'allowed'],
    ['an action with a blank behind it', [allow('s3:GetObject ')], 'denied'],
    ['a wildcard over the colon', [allow('s*Object')], 'allowed'],
    ['a question mark', [allow('s3:GetObjec?')], 'allowed'],
    ['everything but the action', [{ Effect: 'Allow', NotAction: 's3:GetObject', Resource: '*' }], 'denied'],
    ['everything but another action', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], 'allowed'],
    ['another bucket', [allow('s3:*', 'arn:aws:s3:::other/*')], 'denied'],
    ['the bucket in other letters', [allow('s3:*', 'arn:aws:s3:::Logs/*')], 'denied'],
    ['a wildcard in a part', [allow('s3:*', 'arn:*:s3:::l*s/?')], 'allowed'],
    ['a wildcard that would have to reach over a colon', [allow('s3:*', 'arn:aws:*:logs/a')], 'denied'],
    ['everything but the resource', [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::logs/*' }], 'denied'],
    ['a refusal beside it', [allow('*'), deny('s3:Get*')], 'denied'],
    ['a refusal of another action', [allow('*'), deny('s3:Put*')], 'allowed'],
    ['nothing', [], 'denied'],
  ])('%s', (_, statements, expected) => {
    expect(result({ identity: policies(...statements) })).toBe(expected)
  })

  test.each<[string, object, Readonly<Record<string, Fact>>, string]>([
    ['a value that is there', { StringEquals: { 'aws:username': 'alice' } }, { 'AWS:UserName': ['alice'] }, 'allowed'],
    ['another value', { StringEquals: { 'aws:username': 'bob' } }, { 'aws:username': ['alice'] }, 'denied'],
    [
      'letters that are ignored',
      { StringEqualsIgnoreCase: { 'aws:username': 'ALICE' } },
      { 'aws:username': ['alice'] },
      'allowed',
    ],
    ['a star that is a character', { StringEquals: { 'aws:username': 'a*' } }, { 'aws:username': ['alice'] }, 'denied'],
    ['a star that is a wildcard', { StringLike: { 'aws:username': 'a*' } }, { 'aws:username': ['alice'] }, 'allowed'],
    ['none of several', { StringNotEquals: { k: ['a', 'b'] } }, { k: ['b'] }, 'denied'],
    ['a key that is absent', { StringEquals: { k: 'a' } }, { k: null }, 'denied'],
    ['a key that is absent and must not be', { StringNotEquals: { k: 'a' } }, { k: null }, 'allowed'],
    ['a key that is absent and may be', { StringEqualsIfExists: { k: 'a' } }, { k: null }, 'allowed'],
    ['all of nothing', { 'ForAllValues:StringEquals': { k: 'a' } }, { k: null }, 'allowed'],
    ['all of several', { 'ForAllValues:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'c'] }, 'denied'],
    ['one of several', { 'ForAnyValue:StringEquals': { k: ['a', 'b'] } }, { k: ['a', 'c'] }, 'allowed'],
    ['one of nothing', { 'ForAnyValue:StringNotEquals': { k: 'a' } }, { k: null }, 'denied'],
    ['absence', { Null: { k: 'true' } }, { k: null }, 'allowed'],
    ['presence', { Null: { k: 'false' } }, { k: null }, 'denied'],
    ['a network', { IpAddress: { ip: ['10.0.0.0/8', '2001:db8::/32'] } }, { ip: ['2001:db8::1'] }, 'allowed'],
    ['outside of a network', { NotIpAddress: { ip: '10.0.0.0/8' } }, { ip: ['10.1.2.3'] }, 'denied'],
    ['a number', { NumericLessThanEquals: { n: '10' } }, { n: ['10.0'] }, 'allowed'],
    ['a number that is none', { NumericLessThan: { n: 'x' } }, { n: ['1'] }, 'denied'],
    ['a date in seconds', { DateGreaterThan: { t: '1577836800' } }, { t: ['2026-01-01T00:00:00Z'] }, 'allowed'],
    ['a boolean in other letters', { Bool: { b: 'True' } }, { b: ['true'] }, 'allowed'],
    [
      'an ARN by its parts',
      { ArnLike: { a: 'arn:aws:iam::*:role/x' } },
      { a: ['arn:aws:iam::111122223333:role/x'] },
      'allowed',
    ],
    ['a variable', { StringEquals: { k: '${aws:username}' } }, { k: ['alice'], 'aws:username': ['alice'] }, 'allowed'],
    ['a wildcard in the value of a variable', { StringLike: { k: '${v}' } }, { k: ['anything'], v: ['*'] }, 'denied'],
    ['a variable without a value', { StringLike: { k: '${v}*' } }, { k: ['anything'], v: null }, 'denied'],
    ['a default', { StringEquals: { k: "${v, 'x'}" } }, { k: ['x'], v: null }, 'allowed'],
    ['a star as itself', { StringLike: { k: '${*}' } }, { k: ['*'] }, 'allowed'],
    [
      'what is not known',
      { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      {},
      'if aws:MultiFactorAuthPresent is true',
    ],
    ['what may be absent', { DateLessThan: { t: '2020-01-01' } }, { t: { maybe: ['2026-01-01'] } }, 'denied'],
    [
      'an operator that nobody knows',
      { StringMatches: { k: 'a' } },
      { k: ['a'] },
      'if StringMatches on k holds, an operator that is not known',
    ],
    ['what the caller chooses', { StringEquals: { 'aws:RequestTag/team': 'x' } }, {}, 'allowed'],
    ['two conditions', { StringEquals: { k: 'a', l: 'b' } }, { k: ['a'], l: ['c'] }, 'denied'],
  ])('with a condition on %s', (_, Condition, facts, expected) => {
    expect(result({ identity: policies(allow('*', '*', { Condition })) }, { facts })).toBe(expected)
  })

  test.each<[string, Partial<Guards>, Asked, string]>([
    ['inside the boundary', { identity: policies(allow('*')), boundary: policies(allow('s3:*')) }, {}, 'allowed'],
    ['outside of the boundary', { identity: policies(allow('*')), boundary: policies(allow('ec2:*')) }, {}, 'denied'],
    [
      'outside of the session policy',
      { identity: policies(allow('*')), session: policies(allow('ec2:*')) },
      { caller: deploy },
      'denied',
    ],
    [
      'outside of one level',
      { identity: policies(allow('*')), scps: [policies(allow('*')), policies(allow('ec2:*'))] },
      {},
      'denied',
    ],
    ['against an RCP', { identity: policies(allow('*')), rcps: policies(deny('s3:*')) }, {}, 'denied'],
    ['by the bucket alone', { resource: policies(on({ AWS: alice.arn })) }, {}, 'allowed'],
    [
      'by the bucket past the boundary',
      { resource: policies(on({ AWS: alice.arn })), boundary: policies(allow('ec2:*')) },
      {},
      'allowed',
    ],
    [
      'by the bucket for a role, within the boundary',
      { resource: policies(on({ AWS: deploy.arn })), boundary: policies(allow('ec2:*')) },
      { caller: deploy },
      'denied',
    ],
    [
      'by the bucket for the session, past the boundary',
      { resource: policies(on({ AWS: deploy.session })), boundary: policies(allow('ec2:*')) },
      { caller: deploy },
      'allowed',
    ],
    [
      'by the bucket for the account, which only delegates',
      { resource: policies(on({ AWS: '111122223333' })) },
      {},
      'denied',
    ],
    [
      'against the bucket',
      { identity: policies(allow('*')), resource: policies({ ...on('*'), Effect: 'Deny' }) },
      {},
      'denied',
    ],
    [
      'in another account by one side',
      { identity: policies(allow('*')), resource: policies(on('*', { Action: 'ec2:*' })) },
      { owner: '999988887777' },
      'denied',
    ],
    [
      'in another account by both sides',
      { identity: policies(allow('*')), resource: policies(on({ AWS: '111122223333' })) },
      { owner: '999988887777' },
      'allowed',
    ],
    [
      'by a role that trusts nobody',
      { identity: policies(allow('*')), resource: policies() },
      { action: 'sts:AssumeRole', resource: deploy.arn },
      'denied',
    ],
    [
      'by a role that trusts the account',
      { identity: policies(allow('*')), resource: policies(on({ AWS: '111122223333' })) },
      { action: 'sts:AssumeRole', resource: deploy.arn },
      'allowed',
    ],
    [
      'by a role that names the user',
      { resource: policies(on({ AWS: alice.arn })) },
      { action: 'sts:AssumeRole', resource: deploy.arn },
      'allowed',
    ],
    [
      'on a policy of AWS',
      { identity: policies(allow('*')) },
      { action: 'iam:CreatePolicyVersion', resource: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      'denied',
    ],
    [
      'on a role of AWS',
      { identity: policies(allow('*')) },
      { action: 'iam:PassRole', resource: 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/x' },
      'denied',
    ],
    [
      'by everybody but the user',
      {
        identity: policies(allow('*')),
        resource: policies({ Effect: 'Deny', NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: '*' }),
      },
      {},
      'denied',
    ],
    ['by nobody, who am I', {}, { action: 'sts:GetCallerIdentity', resource: '*' }, 'allowed'],
  ])('%s', (_, guards, asked, expected) => {
    expect(result(guards, asked)).toBe(expected)
  })
})

describe('a document', () => {
  test.each<[string, unknown, number, number]>([
    ['as an object', { Statement: allow('*') }, 1, 0],
    ['as text', JSON.stringify({ Statement: [allow('*')] }), 1, 0],
    ['as IAM encodes it', encodeURIComponent(JSON.stringify({ Statement: [allow('*')] })), 1, 0],
    ['with a statement that is none', { Statement: [allow('*'), { Effect: 'Maybe', Action: '*' }] }, 1, 1],
    ['without statements', { Version: '2012-10-17' }, 0, 1],
  ])('%s is read, and what is wrong in it is said', (_, given, statements, problems) => {
    const document = readDocument(given)
    expect([document.statements.length, document.problems.length]).toEqual([statements, problems])
  })
})
