import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hostileKeys } from '../hostile-keys.ts'
import {
  allow,
  type Collecting,
  collecting,
  putTrail,
  readOnly,
  type TrailFile,
  trailBytes,
  trailKey,
} from './collecting.ts'

let here: Collecting
beforeEach(async () => {
  here = await collecting()
  here.signIn(here.aws.user('responder'))
})
afterEach(() => here.close())

const trail = (more = {}) => here.source({ kind: 's3-bucket', bucket: 'trail', layout: 'cloudtrail', ...more })
const many = (count: number, more: Partial<TrailFile> = {}) =>
  Array.from({ length: count }, (_, i) => ({ id: `event-${String(i).padStart(5, '0')}`, ...more }))

describe('a bucket of CloudTrail', () => {
  test('of 5,000 keys is planned and collected whole: organizations, accounts, each account’s own regions, page after page', async () => {
    here.aws.bucket('trail')
    const files: TrailFile[] = [
      ...many(5000),
      { id: 'org', organization: 'o-a1b2c3d4e5', account: '444455556666', region: 'eu-west-1' },
      { id: 'gov', account: '012345678901', region: 'us-gov-west-1', day: '2025-12-31' },
      { id: 'second-region', region: 'ap-southeast-2' },
    ]
    await putTrail(here.aws, 'trail', ...files)
    const asked = (what: string) => here.aws.log.filter(({ operation }) => operation === what)
    const plan = await here.plan(trail({ versions: false }))
    expect(plan.sources[0]).toMatchObject({ objects: 5003, known: { objects: 0 }, requests: 5003 })
    expect(asked('ListObjectsV2').length).toBeGreaterThanOrEqual(5)
    expect(asked('GetObject')).toEqual([])

    const result = await here.collect(trail())
    expect(result).toMatchObject({
      objects: { stored: 5003 },
      planned: { objects: 5003 },
      requests: { GetObject: 5003 },
      problems: [],
    })
    expect(
      asked('GetObject')
        .map(({ key }) => key)
        .sort(),
    ).toEqual(files.map(trailKey).sort())
    expect((await here.objects()).map(({ uri }) => uri).sort()).toEqual(
      files.map((file) => `s3://trail/${trailKey(file)}`).sort(),
    )
    expect(await here.ids()).toEqual(files.map(({ id }) => id).sort())
    expect(here.aws.log.filter(({ operation }) => !readOnly.test(operation))).toEqual([])
  }, 120_000)

  test('is not downloaded again, and a late file with a smaller key is found', async () => {
    here.aws.bucket('trail')
    await putTrail(here.aws, 'trail', ...many(30))
    await here.collect(trail())
    await here.reopen()
    here.aws.log.length = 0
    expect(await here.collect(trail())).toMatchObject({ objects: { stored: 0 }, known: 30, planned: { objects: 0 } })
    expect(here.aws.log.filter(({ operation }) => operation === 'GetObject')).toEqual([])

    await putTrail(here.aws, 'trail', { id: 'late', name: '0000000000000000' }, { id: 'very-late', day: '2025-06-01' })
    expect(await here.collect(trail())).toMatchObject({ objects: { stored: 2 }, known: 30 })
    expect(await here.ids()).toHaveLength(32)
  })

  test('is collected again where an object was replaced', async () => {
    here.aws.bucket('trail')
    await putTrail(here.aws, 'trail', { id: 'one' })
    await here.collect(trail())
    await here.aws.put('trail', trailKey({ id: 'one' }), trailBytes({ id: 'other' }))
    expect(await here.collect(trail())).toMatchObject({ objects: { stored: 1 }, known: 0 })
    expect(await here.ids()).toEqual(['one', 'other'])
  })

  test('keeps all that S3 says of an object', async () => {
    here.aws.bucket('trail', { versioning: true })
    const { versionId, etag } = await here.aws.put('trail', trailKey({ id: 'one' }), trailBytes({ id: 'one' }), {
      metadata: { signature: 'abc', 'signature-algorithm': 'SHA256withRSA' },
    })
    await here.collect(trail())
    const [object] = await here.objects()
    expect(JSON.parse(object?.metadata ?? '')).toMatchObject({
      user: { signature: 'abc', 'signature-algorithm': 'SHA256withRSA' },
      versionId,
      etag,
      source: 'the source',
    })
  })

  test('gives up what was deleted and overwritten, where versions are kept', async () => {
    here.aws.bucket('trail', { versioning: true })
    await putTrail(here.aws, 'trail', { id: 'stays' }, { id: 'deleted' }, { id: 'overwritten' })
    here.aws.remove('trail', trailKey({ id: 'deleted' }))
    await here.aws.put('trail', trailKey({ id: 'overwritten' }), trailBytes({ id: 'new' }))
    const plan = await here.plan(trail())
    expect(plan.sources[0]).toMatchObject({ objects: 4, noncurrent: 2, deleteMarkers: 1 })
    const result = await here.collect(trail())
    expect(await here.ids()).toEqual(['deleted', 'new', 'overwritten', 'stays'])
    expect(result.problems).toMatchObject([{ state: 'skipped', reason: expect.stringMatching(/delete marker/) }])
    const marked = (await here.objects()).filter(({ uri }) => uri.includes('?versionId='))
    expect(marked.map(({ state }) => state).sort()).toEqual(['skipped', 'stored', 'stored'])
    expect(await here.collect(trail())).toMatchObject({ known: 5, requests: { ListObjectsV2: expect.anything() } })

    const without = await here.plan(trail({ name: 'without', versions: false }))
    expect(without.sources[0]).toMatchObject({ noncurrent: 0, deleteMarkers: 0 })
  })

  test('brings its digests, with the keys that prove them', async () => {
    here.aws.bucket('trail')
    await putTrail(here.aws, 'trail', { id: 'one' })
    const digest = `AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/15/111122223333_CloudTrail-Digest_us-east-1_t_us-east-1_20260115T010000Z.json.gz`
    await here.aws.put('trail', digest, JSON.stringify({ digestS3Object: 'x', logFiles: [], digestEndTime: 'y' }))
    here.aws.trail.publicKeys.push({
      value: 'AAAA',
      fingerprint: 'f'.repeat(32),
      from: new Date('2026-01-01'),
      to: new Date('2026-02-01'),
    })
    await here.collect(trail())
    const uris = (await here.objects()).map(({ uri }) => uri)
    expect(uris).toContain(`s3://trail/${digest}`)
    expect(uris).toContainEqual(expect.stringMatching(/^aws-api:\/\/cloudtrail\/us-east-1\/ListPublicKeys\//))
    here.aws.log.length = 0
    await here.collect(trail())
    expect(here.aws.log.map(({ operation }) => operation)).not.toContain('ListPublicKeys')

    await here.plan(trail({ name: 'bare', digests: false }))
  })

  test.each([
    [{ accounts: ['444455556666'] }, ['other-account']],
    [{ regions: ['eu-west-1'] }, ['other-region']],
    [{ from: '2026-01-15', until: '2026-01-15', lookBackDays: 0 }, ['base', 'other-account', 'other-region']],
    [{ from: '2026-01-16', lookBackDays: 1 }, ['base', 'later', 'other-account', 'other-region']],
    [{ from: '2026-02-01', until: '2026-12-31', lookBackDays: 0 }, ['later']],
    [{ until: '2025-12-31', lookBackDays: 0 }, ['earlier']],
    [{ keyPattern: '*_eu-west-1_*' }, ['other-region']],
    [{ path: 'AWSLogs/444455556666/' }, ['other-account']],
  ])('%j brings %j', async (more, ids) => {
    here.aws.bucket('trail')
    await putTrail(
      here.aws,
      'trail',
      { id: 'base' },
      { id: 'other-account', account: '444455556666' },
      { id: 'other-region', region: 'eu-west-1' },
      { id: 'later', day: '2026-03-31' },
      { id: 'earlier', day: '2025-02-28' },
    )
    await here.collect(trail(more))
    expect(await here.ids()).toEqual(ids)
  })

  test('completes with GetObject and ListBucket alone, and says what it could not get', async () => {
    here.aws.bucket('trail', { versioning: true })
    await putTrail(here.aws, 'trail', { id: 'one' })
    await here.aws.put('trail', trailKey({ id: 'secret' }), trailBytes({ id: 'secret' }), {
      kmsKey: 'arn:aws:kms:us-east-1:111122223333:key/k',
    })
    const digest = 'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/15/a_20260115T010000Z.json.gz'
    await here.aws.put('trail', digest, JSON.stringify({ digestS3Object: 'x', logFiles: [], digestEndTime: 'y' }))
    const policy = allow([
      ['s3:GetObject', 's3:ListBucket'],
      ['arn:aws:s3:::trail', 'arn:aws:s3:::trail/*'],
    ])
    here.signIn(here.aws.user('seed', { policy }))
    const result = await here.collect(trail())
    expect(await here.ids()).toEqual(['one'])
    expect(result.notes.map(({ kind, permission }) => [kind, permission])).toEqual([
      ['note', 's3:ListBucketVersions'],
      ['note', 'cloudtrail:ListPublicKeys'],
    ])
    expect(result.problems).toMatchObject([{ state: 'rejected', reason: expect.stringContaining('kms:Decrypt') }])
    const plan = await here.plan(trail())
    expect(plan.sources[0]?.notes).toMatchObject([
      { kind: 'note', permission: 's3:GetLifecycleConfiguration' },
      { kind: 'note', permission: 's3:ListBucketVersions' },
      { kind: 'note', permission: 'cloudtrail:ListPublicKeys' },
      { kind: 'problem', permission: 'kms:Decrypt', text: expect.stringContaining('111122223333:key/k') },
    ])
    const checks = await here.api.testSource({ source: trail() }, here.signal)
    expect(checks.filter(({ ok }) => !ok).map(({ permission }) => permission)).toContain('s3:GetBucketVersioning')
  })

  test.each([
    ['nothing', allow(['s3:GetObject', '*']), 's3:ListBucket'],
    ['listing alone', allow(['s3:ListBucket', '*']), 's3:GetObject'],
  ])('with %s permitted names what is missing', async (_, policy, permission) => {
    here.aws.bucket('trail')
    await putTrail(here.aws, 'trail', { id: 'one' })
    here.signIn(here.aws.user('poor', { policy }))
    const checks = await here.api.testSource({ source: trail() }, here.signal)
    expect(checks.filter(({ ok }) => !ok).map((check) => check.permission)).toContain(permission)
    const plan = await here.plan(trail())
    expect(plan.sources[0]?.notes.filter(({ kind }) => kind !== 'note')).toMatchObject([{ permission }])
    const result = await here.collect(trail())
    expect([...result.notes.map((note) => note.text), ...result.problems.map(({ reason }) => reason)].join()).toContain(
      permission,
    )
  })

  test('that is another one than was thought is said to be', async () => {
    here.aws.bucket('trail')
    await here.aws.put('trail', 'elsewhere/x.json', '{}')
    const result = await here.collect(trail())
    expect(result.notes).toMatchObject([{ kind: 'problem', text: expect.stringContaining('elsewhere/') }])
    expect(await here.collect(trail({ bucket: 'no-such-bucket' }))).toMatchObject({
      notes: [{ kind: 'failed', text: expect.stringMatching(/no bucket of this name/) }],
    })
  })

  test.each(['redirect', 'malformed'] as const)('in another region is found there (%s)', async (wrongRegion) => {
    here.aws.bucket('trail', { region: 'eu-central-1', wrongRegion })
    await putTrail(here.aws, 'trail', { id: 'one' })
    expect(await here.collect(trail())).toMatchObject({ objects: { stored: 1 } })
  })

  test('whose requester pays is read when the source says so', async () => {
    here.aws.bucket('trail', { requesterPays: true })
    await putTrail(here.aws, 'trail', { id: 'one' })
    here.signIn(here.aws.user('guest', { account: '999988887777' }))
    expect((await here.collect(trail())).notes[0]).toMatchObject({ kind: 'failed' })
    expect(await here.collect(trail({ access: { requesterPays: true } }))).toMatchObject({ objects: { stored: 1 } })
  })

  test('is asked for one object of each account about keys and permissions, before anything is read', async () => {
    const kmsKey = 'arn:aws:kms:us-east-1:111122223333:key/k'
    here.aws.bucket('trail')
    await putTrail(here.aws, 'trail', ...many(5))
    for (const id of ['secret-1', 'secret-2'])
      await here.aws.put('trail', trailKey({ id, account: '444455556666' }), trailBytes({ id }), { kmsKey })
    const { notes } = (await here.plan(trail())).sources[0] ?? {}
    expect(notes).toMatchObject([{ kind: 'note', text: expect.stringContaining(`encrypted with ${kmsKey}`) }])
    const asked = here.aws.log.filter(({ operation }) => /^(?:Get|Head)Object$/.test(operation))
    expect(asked.map(({ operation }) => operation)).toEqual(['HeadObject', 'HeadObject'])
  })

  test('says before a run what is archived, and afterwards of each object that it was not had', async () => {
    here.aws.bucket('trail')
    await putTrail(here.aws, 'trail', { id: 'one' })
    for (const [id, storageClass] of [
      ['a', 'GLACIER'],
      ['b', 'GLACIER'],
      ['c', 'DEEP_ARCHIVE'],
    ] as const)
      await here.aws.put('trail', trailKey({ id }), trailBytes({ id }), { storageClass })
    const [plan] = (await here.plan(trail())).sources
    expect([plan?.objects, plan?.notes.map(({ kind, text }) => [kind, text])]).toEqual([
      1,
      [
        ['problem', '2 objects are not to be had: archived (GLACIER): it must be restored before it can be read'],
        ['problem', '1 object is not to be had: archived (DEEP_ARCHIVE): it must be restored before it can be read'],
      ],
    ])
    const { problems, objects } = await here.collect(trail())
    expect([objects.stored, objects.rejected, problems.length]).toEqual([1, 3, 3])
    for (const { reason } of problems) expect(reason).toContain('archived')
    expect(await here.collect(trail())).toMatchObject({ objects: { rejected: 3 }, known: 1 })
  })

  test('names the lifecycle rules that meet it', async () => {
    here.aws.bucket('trail', {
      lifecycle: [
        { prefix: 'AWSLogs/', expireDays: 30 },
        { prefix: 'other/', expireDays: 1 },
      ],
    })
    await putTrail(here.aws, 'trail', { id: 'one' })
    const notes = (await here.plan(trail())).sources[0]?.notes.map(({ text }) => text).join()
    expect(notes).toContain('30 days')
    expect(notes).not.toContain('1 days')
  })
})

describe('other layouts', () => {
  const gz = (id: string) => trailBytes({ id })
  test.each([
    ['config', 'AWSLogs/111122223333/Config/us-east-1/2026/1/5/ConfigHistory/x.json.gz', {}],
    ['firehose', 'firehose/2026/01/15/07/stream-1-2026-01-15-07-00-00-uuid', { path: 'firehose/' }],
    ['firehose', 'any/where/year=2026/month=01/day=15/x', { path: '/any/where' }],
    ['firehose', 'dt=2026-01-15/x.gz', {}],
    ['guardduty', 'AWSLogs/111122223333/GuardDuty/eu-west-1/2026/01/15/uuid.jsonl.gz', {}],
    ['guardduty', 'firehose/2026/01/15/00/x', { path: 'firehose' }],
    ['macie', 'AWSLogs/111122223333/Macie/us-east-1/job/x.jsonl.gz', {}],
    [
      'vpcflow',
      'AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=us-east-1/year=2026/month=01/day=15/x.gz',
      {},
    ],
    ['waf', 'AWSLogs/111122223333/WAFLogs/us-east-1/acl/2026/01/15/00/05/x.log.gz', {}],
    ['server-access', 'logs/2026-01-15-00-21-32-E568B2907131C0C0', { path: 'logs/' }],
    ['any', 'some/../where/strange é+&<>.json.gz', {}],
  ] as const)('%s: %s', async (layout, key, more) => {
    here.aws.bucket('trail')
    await here.aws.put('trail', key, gz('one'))
    await here.aws.put('trail', 'AWSLogs/111122223333/SomethingElse/us-east-1/2026/01/15/x.json.gz', gz('not-this'))
    const bounded = { from: '2026-01-01', until: '2026-01-31', ...more }
    await here.collect(trail({ layout, ...bounded }))
    expect(await here.ids()).toContain('one')
    if (layout !== 'any' && layout !== 'firehose' && layout !== 'server-access')
      expect(await here.ids()).toEqual(['one'])
  })

  test('keys of any characters are collected whole, each as itself', async () => {
    here.aws.bucket('trail')
    const keys = hostileKeys(60)
    for (const [at, key] of keys.entries()) await here.aws.put('trail', key, gz(`event-${at}`))
    expect(await here.collect(trail({ layout: 'any' }))).toMatchObject({
      objects: { stored: keys.length, duplicate: 0, skipped: 0, rejected: 0 },
      planned: { objects: keys.length },
      problems: [],
      notes: [],
    })
    expect(await here.ids()).toEqual(keys.map((_, at) => `event-${at}`).sort())
    const asked = here.aws.log.filter(({ operation }) => operation === 'GetObject')
    expect(asked.map(({ key, status }) => `${status} ${key}`).sort()).toEqual(keys.map((key) => `200 ${key}`).sort())
    const uris = (await here.objects()).map(({ uri }) => uri)
    expect(new Set(uris).size).toBe(keys.length)
    expect(uris.map((uri) => decodeURIComponent(uri.slice('s3://trail/'.length))).sort()).toEqual([...keys].sort())
    expect(await here.collect(trail({ layout: 'any' }))).toMatchObject({ known: keys.length, planned: { objects: 0 } })
  })

  test('Security Lake by listing leaves Iceberg metadata out', async () => {
    here.aws.bucket('lake')
    const key = 'aws/CLOUD_TRAIL_MGMT/2.0/region=us-east-1/accountId=012345678901/eventDay=20260115/x.gz.parquet'
    await here.aws.put('lake', key, gz('one'))
    await here.aws.put('lake', key.replace('CLOUD_TRAIL_MGMT', 'ROUTE53'), gz('dns'))
    await here.aws.put('lake', 'aws/CLOUD_TRAIL_MGMT/2.0/metadata/0001.metadata.json', '{}')
    const source = here.source({ kind: 'security-lake-listing', bucket: 'lake', lakeSources: ['CLOUD_TRAIL_MGMT'] })
    const result = await here.collect(source)
    expect(await here.ids()).toEqual(['one'])
    expect(result.requests.GetObject).toBe(1)
  })
})
