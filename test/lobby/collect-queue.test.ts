import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Source } from '../../shared/source.ts'
import type { FakeQueue, Shape } from '../fake-aws/contract.ts'
import { allow, type Collecting, collecting, readOnly, trailBytes } from './collecting.ts'

let here: Collecting
let queue: FakeQueue
const roleArn = 'arn:aws:iam::111122223333:role/AmazonSecurityLake-abc'
const key = (id: string) =>
  `aws/CLOUD_TRAIL_MGMT/2.0/region=us-east-1/accountId=012345678901/eventDay=20260115/${id} é+1.gz.parquet`

beforeEach(async () => {
  here = await collecting()
  queue = await here.aws.queue('AmazonSecurityLake-abc-Main-Queue', { visibilitySeconds: 30 })
  here.aws.role('AmazonSecurityLake-abc', {
    trust: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::999988887777:user/responder' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'our-id' } },
        },
      ],
    },
    policy: allow(
      ['s3:GetObject', 'arn:aws:s3:::lake/aws/*'],
      [
        [
          'sqs:ReceiveMessage',
          'sqs:DeleteMessage',
          'sqs:GetQueueUrl',
          'sqs:GetQueueAttributes',
          'sqs:ChangeMessageVisibility',
        ],
        '*',
      ],
    ),
  })
  here.signIn(here.aws.user('responder', { account: '999988887777', policy: allow(['sts:AssumeRole', roleArn]) }))
})
afterEach(() => here.close())

const subscriber = (more = {}, externalId = 'our-id') =>
  here.source({
    kind: 'security-lake-queue',
    queue: queue.url,
    access: { roles: [{ arn: roleArn, externalId, duration: 1300 }] },
    ...more,
  })
const lake = (shape: Shape) => here.aws.bucket('lake', { notify: [{ queue: queue.name, shape }] })
const put = (id: string) => here.aws.put('lake', key(id), trailBytes({ id }))

