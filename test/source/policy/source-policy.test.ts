import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openSource } from '../../../main/source/index.ts'
import { sourcePolicy } from '../../../main/source/policy/source-policy.ts'
import type { Ground, Offer, OpenSource } from '../../../main/source/source.ts'
import { Source, type SourceInput } from '../../../shared/source.ts'
import type { PolicyFacts } from '../../../shared/source-policy.ts'
import type { FakeAws, Keys, PolicyDocument } from '../../fake-aws/contract.ts'
import { startFakeAws } from '../../fake-aws/index.ts'
import { someAnalyzer, someOrganization, someResources } from '../../some-identities.ts'

const nothing: PolicyFacts = { principal: null, keys: [], buckets: [] }
const role = (partition = 'aws') => ({
  arn: `arn:${partition}:iam::111122223333:role/AmazonSecurityLake-1`,
  externalId: 'ext-1',
})

describe('the policy of a source', () => {
  const cases: readonly [string, SourceInput, PolicyFacts?][] = [
    ['bucket', { kind: 's3-bucket', name: 'a', bucket: 'trail-logs', layout: 'cloudtrail' }],
    [
      'bucket-with-path-and-delete',
      {
        kind: 's3-bucket',
        name: 'a',
        bucket: 'logs',
        layout: 'firehose',
        path: 'macie$*?/',
        versions: false,
        deleteAfter: true,
      },
    ],
    [
      'bucket-in-china',
      {
        kind: 's3-bucket',
        name: 'a',
        bucket: 'logs',
        layout: 'guardduty',
        access: { region: 'cn-north-1', requesterPays: true },
      },
      { ...nothing, keys: ['arn:aws-cn:kms:cn-north-1:111122223333:key/1'] },
    ],
    [
      'security-lake-queue',
      {
        kind: 'security-lake-queue',
        name: 'a',
        queue: 'AmazonSecurityLake-1-Main-Queue',
        access: { region: 'eu-west-1', roles: [role()] },
      },
      { ...nothing, principal: 'arn:aws:iam::999988887777:user/responder' },
    ],
    [
      'notifications-acknowledged',
      {
        kind: 'sqs-notifications',
        name: 'a',
        queue: 'https://sqs.us-gov-west-1.amazonaws.com/444455556666/logs',
        acknowledge: true,
      },
    ],
    [
      'chain-with-mfa',
      {
        kind: 'security-lake-listing',
        name: 'a',
        bucket: 'aws-security-data-lake-us-gov-west-1-x',
        access: {
          roles: [
            { ...role('aws-us-gov'), mfaSerial: 'arn:aws-us-gov:iam::999988887777:mfa/responder' },
            { arn: 'arn:aws-us-gov:iam::444455556666:role/Reader' },
          ],
        },
      },
    ],
    ['cloudtrail-events', { kind: 'api-cloudtrail', name: 'a', regions: ['us-east-1', 'eu-west-1'] }],
    ['guardduty-findings', { kind: 'api-guardduty', name: 'a', access: { roles: [role()] } }],
    ['macie-findings', { kind: 'api-macie', name: 'a' }],
    ['identities', { kind: 'api-iam', name: 'a', regions: ['us-east-1'] }],
    ['securityhub-findings', { kind: 'api-securityhub', name: 'a', access: { roles: [role('aws-us-gov')] } }],
  ]

  test.each(cases)('of %s is the golden one', async (name, input, facts = nothing) => {
    const { documents, notes } = sourcePolicy(Source.parse(input), facts)
    const parts = documents.map(({ title, attach, json }) => `# ${title}\n# ${attach}\n${json}\n`)
    for (const { json } of documents) expect(json).toBe(JSON.stringify(JSON.parse(json), null, 2))
    const text = [...notes.map((note) => `! ${note}\n`), ...parts].join('\n')
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'golden', `${name}.txt`))
  })
})

