import { expect, test } from 'vitest'
import { decide } from '../../main/iam/policy/decide.ts'
import { readDocument } from '../../main/iam/policy/document.ts'
import { factsOf } from '../../main/iam/policy/facts.ts'
import { sessionLimits } from '../../main/iam/session.ts'

const account = '111122223333'
const statement = (Effect: string, Action: string | readonly string[], Resource = '*') => ({ Effect, Action, Resource })
const document = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement })
const all = readDocument(document(statement('Allow', '*')))
const readOnly = `arn:aws:iam::${account}:policy/read-only`
const managed = (arn: string) => (arn === readOnly ? readDocument(document(statement('Allow', '*:Get*'))) : null)

type Request = Readonly<Record<string, unknown>> | null

/** What a session of somebody who may do everything may do. */
function may(how: string, request: Request, action: string): string {
  const { policies } = sessionLimits(how, request, managed)
  const arn = `arn:aws:iam::${account}:role/admin`
  return decide(
    {
      action,
      resource: `arn:aws:s3:::mine/a`,
      caller: { kind: 'role', arn, account, session: null, id: null },
      owner: account,
      facts: factsOf([]),
    },
    {
      identity: [{ name: 'all', arn: null, document: all }],
      boundary: null,
      session: policies,
      scps: null,
      rcps: null,
      resource: null,
      endpoint: null,
    },
  ).result
}

const inline = (...Statement: readonly object[]) => JSON.stringify(document(...Statement))

test.each<readonly [string, Request, string, string]>([
  ['AssumeRole', {}, 's3:PutObject', 'allowed'],
  ['AssumeRole', { policy: inline(statement('Allow', 's3:Get*')) }, 's3:GetObject', 'allowed'],
  ['AssumeRole', { policy: inline(statement('Allow', 's3:Get*')) }, 's3:PutObject', 'denied'],
  ['AssumeRole', { policy: inline(statement('Allow', 's3:*', 'arn:aws:s3:::yours/*')) }, 's3:GetObject', 'denied'],
  ['AssumeRole', { policy: inline(statement('Allow', '*'), statement('Deny', 's3:Put*')) }, 's3:PutObject', 'denied'],
  ['AssumeRoleWithSAML', { policyArns: [{ arn: readOnly }] }, 's3:GetObject', 'allowed'],
  ['AssumeRoleWithWebIdentity', { policyArns: [{ arn: readOnly }] }, 's3:PutObject', 'denied'],
  [
    'AssumeRole',
    { policy: inline(statement('Allow', 's3:Put*')), policyArns: [{ arn: readOnly }] },
    's3:GetObject',
    'allowed',
  ],
  ['AssumeRole', { policyArns: [{ arn: `${readOnly}-er` }] }, 's3:PutObject', 'allowed-if'],
  ['AssumeRole', { policy: 'HIDDEN' }, 's3:PutObject', 'allowed-if'],
  ['AssumeRole', null, 's3:PutObject', 'allowed-if'],
  ['GetFederationToken', {}, 's3:GetObject', 'denied'],
  ['GetFederationToken', { policy: inline(statement('Allow', '*')) }, 's3:GetObject', 'allowed'],
  ['GetFederationToken', { policy: inline(statement('Allow', '*')) }, 'iam:CreateUser', 'denied'],
  ['GetFederationToken', { policy: inline(statement('Allow', '*')) }, 'sts:AssumeRole', 'denied'],
  ['GetSessionToken', {}, 's3:PutObject', 'allowed'],
  ['GetSessionToken', {}, 'iam:CreateUser', 'denied'],
  ['GetSessionToken', { serialNumber: `arn:aws:iam::${account}:mfa/a` }, 'iam:CreateUser', 'allowed'],
  ['GetSessionToken', {}, 'sts:GetFederationToken', 'denied'],
])('a session of %s with %j may do %s: %s', (how, request, action, result) => {
  expect(may(how, request, action)).toBe(result)
})

test('what is not known of a session is said', () => {
  expect(sessionLimits('AssumeRole', null, managed).remarks).toEqual([expect.stringContaining('not known')])
  expect(sessionLimits('AssumeRole', { policy: 'HIDDEN' }, managed).remarks).toEqual([
    expect.stringContaining('session policy'),
  ])
})
