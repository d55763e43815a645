import { createHash, generateKeyPairSync } from 'node:crypto'
import { CloudTrailClient, ListPublicKeysCommand, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import {
  GetFindingsCommand,
  GuardDutyClient,
  ListDetectorsCommand,
  ListFindingsCommand,
} from '@aws-sdk/client-guardduty'
import * as macie from '@aws-sdk/client-macie2'
import {
  DeleteObjectCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import * as securityhub from '@aws-sdk/client-securityhub'
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FakeAws, Keys, PolicyDocument, Shape } from './contract.ts'
import { startFakeAws } from './index.ts'
import { testEvent } from './notifications.ts'

let aws: FakeAws
beforeEach(async () => {
  aws = await startFakeAws()
})
afterEach(() => aws.stop())

const at = (keys: Keys, region = 'us-east-1') => ({ endpoint: aws.url, region, credentials: keys })
const s3 = (keys = aws.admin, region = 'us-east-1', more = {}) =>
  new S3Client({ ...at(keys, region), forcePathStyle: true, ...more })
const sqs = (keys = aws.admin, region = 'us-east-1') => new SQSClient(at(keys, region))
const get = async (client: S3Client, Bucket: string, Key: string, more = {}) => {
  const { Body, ...rest } = await client.send(new GetObjectCommand({ Bucket, Key, ...more }))
  return { ...rest, text: (await Body?.transformToString()) ?? '' }
}
const failure = async (asked: Promise<unknown>) => {
  try {
    return `worked: ${JSON.stringify(await asked)}`
  } catch (error) {
    const { name, $metadata: meta } = error as { name: string; $metadata?: { httpStatusCode?: number } }
    return `${name} ${meta?.httpStatusCode ?? ''}`.trim()
  }
}
const statement = (Action: string | string[], Resource: string | string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
})