describe('a queue', () => {
  test.each<Shape>(['security-lake', 'eventbridge', 's3', 'security-lake-in-sns', 'eventbridge-in-sns', 's3-in-sns'])(
    'announces objects as %s; its messages stay, and nothing is fetched twice',
    async (shape) => {
      lake(shape)
      await put('one')
      await put('two')
      const result = await here.collect(subscriber())
      expect(result).toMatchObject({ objects: { stored: 2 }, requests: { GetObject: 2 } })
      expect(await here.ids()).toEqual(['one', 'two'])
      expect(await queue.bodies()).toHaveLength(2)
      expect(here.aws.log.filter(({ operation }) => !readOnly.test(operation))).toEqual([])

      const again = await here.collect(subscriber())
      expect(again).toMatchObject({ objects: { stored: 0 }, known: 2 })
      expect(again.requests.GetObject).toBeUndefined()
    },
  )

  test('that is acknowledged is emptied, but for what failed and what nobody understands', async () => {
    lake('s3')
    await put('one')
    await here.aws.put('lake', 'aws/denied/x', trailBytes({ id: 'x' }), { kmsKey: 'arn:aws:kms:us-east-1:1:key/k' })
    await queue.send('poison')
    await queue.send(JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent' }))
    const result = await here.collect(subscriber({ acknowledge: true }))
    expect(await here.ids()).toEqual(['one'])
    const left = await queue.bodies()
    expect(left).toHaveLength(2)
    expect(left).toContain('poison')
    expect(left.join()).toContain('denied')
    expect(result.problems.map(({ state, reason }) => [state, reason])).toEqual(
      expect.arrayContaining([
        ['rejected', expect.stringContaining('kms:Decrypt')],
        ['rejected', 'the message is no JSON object'],
        ['skipped', expect.stringContaining('test event')],
      ]),
    )
  })

  test('with several records in a message, and the same object announced twice', async () => {
    here.aws.bucket('lake')
    const announced = []
    for (const id of ['one', 'two', 'three']) {
      const { etag } = await put(id)
      announced.push({ bucket: 'lake', key: key(id), bytes: 1, etag, region: 'us-east-1', versionId: null })
    }
    await queue.send(here.aws.announcement('s3', announced))
    await queue.send(here.aws.announcement('security-lake', announced.slice(0, 1)))
    const result = await here.collect(subscriber({ acknowledge: true }))
    expect(result).toMatchObject({ objects: { stored: 3 }, requests: { GetObject: 3 } })
    expect(await queue.bodies()).toEqual([])
  })

  test('of findings that are in the messages themselves', async () => {
    const finding = {
      Id: 'f-1',
      ProductArn: 'arn:aws:securityhub:us-east-1::product/aws/x',
      SchemaVersion: '2018-10-08',
      AwsAccountId: '111122223333',
      GeneratorId: 'g',
      Types: [],
      CreatedAt: '2026-01-15T00:00:00Z',
      UpdatedAt: '2026-01-15T00:00:00Z',
      Severity: { Label: 'HIGH' },
      Title: 't',
      Description: 'd',
      Resources: [],
    }
    await queue.send(
      JSON.stringify({
        version: '0',
        id: 'e',
        'detail-type': 'Security Hub Findings - Imported',
        source: 'aws.securityhub',
        account: '111122223333',
        time: '2026-01-15T00:00:00Z',
        region: 'us-east-1',
        resources: [],
        detail: { findings: [finding, { ...finding, Id: 'f-2' }] },
      }),
    )
    const source = here.source({ kind: 'sqs-notifications', queue: queue.arn, access: subscriber().access })
    const result = await here.collect(source)
    expect(result).toMatchObject({ objects: { stored: 1 }, events: { stored: 2 } })
  })

  test('whose role has another external id says so', async () => {
    const result = await here.collect(subscriber({}, 'wrong'))
    expect(result.notes).toMatchObject([{ kind: 'failed', permission: 'sts:AssumeRole' }])
    const checks = await here.api.testSource({ source: subscriber({}, 'wrong') }, here.signal)
    expect(checks[0]).toMatchObject({ ok: false, permission: 'sts:AssumeRole' })
  })

  test('is asked through one session, renewed when AWS ends it', async () => {
    lake('security-lake')
    for (let i = 0; i < 25; i++) await put(`event-${i}`)
    here.aws.faults.add({ kind: 'expire', action: 's3:GetObject', after: 10 })
    expect(await here.collect(subscriber())).toMatchObject({ objects: { stored: 25, rejected: 0 } })
    expect(here.aws.log.filter(({ operation }) => operation === 'AssumeRole').length).toBeLessThan(10)
  })

  test('is tested: depth, age, accounts, one object', async () => {
    lake('security-lake')
    await put('one')
    const checks = await here.api.testSource({ source: subscriber() }, here.signal)
    expect(checks.every(({ ok }) => ok)).toBe(true)
    const text = checks.map((check) => check.text).join('\n')
    for (const part of [
      'assumed-role/AmazonSecurityLake-abc',
      '1 messages wait',
      'the oldest',
      '012345678901: 1 objects',
    ])
      expect(text).toContain(part)
    const plan = await here.plan(subscriber())
    expect(plan.sources[0]).toMatchObject({ objects: 1, bytes: null })
  })

  test('hides its messages as long as slow work takes: no other reader is given one, and none is lost', async () => {
    lake('security-lake')
    for (const id of ['one', 'two', 'three']) await put(id)
    here.aws.faults.add({ kind: 'delay', ms: 5_000, action: 's3:GetObject', times: 3 })
    const { accessKeyId, secretAccessKey } = here.aws.admin
    const other = new SQSClient({
      region: 'us-east-1',
      endpoint: here.aws.url,
      credentials: { accessKeyId, secretAccessKey },
    })
    const stolen: unknown[] = []
    const peeking = setInterval(async () => {
      const isHeld = here.aws.log.some(({ operation }) => operation === 'GetObject')
      const { Messages = [] } = isHeld
        ? await other.send(new ReceiveMessageCommand({ QueueUrl: queue.url, VisibilityTimeout: 0 }))
        : {}
      if (!ended) stolen.push(...Messages)
    }, 300)
    let ended = false
    try {
      // Shorter than a source may say, so that it would pass several times.
      const result = await here.collect({ ...subscriber({ acknowledge: true }), visibility: 2 } as Source)
      ended = true
      expect(result).toMatchObject({ objects: { stored: 3, duplicate: 0 }, requests: { GetObject: 3 } })
    } finally {
      ended = true
      clearInterval(peeking)
      other.destroy()
    }
    expect(stolen).toEqual([])
    expect(await queue.bodies()).toEqual([])
    const hidden = here.aws.log.filter(({ operation }) => operation === 'ChangeMessageVisibilityBatch')
    expect(hidden.length).toBeGreaterThanOrEqual(3)
  })

  test('whose messages may not be kept hidden is collected whole all the same, and the permission is named', async () => {
    lake('security-lake')
    const names = Array.from({ length: 40 }, (_, i) => `event-${10 + i}`)
    for (const id of names) await put(id)
    const receiving = ['sqs:ReceiveMessage', 'sqs:GetQueueUrl', 'sqs:GetQueueAttributes', 's3:GetObject']
    here.signIn(here.aws.user('poor', { policy: allow([receiving, '*'], ['sts:*', '*']) }))
    const source = here.source({ kind: 'security-lake-queue', queue: queue.url })
    const missing = { permission: 'sqs:ChangeMessageVisibility' }
    const checks = await here.api.testSource({ source }, here.signal)
    expect(checks.filter(({ ok }) => !ok)).toMatchObject([missing])
    await queue.lapse()
    // Shorter than a source may say, so that messages come again while others have not come yet.
    here.aws.faults.add({ kind: 'delay', ms: 600, action: 's3:GetObject', times: 40 })
    const { objects, notes } = await here.collect({ ...source, visibility: 1 } as Source)
    expect([objects.stored, objects.duplicate]).toEqual([40, 0])
    expect(await here.ids()).toEqual(names)
    expect(notes).toMatchObject([{ kind: 'problem', ...missing }])
  })

  test('gives messages back when it ends', async () => {
    lake('security-lake')
    await put('one')
    await here.collect(subscriber())
    expect((await here.plan(subscriber())).sources[0]).toMatchObject({ objects: 1 })
  })
})
