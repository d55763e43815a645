import { randomUUID } from 'node:crypto'
import type { Announced, Shape } from './contract.ts'
import { encode } from './signature.ts'

/** What S3, EventBridge or Security Lake write into a queue about objects. EventBridge says one object a message. */
export function announcement(shape: Shape, objects: readonly Announced[], account: string, at: Date): string {
  const [kind, wrapped] = shape.endsWith('-in-sns') ? [shape.slice(0, -'-in-sns'.length), true] : [shape, false]
  const [first] = objects
  if (!first) throw new Error('an announcement needs an object')
  const body = JSON.stringify(
    kind === 's3'
      ? { Records: objects.map((one) => s3Record(one, at)) }
      : eventBridge(first, account, at, kind === 'eventbridge'),
  )
  return wrapped ? inSns(body, account, first.region, at) : body
}

/** What S3 sends when somebody sets up a notification. */
export function testEvent(bucket: string): string {
  return JSON.stringify({
    Service: 'Amazon S3',
    Event: 's3:TestEvent',
    Time: '2024-01-15T00:00:00.000Z',
    Bucket: bucket,
  })
}

function s3Record(object: Announced, at: Date): object {
  return {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: object.region,
    eventTime: at.toISOString(),
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'AWS:AROAFAKE' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'logs',
      bucket: { name: object.bucket, ownerIdentity: { principalId: 'A1FAKE' }, arn: `arn:aws:s3:::${object.bucket}` },
      object: {
        key: encode(object.key).replaceAll('%2F', '/').replaceAll('%20', '+'),
        size: object.bytes,
        eTag: object.etag,
        ...(object.versionId ? { versionId: object.versionId } : {}),
        sequencer: '0065A4A0B0C0D0E0F0',
      },
    },
  }
}

/** The body of Security Lake is EventBridge's without `version`, `id` and `detail-type`; the key is not encoded. */
function eventBridge(object: Announced, account: string, at: Date, whole: boolean): object {
  const version = object.versionId ? { 'version-id': object.versionId } : {}
  return {
    ...(whole ? { version: '0', id: randomUUID(), 'detail-type': 'Object Created' } : {}),
    source: 'aws.s3',
    account,
    time: at.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: object.region,
    resources: [`arn:aws:s3:::${object.bucket}`],
    detail: {
      ...(whole ? { version: '0' } : {}),
      bucket: { name: object.bucket },
      object: { key: object.key, size: object.bytes, etag: object.etag, ...(whole ? version : {}) },
      'request-id': 'FAKEAWS000000000',
      requester: whole ? account : 'securitylake.amazonaws.com',
      ...(whole ? { reason: 'PutObject' } : {}),
    },
  }
}

function inSns(message: string, account: string, region: string, at: Date): string {
  return JSON.stringify({
    Type: 'Notification',
    MessageId: randomUUID(),
    TopicArn: `arn:aws:sns:${region}:${account}:logs`,
    Subject: 'Amazon S3 Notification',
    Message: message,
    Timestamp: at.toISOString(),
    SignatureVersion: '1',
    Signature: 'RkFLRQ==',
    SigningCertURL: `https://sns.${region}.amazonaws.com/SimpleNotificationService-fake.pem`,
  })
}