describe('S3', () => {
  const hostile = ['a b+c', "it's", 'é/ü', '../../x', '日本', 'a%2Fb', '\u0001\n', '&<>"', 'x?y#z', '😀']

  test.each([undefined, 'url'] as const)('lists and gives out any key with encoding %s', async (EncodingType) => {
    aws.bucket('logs')
    for (const key of hostile.filter((one) => EncodingType || one !== '\u0001\n')) await aws.put('logs', key, key)
    const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket: 'logs', EncodingType }))
    const keys = Contents.map(({ Key = '' }) => (EncodingType ? decodeURIComponent(Key.replaceAll('+', ' ')) : Key))
    expect(keys).toEqual(aws.keys('logs'))
    for (const key of keys) expect((await get(s3(), 'logs', key)).text).toBe(key)
  })

  test('lists 5,000 mixed-case keys in pages without losing or repeating one', async () => {
    aws.bucket('logs')
    const keys = Array.from({ length: 5000 }, (_, index) => {
      const name = createHash('md5').update(String(index)).digest('base64url')
      return `AWSLogs/${index % 7}/${name}`
    })
    for (const key of keys) await aws.put('logs', key, '')
    const found: string[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await s3().send(new ListObjectsV2Command({ Bucket: 'logs', ContinuationToken }))
      found.push(...(page.Contents ?? []).map((one) => one.Key ?? ''))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken)
    expect(found).toEqual([...keys].sort())
    expect(aws.log.filter((one) => one.operation === 'ListObjectsV2')).toHaveLength(5)
  })

  test('pages folders, and starts after a key', async () => {
    aws.bucket('logs')
    for (const key of ['a/1', 'a/2', 'b/1', 'b/2', 'c', 'd/1']) await aws.put('logs', key, '')
    const seen: (string | undefined)[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await s3().send(
        new ListObjectsV2Command({ Bucket: 'logs', Delimiter: '/', MaxKeys: 1, ContinuationToken }),
      )
      seen.push(...(page.CommonPrefixes ?? []).map((one) => one.Prefix), ...(page.Contents ?? []).map((one) => one.Key))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken)
    expect(seen).toEqual(['a/', 'b/', 'c', 'd/'])
    const { Contents = [] } = await s3().send(new ListObjectsV2Command({ Bucket: 'logs', StartAfter: 'b/1' }))
    expect(Contents.map((one) => one.Key)).toEqual(['b/2', 'c', 'd/1'])
  })

  test('keeps versions and delete markers', async () => {
    aws.bucket('logs', { versioning: true })
    const first = await aws.put('logs', 'k', 'one')
    await aws.put('logs', 'k', 'two')
    aws.remove('logs', 'k')
    await aws.put('logs', 'other', 'x')
    const client = s3()
    const versions: unknown[] = []
    let [KeyMarker, VersionIdMarker]: (string | undefined)[] = []
    do {
      const page: ListObjectVersionsCommandOutput = await client.send(
        new ListObjectVersionsCommand({ Bucket: 'logs', MaxKeys: 1, KeyMarker, VersionIdMarker }),
      )
      versions.push(...(page.Versions ?? []), ...(page.DeleteMarkers ?? []))
      ;[KeyMarker, VersionIdMarker] = [page.NextKeyMarker, page.NextVersionIdMarker]
    } while (KeyMarker)
    expect(
      versions.map((one) => {
        const { Key, IsLatest, Size } = one as Record<string, unknown>
        return [Key, IsLatest, Size]
      }),
    ).toEqual([
      ['k', true, undefined],
      ['k', false, 3],
      ['k', false, 3],
      ['other', true, 1],
    ])
    expect(await failure(get(client, 'logs', 'k'))).toBe('NoSuchKey 404')
    expect((await get(client, 'logs', 'k', { VersionId: first.versionId })).text).toBe('one')
    expect(aws.keys('logs')).toEqual(['other'])
  })

  test('takes large objects, keeps their encoding and metadata, and gives parts of them', async () => {
    aws.bucket('logs')
    const Body = Buffer.alloc(12 * 1024 * 1024, 'abcdefgh')
    await s3().send(
      new PutObjectCommand({
        Bucket: 'logs',
        Key: 'big',
        Body,
        ContentEncoding: 'gzip',
        Metadata: { signature: 'ff' },
      }),
    )
    const head = await s3().send(new HeadObjectCommand({ Bucket: 'logs', Key: 'big', ChecksumMode: 'ENABLED' }))
    expect([head.ContentLength, head.ContentEncoding, head.Metadata]).toEqual([
      Body.length,
      'gzip',
      { signature: 'ff' },
    ])
    expect(head.ChecksumCRC32).toEqual(expect.any(String))
    const part = await get(s3(), 'logs', 'big', { Range: 'bytes=8-15', IfMatch: head.ETag })
    expect([part.text, part.ContentRange]).toEqual(['abcdefgh', `bytes 8-15/${Body.length}`])
    expect(await failure(get(s3(), 'logs', 'big', { IfMatch: '"other"' }))).toBe('PreconditionFailed 412')
    expect(await failure(get(s3(), 'logs', 'big', { Range: `bytes=${Body.length}-` }))).toBe('InvalidRange 416')
  })

  test.each(['redirect', 'malformed'] as const)(
    'sends a client to the region of the bucket: %s',
    async (wrongRegion) => {
      aws.bucket('far', { region: 'eu-central-1', wrongRegion })
      await aws.put('far', 'k', 'here')
      const refused = { redirect: 'PermanentRedirect 301', malformed: 'AuthorizationHeaderMalformed 400' }[wrongRegion]
      expect(await failure(get(s3(), 'far', 'k'))).toBe(refused)
      const { LocationConstraint } = await s3().send(new GetBucketLocationCommand({ Bucket: 'far' }))
      expect((await get(s3(aws.admin, LocationConstraint), 'far', 'k')).text).toBe('here')
      if (wrongRegion === 'redirect') {
        expect((await get(s3(aws.admin, 'us-east-1', { followRegionRedirects: true }), 'far', 'k')).text).toBe('here')
      }
    },
  )

  test('asks readers to pay, to hold the key, and to wait for the archive', async () => {
    aws.bucket('logs', { requesterPays: true, lifecycle: [{ prefix: 'AWSLogs/', expireDays: 30 }] })
    const kmsKey = `arn:aws:kms:us-east-1:${aws.account}:key/1`
    const reader = aws.user('reader', { account: '999988887777', policy: statement(['s3:Get*', 's3:List*'], '*') })
    await aws.put('logs', 'plain', 'x')
    await aws.put('logs', 'secret', 'x', { kmsKey })
    await aws.put('logs', 'cold', 'x', { storageClass: 'GLACIER' })
    const pays = { RequestPayer: 'requester' as const }
    expect(await failure(get(s3(reader), 'logs', 'plain'))).toBe('AccessDenied 403')
    expect((await get(s3(reader), 'logs', 'plain', pays)).text).toBe('x')
    await expect(get(s3(reader), 'logs', 'secret', pays)).rejects.toThrow(/kms:Decrypt on resource: arn:aws:kms/)
    expect(await failure(get(s3(reader), 'logs', 'cold', pays))).toBe('InvalidObjectState 403')
    const { Rules } = await s3().send(new GetBucketLifecycleConfigurationCommand({ Bucket: 'logs' }))
    expect(Rules?.map((rule) => [rule.Filter?.Prefix, rule.Expiration?.Days])).toEqual([['AWSLogs/', 30]])
  })
})

