import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../fake-aws/contract.ts'
import { type Collecting, collecting, putTrail, readOnly } from './collecting.ts'

/** One case for all: each test has a bucket and events of its own. */
let here: Collecting
beforeAll(async () => {
  here = await collecting()
  here.signIn(here.aws.user('responder'))
})
afterAll(() => here.close())

let bucket: string
let ids: readonly string[]
let count = 0
beforeEach(async () => {
  bucket = `trail-${++count}`
  ids = Array.from({ length: 24 }, (_, i) => `${bucket}-event-${String(i).padStart(3, '0')}`)
  here.aws.faults.clear()
  here.aws.log.length = 0
})
const fill = () => putTrail(here.aws, bucket, ...ids.map((id) => ({ id })))
const source = (more: object = {}) =>
  here.source({ kind: 's3-bucket', name: bucket, bucket, layout: 'cloudtrail', ...more })

/** Every event once, no object that failed, nothing asked that may not be asked, and the fault did happen. */
async function expectAll(hits: number, mayDelete = false): Promise<void> {
  const found = (await here.ids()).filter((id) => id.startsWith(`${bucket}-`))
  expect(found).toEqual(ids)
  expect((await here.objects()).filter(({ state }) => state !== 'stored')).toEqual([])
  expect(here.aws.log.filter(({ fault }) => fault !== null)).toHaveLength(hits)
  const forbidden = here.aws.log.filter(({ operation }) => !readOnly.test(operation))
  expect(forbidden.filter(({ operation }) => !mayDelete || operation !== 'DeleteMessage')).toEqual([])
}

const faults: readonly (readonly [string, Fault])[] = [
  ['503 SlowDown, ten times', { kind: 'slow-down', times: 10 }],
  ['500 InternalError', { kind: 'error', status: 500, code: 'InternalError', times: 5 }],
  ['503 ServiceUnavailable', { kind: 'error', status: 503, code: 'ServiceUnavailable', times: 5 }],
  ['400 RequestTimeout', { kind: 'error', status: 400, code: 'RequestTimeout', times: 3 }],
  ['a connection that is reset', { kind: 'reset', times: 8 }],
  ['a body that is cut before its first byte', { kind: 'cut', at: 0, times: 5 }],
  ['a body that is cut in the middle', { kind: 'cut', times: 8 }],
  ['a body that is cut again wherever it is continued', { kind: 'cut', at: 20, times: 6, key: /event-007/ }],
  ['a byte that is flipped', { kind: 'flip', times: 4 }],
  ['an answer that comes late', { kind: 'delay', ms: 300, times: 10 }],
  ['a network of a few bytes at a time', { kind: 'drip', bytes: 64, ms: 15, times: 20 }],
]
const ofListing = faults.filter(([, { kind, key }]) => kind !== 'flip' && key === undefined)

describe('a bucket is collected whole in spite of', () => {
  beforeEach(async () => {
    here.aws.bucket(bucket)
    await fill()
  })

  test.each(faults)('%s, when objects are read', async (_what, fault) => {
    here.aws.faults.add({ action: 's3:GetObject', ...fault })
    await here.collect(source())
    await expectAll(fault.times ?? 1)
  })

  test.each(ofListing)('%s, when it is listed', async (_what, fault) => {
    here.aws.faults.add({ action: 's3:ListBucket', ...fault, times: 2 })
    await here.collect(source())
    await expectAll(2)
  })

  test('all of that at once', async () => {
    for (const [, fault] of faults) here.aws.faults.add({ action: 's3:GetObject', ...fault, times: 2 })
    for (const [, fault] of ofListing.slice(0, 3)) here.aws.faults.add({ action: 's3:ListBucket', ...fault, times: 1 })
    await here.collect(source())
    await expectAll(faults.length * 2 + 3)
  })

  test.each([-20, 20])('a clock that is %i minutes off', async (minutes) => {
    here.aws.clock.offsetMs = minutes * 60_000
    await here.collect(source())
    here.aws.clock.offsetMs = 0
    await expectAll(0)
    expect(here.aws.log.some(({ status }) => status === 403)).toBe(true)
  })

  test('a role’s session that ends five times in the middle', async () => {
    const trust = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] } as const
    const arn = here.aws.role('Reader', { trust })
    here.aws.faults.add({ kind: 'expire', action: 's3:GetObject', after: 4, times: 5 })
    await here.collect(source({ access: { roles: [{ arn }] } }))
    await expectAll(5)
    expect(here.aws.log.filter(({ operation }) => operation === 'AssumeRole').length).toBeGreaterThan(1)
  })
})

describe('a queue is collected whole in spite of', () => {
  const unavailable = { kind: 'error', status: 503, code: 'ServiceUnavailable' } as const
  const asking: readonly (readonly [string, readonly Fault[]])[] = [
    [
      'refusals and resets when it is asked',
      [
        { ...unavailable, action: 'sqs:ReceiveMessage', times: 2 },
        { kind: 'reset', action: 'sqs:ReceiveMessage', after: 1 },
        { kind: 'error', status: 400, code: 'ThrottlingException', action: 'sqs:GetQueueUrl' },
      ],
    ],
    [
      'cut bodies and SlowDown for what it announces',
      [
        { kind: 'cut', action: 's3:GetObject', times: 5 },
        { kind: 'slow-down', action: 's3:GetObject', times: 5 },
      ],
    ],
    ['resets when messages are deleted', [{ kind: 'reset', action: 'sqs:DeleteMessage', times: 2 }]],
  ]

  test.each(asking)('%s', async (what, faults) => {
    const acknowledge = what.includes('deleted')
    const queue = await here.aws.queue(bucket)
    here.aws.bucket(bucket, { notify: [{ queue: queue.name, shape: 'eventbridge' }] })
    await fill()
    for (const fault of faults) here.aws.faults.add(fault)
    await here.collect(here.source({ kind: 'sqs-notifications', name: bucket, queue: queue.name, acknowledge }))
    await expectAll(
      faults.reduce((sum, { times = 1 }) => sum + times, 0),
      acknowledge,
    )
    expect(await queue.bodies()).toHaveLength(acknowledge ? 0 : ids.length)
  })
})