describe('with that policy and nothing else', () => {
  let aws: FakeAws
  beforeEach(async () => {
    aws = await startFakeAws()
  })
  afterEach(() => aws.stop())

  const kmsKey = 'arn:aws:kms:us-east-1:111122223333:key/1'
  const trail =
    'AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/15/111122223333_CloudTrail_us-east-1_20240115T0005Z_a.json.gz'
  const digest = trail.replace('/CloudTrail/', '/CloudTrail-Digest/')

  const ground = (keys: Keys): Ground => ({
    ask: {
      mfaCode: async () => '123456',
      keys: async () => ({ ...keys, sessionToken: null }),
      sessions: new Map(),
    },
    onCall: () => undefined,
    collected: async () => [],
  })

  /** Collects everything that a source offers, and settles it; answers what AWS refused on the way. */
  async function collect(source: Source, keys: Keys): Promise<readonly string[]> {
    const from = aws.log.length
    const signal = AbortSignal.timeout(20_000)
    const open = await openSource(source, ground(keys))
    try {
      // That of identities asks the same again.
      if (source.kind !== 'api-iam') for await (const _ of open.test(signal));
      for await (const offer of open.offers(signal)) {
        if (offer.kind !== 'offer' || offer.unreadable) continue
        if (offer.inline === null && !(await read(open, offer, signal))) continue
        await open.settle([{ offer, state: 'stored', etag: offer.etag, verified: 'a'.repeat(64) }], signal)
        // A queue that is empty is waited for.
        if (open.kind === 'live' && source.kind !== 'api-iam') break
      }
    } catch {
      // What was refused is in the log.
    } finally {
      await open.close()
    }
    return aws.log.slice(from).flatMap((one) => (one.status === 403 || one.status === 400 ? one.action : []))
  }

  async function read(open: OpenSource, offer: Offer, signal: AbortSignal): Promise<boolean> {
    try {
      await open.get(offer, 0, offer.etag, () => () => {}, signal)
      return true
    } catch {
      return false
    }
  }

  const policy = (source: Source, facts: PolicyFacts, kinds: readonly string[]): PolicyDocument => ({
    Statement: sourcePolicy(source, facts)
      .documents.filter(({ kind }) => kinds.includes(kind))
      .flatMap(({ json }) => (JSON.parse(json) as PolicyDocument).Statement),
  })

  /** The same policy, each time without one of its actions; `alone`: and with no other statement, where they have nothing to do with each other. */
  function* without(whole: PolicyDocument, alone: boolean): Generator<readonly [string, PolicyDocument]> {
    for (const [place, statement] of whole.Statement.entries()) {
      // No queue is encrypted here.
      if (statement.Sid === 'DecryptMessages') continue
      for (const missing of [statement.Action].flat()) {
        // Lifecycle rules are looked at when a collection is planned, not while it runs.
        if (missing === 's3:GetLifecycleConfiguration') continue
        const rest = [statement.Action].flat().filter((action) => action !== missing)
        const changed = rest.length === 0 ? [] : [{ ...statement, Action: rest }]
        yield [missing, { Statement: alone ? changed : whole.Statement.toSpliced(place, 1, ...changed) }]
      }
    }
  }

  const access = () => ({
    credentials: { kind: 'keys' as const },
    region: 'us-east-1',
    endpoint: aws.url,
    pathStyle: true,
    stsEndpoint: aws.url,
    serviceEndpoint: aws.url,
  })
  const updatedAt = new Date(Date.now() - 3_600_000).toISOString()
  const finding = { id: 'f', updatedAt }

  const sources: readonly (readonly [string, (arn: string) => SourceInput])[] = [
    [
      'a bucket',
      () => ({
        kind: 's3-bucket',
        name: 'a',
        bucket: 'logs',
        layout: 'cloudtrail',
        deleteAfter: true,
        access: access(),
      }),
    ],
    [
      'a folder of a bucket',
      () => ({
        kind: 's3-bucket',
        name: 'a',
        bucket: 'logs',
        layout: 'firehose',
        path: 'fire*hose/',
        versions: false,
        access: access(),
      }),
    ],
    ['a lake by listing', () => ({ kind: 'security-lake-listing', name: 'a', bucket: 'lake', access: access() })],
    ['a queue', (arn) => ({ kind: 'sqs-notifications', name: 'a', queue: arn, acknowledge: true, access: access() })],
    ['CloudTrail events', () => ({ kind: 'api-cloudtrail', name: 'a', regions: ['us-east-1'], access: access() })],
    ['GuardDuty findings', () => ({ kind: 'api-guardduty', name: 'a', regions: ['us-east-1'], access: access() })],
    ['Macie findings', () => ({ kind: 'api-macie', name: 'a', regions: ['us-east-1'], access: access() })],
    ['identities', () => ({ kind: 'api-iam', name: 'a', regions: ['us-east-1'], access: access() })],
    ['Security Hub findings', () => ({ kind: 'api-securityhub', name: 'a', regions: ['us-east-1'], access: access() })],
  ]

  test.each(sources)('%s is collected without a refusal, and each permission of it is needed', async (_name, make) => {
    const queue = await aws.queue('announcements')
    aws.bucket('logs', { versioning: true, notify: [{ queue: queue.name, shape: 's3', prefix: 'AWSLogs/' }] })
    aws.bucket('lake')
    const fill = async () => {
      await aws.put('logs', trail, 'old')
      await aws.put('logs', trail, 'x', { kmsKey })
      await aws.put('logs', digest, 'x')
      await aws.put('logs', 'fire*hose/2024/01/15/00/a', 'x', { kmsKey })
      await aws.put(
        'lake',
        'aws/CLOUD_TRAIL_MGMT/2.0/region=us-east-1/accountId=111122223333/eventDay=20240115/a.parquet',
        'x',
        { kmsKey },
      )
    }
    await fill()
    aws.trail.events.push({ at: new Date(), region: 'us-east-1', record: '{"eventID":"e"}' })
    aws.findings.guardduty.set('us-east-1', [finding])
    aws.findings.macie.set('us-east-1', [finding])
    aws.findings.securityhub.set('us-east-1', [{ Id: 'f', UpdatedAt: updatedAt }])
    aws.identities.passwordPolicy = { MinimumPasswordLength: 14 }
    aws.identities.organization = someOrganization
    aws.identities.analyzers = [someAnalyzer]
    Object.assign(aws.resources, someResources())

    const source = Source.parse(make(queue.arn))
    const facts = { ...nothing, buckets: ['logs'], keys: [kmsKey] }
    const whole = policy(source, facts, ['permissions', 'key'])
    expect(await collect(source, aws.user('exactly', { policy: whole }))).toEqual([])
    let count = 0
    for (const [missing, less] of without(whole, source.kind === 'api-iam')) {
      const keys = aws.user(`less${count++}`, { policy: less })
      await fill()
      const refused = missing === 'kms:Decrypt' ? 's3:GetObject' : missing
      expect([missing, await collect(source, keys)]).toEqual([missing, expect.arrayContaining([refused])])
    }
  })

  test('an empty folder is said to be empty, although the rest of the bucket may not be listed', async () => {
    aws.bucket('logs')
    await aws.put('logs', 'elsewhere/x', 'x')
    const source = Source.parse({
      kind: 's3-bucket',
      name: 'a',
      bucket: 'logs',
      layout: 'any',
      path: 'mine/',
      access: access(),
    })
    const keys = aws.user('narrow', { policy: policy(source, nothing, ['permissions']) })
    const open = await openSource(source, ground(keys))
    const said: string[] = []
    for await (const one of open.offers(AbortSignal.timeout(10_000))) if (one.kind === 'note') said.push(one.text)
    await open.close()
    expect(said).toEqual([expect.stringMatching(/nothing was found.*may not be listed/)])
  })

  test('a role is entered with its external id, and its session reads the queue and the lake', async () => {
    const queue = await aws.queue('AmazonSecurityLake-1-Main-Queue')
    const bucket = 'aws-security-data-lake-us-east-1-abc'
    aws.bucket(bucket, { notify: [{ queue: queue.name, shape: 'security-lake' }] })
    await aws.put(
      bucket,
      'aws/CLOUD_TRAIL_MGMT/2.0/region=us-east-1/accountId=111122223333/eventDay=20240115/a.parquet',
      'x',
    )
    const source = Source.parse({
      kind: 'security-lake-queue',
      name: 'a',
      queue: queue.name,
      access: { ...access(), roles: [role()] },
    })
    const facts = { ...nothing, principal: 'arn:aws:iam::999988887777:user/responder' }
    const user = aws.user('responder', { account: '999988887777', policy: policy(source, facts, ['assume']) })
    aws.role('AmazonSecurityLake-1', {
      trust: policy(source, facts, ['trust']),
      policy: policy(source, facts, ['permissions']),
    })
    expect(await collect(source, user)).toEqual([])
    expect(aws.log.map((one) => one.operation)).toEqual(
      expect.arrayContaining(['AssumeRole', 'ReceiveMessage', 'GetObject']),
    )
    expect(aws.log.map((one) => one.operation)).not.toContain('DeleteMessage')
  })
})