describe('identities', () => {
  test('refuses what a policy does not allow, and says what that was', async () => {
    aws.bucket('logs')
    await aws.put('logs', 'AWSLogs/x', 'x')
    const reader = aws.user('reader', { policy: statement('s3:GetObject', 'arn:aws:s3:::logs/AWSLogs/*') })
    expect((await get(s3(reader), 'logs', 'AWSLogs/x')).text).toBe('x')
    await expect(s3(reader).send(new ListObjectsV2Command({ Bucket: 'logs' }))).rejects.toThrow(
      'User: arn:aws:iam::111122223333:user/reader is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::logs" because no identity-based policy allows the s3:ListBucket action',
    )
    expect(await failure(s3(reader).send(new DeleteObjectCommand({ Bucket: 'logs', Key: 'AWSLogs/x' })))).toBe(
      'AccessDenied 403',
    )
    expect(await failure(get(s3(reader), 'logs', 'AWSLogs/missing'))).toBe('AccessDenied 403')
  })

  test.each([
    ['another secret', (keys: Keys) => ({ ...keys, secretAccessKey: 'no' }), 'SignatureDoesNotMatch 403'],
    ['unknown keys', (keys: Keys) => ({ ...keys, accessKeyId: 'AKIANOBODY' }), 'InvalidAccessKeyId 403'],
  ])('refuses %s', async (_what, change, refusal) => {
    aws.bucket('logs')
    expect(await failure(s3(change(aws.admin)).send(new ListObjectsV2Command({ Bucket: 'logs' })))).toBe(refusal)
  })

  const trust = (externalId: string, arn: string): PolicyDocument => ({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: arn },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  })
  const assuming = (keys: Keys, RoleArn: string, more: { ExternalId?: string; DurationSeconds?: number }) =>
    fromTemporaryCredentials({
      masterCredentials: keys,
      params: { RoleArn, RoleSessionName: 'coldtrail', ...more },
      clientConfig: { endpoint: aws.url, region: 'us-east-1' },
    })

  test('lets a user into a role with the right external id, for the time it allows', async () => {
    const user = aws.user('responder', { account: '999988887777', policy: statement('sts:AssumeRole', '*') })
    const role = aws.role('Subscriber', {
      trust: trust('ext-1', user.arn),
      policy: statement('s3:GetObject', 'arn:aws:s3:::lake/*'),
    })
    aws.bucket('lake')
    await aws.put('lake', 'k', 'x')
    const by = (more: { ExternalId?: string; DurationSeconds?: number }) =>
      new S3Client({
        endpoint: aws.url,
        region: 'us-east-1',
        forcePathStyle: true,
        credentials: assuming(user, role, more),
      })
    expect((await get(by({ ExternalId: 'ext-1', DurationSeconds: 1300 }), 'lake', 'k')).text).toBe('x')
    expect(await failure(get(by({ ExternalId: 'wrong' }), 'lake', 'k'))).toBe('AccessDenied 403')
    expect(await failure(get(by({}), 'lake', 'k'))).toBe('AccessDenied 403')
    expect(await failure(get(by({ ExternalId: 'ext-1', DurationSeconds: 7200 }), 'lake', 'k'))).toMatch(
      /^ValidationError/,
    )
    expect(aws.log.filter((one) => one.key === 'k').map((one) => one.identity)).toEqual([
      'arn:aws:sts::111122223333:assumed-role/Subscriber/coldtrail',
    ])
  })

  test('tells who is asking, and ends sessions', async () => {
    const user = aws.user('responder')
    const role = aws.role('Subscriber', { trust: trust('ext-1', user.arn) })
    const sts = new STSClient({
      endpoint: aws.url,
      region: 'us-east-1',
      credentials: assuming(user, role, { ExternalId: 'ext-1' }),
    })
    const { Arn, Account } = await sts.send(new GetCallerIdentityCommand({}))
    expect([Arn, Account]).toEqual(['arn:aws:sts::111122223333:assumed-role/Subscriber/coldtrail', '111122223333'])
    aws.expireSessions()
    expect(await failure(sts.send(new GetCallerIdentityCommand({})))).toBe('ExpiredTokenException 403')
  })
})

