import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readActionFacts } from '../../main/iam/actions.ts'
import { actionOf } from '../../main/iam/event-actions.ts'
import { isNamed } from '../../main/iam/named.ts'
import { type Assumption, usageOf } from '../../main/iam/usage.ts'

const once = { first: '2026-03-11T01:36:20.000Z', last: '2026-03-11T01:36:20.000Z', count: 1, sessions: [], ips: [] }
const alice = 'arn:aws:iam::111122223333:user/alice'

describe('a call in the log needs the action', () => {
  test.each([
    ['s3', 'ListObjectsV2', 's3:listbucket'],
    ['s3', 'HeadObject', 's3:getobject'],
    ['s3', 'CompleteMultipartUpload', 's3:putobject'],
    ['s3', 'ListBuckets', 's3:listallmybuckets'],
    ['s3', 'GetPublicAccessBlock', 's3:getbucketpublicaccessblock'],
    ['lambda', 'Invoke', 'lambda:invokefunction'],
    ['lambda', 'UpdateFunctionCode20150331v2', 'lambda:updatefunctioncode'],
    ['cloudfront', 'UpdateDistribution2016_11_25', 'cloudfront:updatedistribution'],
    ['monitoring', 'PutMetricAlarm', 'cloudwatch:putmetricalarm'],
    ['email', 'SendEmail', 'ses:sendemail'],
    ['apigateway', 'CreateRestApi', 'apigateway:post'],
    ['apigateway', 'UpdateStage', 'apigateway:patch'],
    ['sqs', 'SendMessageBatch', 'sqs:sendmessage'],
    ['iam', 'CreateAccessKey', 'iam:createaccesskey'],
  ])('%s %s: %s', (service, call, action) => {
    const known = readActionFacts(readFileSync('assets/iam-actions.json', 'utf8'))
    expect([actionOf(service, call), known.has(actionOf(service, call))]).toEqual([action, true])
  })
})

describe('a call that names something', () => {
  test.each([
    ['arn:aws:iam::111122223333:user/team/bob', 'user/bob', true],
    ['arn:aws:iam::111122223333:user/bob', 'role/bob', false],
    ['arn:aws:iam::111122223333:user/bob', 'user/bobby', false],
    ['arn:aws:iam::111122223333:role/x', 'arn:aws:iam::444455556666:role/x', false],
    ['arn:aws:iam::111122223333:role/x', 'arn:aws:iam::111122223333:role/x', true],
    ['arn:aws:s3:::exports', 'exports', true],
    ['arn:aws:s3:::exports', 'exports-prod', false],
    ['arn:aws:s3:::exports/a', 'exports', false],
    ['arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf', 'prod/db', true],
    ['arn:aws:lambda:eu-west-1:111122223333:function:pay', 'pay', true],
    [
      'arn:aws:lambda:eu-west-1:111122223333:function:pay',
      'arn:aws:lambda:eu-west-1:111122223333:function:pay:7',
      true,
    ],
    ['arn:aws:sqs:eu-west-1:111122223333:jobs', 'other', false],
  ])('acts on %s when it says %s: %s', (arn, target, expected) => {
    expect(isNamed(arn, target)).toBe(expected)
  })
})

describe('use', () => {
  const usage = usageOf([
    { ...once, principal: alice, service: 'iam', action: 'CreateAccessKey', targets: ['user/bob'] },
    { ...once, principal: alice, service: 'iam', action: 'CreateAccessKey', targets: ['user/carol'] },
  ])
  test.each([
    [undefined, 2],
    [['arn:aws:iam::111122223333:user/bob'], 1],
    [['arn:aws:iam::111122223333:user/dave'], undefined],
  ])('is of what the calls name: %s', (onto, count) => {
    expect(usage.of(alice, ['iam:CreateAccessKey'], onto)?.count).toBe(count)
  })

  const role = 'arn:aws:iam::111122223333:role/backup'
  const taken = (by: string | null, account: string | null, action = 'AssumeRole'): Assumption => {
    return { ...once, role, action, by, account }
  }
  const all = usageOf(
    [],
    [
      taken('AIDAFOREIGN', '999988887777'),
      taken(alice, '111122223333'),
      taken('lambda.amazonaws.com', null),
      taken('repo:acme/app', null, 'AssumeRoleWithWebIdentity'),
    ],
  )
  test.each([
    ['*', 1],
    ['999988887777', 1],
    ['arn:aws:iam::999988887777:root', 1],
    ['arn:aws:iam::999988887777:role/any', 1],
    ['arn:aws:iam::111122223333:user/bob', undefined],
    [alice, 1],
    ['lambda.amazonaws.com', 1],
    ['ec2.amazonaws.com', undefined],
    ['arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com', 1],
    ['AIDAFOREIGN', 1],
    ['222222222222', undefined],
  ])('of a trust is by whom it lets in: %s', (letIn, count) => {
    expect(all.assumed(role, letIn)?.count).toBe(count)
    expect(all.assumed(`${role}-other`, letIn)).toBeNull()
  })
})
