import { describe, expect, test } from 'vitest'
import { readMessage } from '../../main/source/queue/message.ts'
import { offersOf } from '../../main/source/queue/open-queue.ts'

const lake = {
  source: 'aws.s3',
  region: 'eu-west-1',
  detail: { bucket: { name: 'b' }, object: { key: 'a b+c=é.parquet', size: 7, etag: 'e' } },
}
const eventbridge = {
  ...lake,
  version: '0',
  'detail-type': 'Object Created',
  detail: { ...lake.detail, object: { ...lake.detail.object, 'version-id': 'v' } },
}
const record = (key: string, eventName = 'ObjectCreated:Put') => ({
  eventName,
  awsRegion: 'eu-west-1',
  s3: { bucket: { name: 'b' }, object: { key, size: 7, eTag: 'e', versionId: 'v' } },
})
const sns = (message: unknown) => ({ Type: 'Notification', Message: JSON.stringify(message) })
const object = { bucket: 'b', key: 'a b+c=é.parquet', bytes: 7, etag: 'e', version: null, region: 'eu-west-1' }
const s3Key = 'a+b%2Bc%3D%C3%A9.parquet'

describe('a message', () => {
  test.each([
    ['of Security Lake', lake, [object]],
    ['of EventBridge', eventbridge, [{ ...object, version: 'v' }]],
    ['of S3', { Records: [record(s3Key)] }, [{ ...object, version: 'v' }]],
    [
      'of S3 with several records',
      { Records: [record('1'), record('2'), record('3', 'ObjectRemoved:Delete')] },
      [
        { ...object, key: '1', version: 'v' },
        { ...object, key: '2', version: 'v' },
      ],
    ],
    ['of Security Lake through SNS', sns(lake), [object]],
    ['of S3 through SNS', sns({ Records: [record(s3Key)] }), [{ ...object, version: 'v' }]],
    ['with a key that is not form-encoded', { Records: [record('100%')] }, [{ ...object, key: '100%', version: 'v' }]],
  ])('%s announces its objects', (_, body, objects) => {
    expect(readMessage(JSON.stringify(body))).toEqual({ kind: 'objects', objects })
  })

  test.each([
    ['a test event', { Service: 'Amazon S3', Event: 's3:TestEvent' }, 'nothing'],
    ['a test event through SNS', sns({ Event: 's3:TestEvent' }), 'nothing'],
    ['a removal', { Records: [record('x', 'ObjectRemoved:Delete')] }, 'nothing'],
    ['a deletion of EventBridge', { ...eventbridge, 'detail-type': 'Object Deleted' }, 'nothing'],
    ['findings', { 'detail-type': 'Security Hub Findings - Imported', detail: { findings: [{}] } }, 'content'],
    ['findings through SNS', sns({ 'detail-type': 'GuardDuty Finding', detail: { id: 'x' } }), 'content'],
    ['no records', { Records: [] }, 'unknown'],
    ['a record of something else', { Records: [{ dynamodb: {} }] }, 'unknown'],
    ['no bucket', { detail: { bucket: {}, object: { key: 'x' } } }, 'unknown'],
    ['another object', { hello: 1 }, 'unknown'],
    ['a list', [1], 'unknown'],
    ['null', null, 'unknown'],
  ])('with %s is %#', (_, body, kind) => expect(readMessage(JSON.stringify(body)).kind).toBe(kind))

  test.each(['', 'hello', '{"a":', '\ufeff{}', '"x"'])('%j is poison, not an error', (body) => {
    expect(readMessage(body).kind).toBe('unknown')
  })

  test('of SNS inside SNS inside SNS ends somewhere', () => {
    const deep = [1, 2, 3, 4, 5, 6].reduce<unknown>((inner) => sns(inner), lake)
    expect(readMessage(JSON.stringify(deep)).kind).toBe('unknown')
  })

  test('always ends in at least one offer', () => {
    for (const body of ['poison', JSON.stringify(lake), JSON.stringify({ Event: 's3:TestEvent' })])
      expect(offersOf('q', 'id', body, Number.NaN)).toHaveLength(1)
    expect(offersOf('q', 'id/../x', 'poison', 0)[0]).toMatchObject({
      uri: 'sqs://q/id%2F..%2Fx.json',
      unreadable: { state: 'rejected' },
      message: 'id/../x',
    })
  })
})