describe('queues', () => {
  const shapes: readonly Shape[] = [
    'security-lake',
    'eventbridge',
    's3',
    'security-lake-in-sns',
    'eventbridge-in-sns',
    's3-in-sns',
  ]

  test.each(shapes)('announces objects as %s', async (shape) => {
    const queue = await aws.queue('Main-Queue')
    aws.bucket('lake', { notify: [{ queue: queue.name, shape }] })
    await aws.put('lake', 'aws/a b+c=1.parquet', 'x')
    const { QueueUrl } = await sqs().send(new GetQueueUrlCommand({ QueueName: 'Main-Queue' }))
    expect(QueueUrl).toBe(queue.url)
    const { Messages = [] } = await sqs().send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }))
    const outer = JSON.parse(Messages[0]?.Body ?? '{}')
    const body = shape.endsWith('-in-sns') ? JSON.parse(outer.Message) : outer
    const { key } = body.Records?.[0].s3.object ?? body.detail.object
    expect(key).toBe(shape.startsWith('s3') ? 'aws/a+b%2Bc%3D1.parquet' : 'aws/a b+c=1.parquet')
    expect('detail-type' in body).toBe(shape.startsWith('eventbridge'))
  })

  test('hides, extends, counts, deletes and gives up on messages', async () => {
    const dead = await aws.queue('dead')
    const queue = await aws.queue('main', { visibilitySeconds: 0, deadLetter: { queue: dead, after: 2 } })
    await queue.send('not json at all')
    await queue.send(testEvent('logs'))
    await queue.send(
      aws.announcement(
        's3',
        ['a', 'b'].map((key) => ({ bucket: 'logs', key, bytes: 1, etag: 'e', region: 'us-east-1', versionId: null })),
      ),
    )
    const client = sqs()
    const QueueUrl = queue.url
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 30,
        MessageSystemAttributeNames: ['All'],
      }),
    )
    expect(Messages).toHaveLength(3)
    const [first, second] = Messages
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle }))
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: second?.ReceiptHandle, VisibilityTimeout: 0 }),
    )
    const { Attributes } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
    expect(Attributes).toMatchObject({
      QueueArn: queue.arn,
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
    })
    for (let turn = 0; turn < 2; turn++)
      await client.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }))
    expect(await dead.bodies()).toEqual([testEvent('logs')])
    expect(await queue.bodies()).toHaveLength(1)
  })

  test('keeps queues of other accounts and regions apart', async () => {
    const foreign = await aws.queue('theirs', { account: '999988887777' })
    const named = (more: object) => failure(sqs().send(new GetQueueUrlCommand({ QueueName: 'theirs', ...more })))
    expect(await named({})).toMatch(/^QueueDoesNotExist/)
    expect(await named({ QueueOwnerAWSAccountId: '999988887777' })).toContain(foreign.url)
    expect(
      await failure(
        sqs(aws.admin, 'eu-west-1').send(
          new GetQueueUrlCommand({ QueueName: 'theirs', QueueOwnerAWSAccountId: '999988887777' }),
        ),
      ),
    ).toMatch(/^QueueDoesNotExist/)
    const blind = aws.user('blind', { policy: statement('s3:*', '*') })
    await expect(sqs(blind).send(new GetQueueAttributesCommand({ QueueUrl: foreign.url }))).rejects.toThrow(
      'not authorized to perform: sqs:getqueueattributes on resource: arn:aws:sqs:us-east-1:999988887777:theirs',
    )
  })
})

