import { describe, expect, test } from 'vitest'
import { buildInventory } from '../../main/iam/model/build.ts'
import { decide } from '../../main/iam/policy/decide.ts'
import { factsOf } from '../../main/iam/policy/facts.ts'

const key = 'arn:aws:kms:us-east-1:111122223333:key/1'
const bob = 'arn:aws:iam::111122223333:user/bob'
const read = (given: object, name = 'answer.json') =>
  buildInventory([{ name, format: 'aws-answers', text: JSON.stringify(given) }])

describe('grants of a key', () => {
  const grant = (more: object) => ({
    KeyId: key,
    GrantId: 'g',
    GranteePrincipal: bob,
    Operations: ['Decrypt'],
    ...more,
  })
  const may = (grants: readonly object[], action: string, context: Readonly<Record<string, string>> | null = null) => {
    const pairs = Object.entries(context ?? {})
    return decide(
      {
        action,
        resource: key,
        caller: { kind: 'user', arn: bob, account: '111122223333', session: null, id: null },
        owner: '111122223333',
        facts: factsOf(
          context === null
            ? []
            : [
                ['kms:encryptioncontext/*', null],
                ['kms:encryptioncontextkeys', Object.keys(context)],
                ...pairs.map(([name, value]) => [`kms:EncryptionContext:${name}`, [value]] as const),
              ],
        ),
      },
      {
        identity: [],
        boundary: null,
        session: null,
        scps: null,
        rcps: null,
        resource: read({ Grants: grants }).resources.get(key) ?? [],
        endpoint: null,
      },
    ).result
  }
  const equals = { Constraints: { EncryptionContextEquals: { team: 'data' } } }
  const subset = { Constraints: { EncryptionContextSubset: { team: 'data' } } }

  test.each([
    ['its operations', [grant({})], 'kms:Decrypt', null, 'allowed'],
    ['no others', [grant({})], 'kms:Encrypt', null, 'denied'],
    [
      'retiring it to whom that was given',
      [grant({ GranteePrincipal: 'x', RetiringPrincipal: bob })],
      'kms:RetireGrant',
      null,
      'allowed',
    ],
    [
      'nobody for a service',
      [grant({ GranteePrincipal: 'dynamodb.us-east-1.amazonaws.com' })],
      'kms:Decrypt',
      null,
      'denied',
    ],
    ['if the context is not known', [grant(subset)], 'kms:Decrypt', null, 'allowed-if'],
    ['with the context', [grant(subset)], 'kms:Decrypt', { team: 'data', more: 'x' }, 'allowed'],
    ['not with another context', [grant(subset)], 'kms:Decrypt', { team: 'else' }, 'denied'],
    ['not with more context than that', [grant(equals)], 'kms:Decrypt', { team: 'data', more: 'x' }, 'denied'],
    [
      'what has no context, whatever the constraint',
      [grant({ ...equals, Operations: ['DescribeKey'] })],
      'kms:DescribeKey',
      null,
      'allowed',
    ],
  ] as const)('let the grantee do: %s', (_, grants, action, context, result) => {
    expect(may(grants, action, context)).toBe(result)
  })

  test('that do not say of which key they are are remarked upon', () => {
    expect(read({ Grants: [{ GrantId: 'g' }] }).remarks).toContainEqual(
      expect.stringContaining('of which key they are'),
    )
  })
})

test.each([
  [
    'list-functions',
    { Functions: [{ FunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:f' }] },
    'AWS::Lambda::Function',
  ],
  ['list-function-url-configs', { FunctionUrlConfigs: [{ FunctionArn: 'a', AuthType: 'NONE' }] }, 'AWS::Lambda::Url'],
  [
    'get-access-point',
    { AccessPointArn: 'arn:aws:s3:us-east-1:111122223333:accesspoint/p', PublicAccessBlockConfiguration: {} },
    'AWS::S3::AccessPoint',
  ],
  [
    'get-public-access-block of an account where none was set',
    { PublicAccessBlockConfiguration: null },
    'AWS::S3::AccountPublicAccessBlock',
  ],
])('the answer of %s is read', (_, given, type) => {
  const { items, remarks } = read(given, 'of-111122223333.json')
  expect(items.map((item) => item.type)).toContain(type)
  expect(remarks.filter((each) => each.includes('of-111122223333'))).toEqual([])
})

test.each([
  'arn:aws:kms:us-east-1:111122223333:key/1',
  'arn:aws:ecr:us-east-1:111122223333:repository/app',
  'arn:aws:lambda:us-east-1:111122223333:function:secret_shop',
  'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf',
  'arn:aws:sqs:us-east-1:111122223333:function_jobs',
])('a file that is named after %s is its policy', (arn) => {
  const statement = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }
  const name = `${arn.replace(/[:/]/g, '_')}.json`
  expect([...read({ Policy: JSON.stringify({ Statement: [statement] }) }, name).resources.keys()]).toEqual([arn])
})

test('an access point under Block Public Access is as shut as a bucket', () => {
  const arn = 'arn:aws:s3:us-east-1:111122223333:accesspoint/p'
  const { restricted } = read({ AccessPointArn: arn, PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } })
  expect([...restricted]).toEqual([arn])
})
