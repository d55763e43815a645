import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readActionFacts } from '../../main/iam/actions.ts'
import { readMethods } from '../../main/iam/escalation/method.ts'
import { escalationReport } from '../../main/iam/escalation/report.ts'
import { buildInventory, type Source } from '../../main/iam/model/build.ts'
import { inTurns } from '../../main/iam/turns.ts'
import { usageOf } from '../../main/iam/usage.ts'
import { whoCan } from '../../main/iam/who-can.ts'
import { account, allow, details } from './check-evidence.ts'

const actions = readActionFacts(readFileSync('assets/iam-actions.json', 'utf8'))
const methods = readMethods(readFileSync('assets/escalation-methods.json', 'utf8'))
const user = (name: string) => `arn:aws:iam::${account}:user/${name}`
const reader = `arn:aws:iam::${account}:role/reader`

/** alice takes on the role that reads, bob reads himself, carol may become whatever she likes, dave may do nothing. */
const people = details({
  UserDetailList: [
    {
      UserName: 'alice',
      Arn: user('alice'),
      UserPolicyList: [{ PolicyName: 'p', PolicyDocument: { Statement: allow('sts:AssumeRole', reader) } }],
    },
    {
      UserName: 'bob',
      Arn: user('bob'),
      UserPolicyList: [{ PolicyName: 'p', PolicyDocument: { Statement: allow('*') } }],
    },
    {
      UserName: 'carol',
      Arn: user('carol'),
      UserPolicyList: [{ PolicyName: 'p', PolicyDocument: { Statement: allow('iam:PutUserPolicy', user('carol')) } }],
    },
    {
      UserName: 'dave',
      Arn: user('dave'),
      UserPolicyList: [
        { PolicyName: 'p', PolicyDocument: { Statement: allow('s3:GetObject', 'arn:aws:s3:::other/*') } },
      ],
    },
  ],
  RoleDetailList: [
    {
      RoleName: 'reader',
      Arn: reader,
      AssumeRolePolicyDocument: {
        Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' },
      },
      RolePolicyList: [
        {
          PolicyName: 'read',
          PolicyDocument: {
            Statement: allow(
              ['s3:GetObject', 'secretsmanager:GetSecretValue'],
              ['arn:aws:s3:::backup/*', 'arn:aws:secretsmanager:*:*:secret:db-*'],
            ),
          },
        },
      ],
    },
  ],
})

async function waysTo(target: string, ...more: readonly Source[]) {
  const world = { inventory: buildInventory([people, ...more]), actions, at: '2026-11-01T00:00:00Z' }
  const { findings } = await inTurns(escalationReport(world, methods, usageOf([]), target))
  return Object.fromEntries(
    findings.map(({ principal, hops }) => [principal.split('/').at(-1), hops.map(({ method }) => method)]),
  )
}

test('a bucket whose owner nothing tells is reached by identities of two accounts only if it is theirs', async () => {
  const other = '444455556666'
  const guest = {
    UserName: 'guest',
    Arn: `arn:aws:iam::${other}:user/guest`,
    UserPolicyList: [{ PolicyName: 'p', PolicyDocument: { Statement: allow('s3:GetObject') } }],
  }
  const world = {
    inventory: buildInventory([people, { ...details({ UserDetailList: [guest] }), name: 'other' }]),
    actions,
    at: '2026-11-01T00:00:00Z',
  }
  const { principals } = await inTurns(whoCan(world, 's3:GetObject', 'arn:aws:s3:::backup/db.dump'))
  const may = principals.filter(({ result }) => result !== 'denied')
  expect(may.map(({ principal, result, when }) => [principal.split('/').at(-1), result, when])).toEqual([
    ['reader', 'allowed-if', [`the bucket belongs to account ${account}`]],
    ['bob', 'allowed-if', [`the bucket belongs to account ${account}`]],
    ['guest', 'allowed-if', [`the bucket belongs to account ${other}`]],
  ])
})

test('a cycle of trust ends', async () => {
  const named = (name: string) => `arn:aws:iam::${account}:role/${name}`
  const ring = ['a', 'b', 'c'].map((name, i, all) => ({
    RoleName: name,
    Arn: named(name),
    AssumeRolePolicyDocument: {
      Statement: { Effect: 'Allow', Principal: { AWS: named(all[(i + 2) % 3] ?? '') }, Action: 'sts:AssumeRole' },
    },
    RolePolicyList: [
      { PolicyName: 'p', PolicyDocument: { Statement: allow('sts:AssumeRole', named(all[(i + 1) % 3] ?? '')) } },
    ],
  }))
  const inventory = buildInventory([details({ RoleDetailList: ring })])
  const world = { inventory, actions, at: '2026-11-01T00:00:00Z' }
  const { findings } = await inTurns(escalationReport(world, methods, usageOf([]), named('c')))
  expect(findings.map(({ principal, hops }) => [principal.at(-1), hops.map(({ to }) => to?.at(-1))])).toEqual([
    ['a', ['b', 'c']],
    ['b', ['c']],
  ])
})

describe('ways to a resource', () => {
  test.each([
    'arn:aws:s3:::backup',
    'arn:aws:s3:::backup/db.dump',
    `arn:aws:secretsmanager:eu-central-1:${account}:secret:db-1`,
  ])('are told with every hop: %s', async (target) => {
    const ways = await waysTo(target)
    expect(Object.keys(ways).sort()).toEqual(['alice', 'bob', 'carol', 'reader'])
    expect(ways.alice?.[0]).toBe('sts-assume-role')
    expect(ways.alice).toHaveLength(2)
    expect([ways.bob?.length, ways.reader?.length]).toEqual([1, 1])
    expect(ways.carol?.[0]).toBe('iam-put-user-policy')
  })

  test('end at what the policy of the resource forbids to everybody', async () => {
    const deny: Source = {
      name: 'policy.json',
      format: 'aws-policy',
      text: JSON.stringify({
        Statement: {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: ['arn:aws:s3:::backup', 'arn:aws:s3:::backup/*'],
        },
      }),
    }
    expect(await waysTo('arn:aws:s3:::backup/db.dump', deny)).toEqual({})
  })

  test('are none to a key whose policy trusts its account only where an identity may use it', async () => {
    const key = `arn:aws:kms:eu-central-1:${account}:key/1`
    const policy: Source = {
      name: 'arn_aws_kms_eu-central-1_111122223333_key_1.json',
      format: 'aws-policy',
      text: JSON.stringify({ Statement: { ...allow('kms:*'), Principal: { AWS: `arn:aws:iam::${account}:root` } } }),
    }
    expect(Object.keys(await waysTo(key, policy)).sort()).toEqual(['bob', 'carol'])
  })
})