describe('other services', () => {
  test('gives public keys, and looks events up in pages and twice a second', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const value = publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64')
    const day = (text: string) => new Date(`${text}T00:00:00Z`)
    aws.trail.publicKeys.push({ value, fingerprint: 'f'.repeat(32), from: day('2024-01-01'), to: day('2024-02-01') })
    for (let index = 0; index < 60; index++) {
      aws.trail.events.push({
        at: new Date(Date.now() - index * 1000),
        region: 'us-east-1',
        record: JSON.stringify({ eventID: `e${index}` }),
      })
    }
    const client = new CloudTrailClient({ ...at(aws.admin), maxAttempts: 1 })
    const { PublicKeyList = [] } = await client.send(new ListPublicKeysCommand({ StartTime: day('2024-01-15') }))
    expect(Buffer.from(PublicKeyList[0]?.Value ?? []).toString('base64')).toBe(value)
    const one = await client.send(new LookupEventsCommand({}))
    const two = await client.send(new LookupEventsCommand({ NextToken: one.NextToken }))
    expect([one.Events?.length, two.Events?.length, two.NextToken]).toEqual([50, 10, undefined])
    expect(await failure(client.send(new LookupEventsCommand({})))).toBe('ThrottlingException 400')
  })

  test('gives findings where a service is enabled', async () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `f${index}`, Id: `f${index}` }))
    aws.findings.guardduty.set('us-east-1', many(60))
    aws.findings.macie.set('us-east-1', many(60))
    aws.findings.securityhub.set('us-east-1', many(120))
    const guardduty = new GuardDutyClient(at(aws.admin))
    const { DetectorIds = [] } = await guardduty.send(new ListDetectorsCommand({}))
    const DetectorId = DetectorIds[0]
    const first = await guardduty.send(new ListFindingsCommand({ DetectorId }))
    const second = await guardduty.send(new ListFindingsCommand({ DetectorId, NextToken: first.NextToken }))
    const found = await guardduty.send(new GetFindingsCommand({ DetectorId, FindingIds: second.FindingIds }))
    expect([DetectorIds.length, first.FindingIds?.length, found.Findings?.length]).toEqual([1, 50, 10])
    const elsewhere = await new GuardDutyClient(at(aws.admin, 'eu-west-1')).send(new ListDetectorsCommand({}))
    expect(elsewhere.DetectorIds).toEqual([])

    const client = new macie.Macie2Client(at(aws.admin))
    const { findingIds } = await client.send(new macie.ListFindingsCommand({}))
    const described = await client.send(new macie.GetFindingsCommand({ findingIds }))
    expect(described.findings).toHaveLength(50)

    const hub = new securityhub.SecurityHubClient(at(aws.admin))
    const { Findings, NextToken } = await hub.send(new securityhub.GetFindingsCommand({}))
    expect([Findings?.length, NextToken]).toEqual([100, 'page-100'])
  })
})

describe('faults', () => {
  beforeEach(async () => {
    aws.bucket('logs')
    await aws.put('logs', 'k', '0123456789'.repeat(1000), { checksum: true })
  })
  const attempts = async (client = s3()) => (await get(client, 'logs', 'k')).$metadata.attempts

  test('slows down, resets and delays', async () => {
    aws.faults.add({ kind: 'slow-down', action: 's3:GetObject', times: 2 })
    expect(await attempts()).toBe(3)
    aws.faults.add({ kind: 'reset', action: 'GetObject', key: /^k$/ })
    expect(await attempts()).toBe(2)
    aws.faults.add({ kind: 'delay', ms: 30 })
    expect(await attempts()).toBe(1)
    expect(aws.log.map((one) => one.fault)).toEqual(['slow-down', 'slow-down', null, 'reset', null, 'delay'])
  })

  test('cuts, stalls, drips and flips bodies', async () => {
    aws.faults.add({ kind: 'cut', at: 10 })
    await expect(attempts()).rejects.toThrow(/aborted|reset|terminated|premature/i)
    aws.faults.add({ kind: 'drip', bytes: 5000, ms: 5 })
    expect(await attempts()).toBe(1)
    aws.faults.add({ kind: 'flip' })
    expect(await failure(get(s3(), 'logs', 'k', { ChecksumMode: 'ENABLED' }))).toMatch(/^Error/)
    aws.faults.add({ kind: 'stall', at: 10 })
    await expect(
      get(s3(aws.admin, 'us-east-1', { requestHandler: { requestTimeout: 200, socketTimeout: 200 } }), 'logs', 'k'),
    ).rejects.toThrow()
  })

  test('hangs until the client gives up, and lets some pass first', async () => {
    aws.faults.add({ kind: 'hang', after: 1 })
    expect(await attempts()).toBe(1)
    await expect(
      s3().send(new GetObjectCommand({ Bucket: 'logs', Key: 'k' }), { abortSignal: AbortSignal.timeout(100) }),
    ).rejects.toThrow()
  })

  test('has a clock of its own, which clients follow', async () => {
    aws.clock.offsetMs = 20 * 60_000
    expect(await attempts()).toBe(2)
  })
})
