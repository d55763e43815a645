import { describe, expect, test } from 'vitest'
import { type Place, placeOf } from '../../main/source/s3/place.ts'
import { folder, prefixesOf } from '../../main/source/s3/prefixes.ts'
import { wantedOf } from '../../main/source/s3/wanted.ts'
import { wildcards } from '../../main/source/s3/wildcards.ts'
import { type ListedSource, Source, type SourceInput } from '../../shared/source.ts'

const place = (more: Partial<Place> & { day?: string }): Place => {
  const { day = null, ...rest } = more
  return { organization: null, account: null, region: null, service: null, firstDay: day, lastDay: day, ...rest }
}
const trail = { account: '111122223333', region: 'eu-west-1', service: 'CloudTrail' }

describe('a key', () => {
  test.each([
    ['AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/15/x.json.gz', place({ ...trail, day: '2026-01-15' })],
    [
      'pre/fix/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/eu-west-1/2026/01/15/x.json.gz',
      place({ ...trail, organization: 'o-a1b2c3d4e5', day: '2026-01-15' }),
    ],
    [
      'AWSLogs/012345678901/Config/us-gov-west-1/2026/1/5/ConfigHistory/x.json.gz',
      place({ account: '012345678901', region: 'us-gov-west-1', service: 'Config', day: '2026-01-05' }),
    ],
    [
      'AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=cn-north-1/year=2026/month=01/day=15/hour=03/x.log.gz',
      place({ account: '111122223333', region: 'cn-north-1', service: 'vpcflowlogs', day: '2026-01-15' }),
    ],
    [
      'aws/CLOUD_TRAIL_MGMT/2.0/region=us-east-1/accountId=012345678901/eventDay=20260115/x.gz.parquet',
      place({ account: '012345678901', region: 'us-east-1', service: 'CLOUD_TRAIL_MGMT', day: '2026-01-15' }),
    ],
    [
      'aws/CLOUD_TRAIL/region=us-east-1/accountId=111122223333/eventHour=2023042314/x.parquet',
      place({ account: '111122223333', region: 'us-east-1', service: 'CLOUD_TRAIL', day: '2023-04-23' }),
    ],
    [
      'ext/okta/1.0/region=eu-west-1/accountId=external-7/eventDay=20260115/x.parquet',
      place({ account: 'external-7', region: 'eu-west-1', service: 'okta', day: '2026-01-15' }),
    ],
    ['firehose/2026/01/15/00/firehose_guardduty-1-2026-01-15-00-00-01-uuid', place({ day: '2026-01-15' })],
    ['macie/year=2026/month=1/day=5/x.gz', place({ day: '2026-01-05' })],
    ['findings/dt=2026-01-15/x', place({ day: '2026-01-15' })],
    ['findings/2026-01-15-07/x', place({ day: '2026-01-15' })],
    ['logs/2026-01-15-00-21-32-E568B2907131C0C0', place({ day: '2026-01-15' })],
    ['copies/111122223333_CloudTrail_eu-west-1_20260115T0005Z_x.json.gz', place({ day: '2026-01-15' })],
    [
      '2025/11/03/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/15/x.json.gz',
      place({ ...trail, day: '2026-01-15' }),
    ],
    ['anything/at/all.json', place({})],
    ['', place({})],
    ['../../x', place({})],
    ['AWSLogs/111122223333/', place({ account: '111122223333' })],
    [
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/',
      place({ ...trail, firstDay: '2026-01-01', lastDay: '2026-12-31' }),
    ],
    [
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/02/',
      place({ ...trail, firstDay: '2026-02-01', lastDay: '2026-02-31' }),
    ],
  ])('%s', (key, expected) => expect(placeOf(key)).toEqual(expected))

  test('below a path that is itself dated tells its own day', () => {
    expect(placeOf('2025/11/03/2026/01/15/x', '2025/11/03/'.length)).toMatchObject({ firstDay: '2026-01-15' })
  })
})

const bucket = (more: Partial<Extract<SourceInput, { kind: 's3-bucket' }>>) =>
  Source.parse({ kind: 's3-bucket', name: 'x', bucket: 'logs', layout: 'cloudtrail', ...more }) as ListedSource

describe('what is wanted', () => {
  const key = (day: string, rest = {}) =>
    `AWSLogs/${{ account: '111122223333', ...rest }.account}/CloudTrail/${{ region: 'eu-west-1', ...rest }.region}/${day}/x_y.json.gz`
  const wants = (source: ListedSource, text: string, modifiedAt: string | null = null) =>
    wantedOf(source).key(text, placeOf(text), modifiedAt)

  test.each([
    [{}, key('2026/01/15'), true],
    [{ from: '2026-01-16', lookBackDays: 0 }, key('2026/01/15'), false],
    [{ from: '2026-01-16' }, key('2026/01/15'), true],
    [{ from: '2026-01-17' }, key('2026/01/15'), false],
    [{ until: '2026-01-15', lookBackDays: 0 }, key('2026/01/15'), true],
    [{ until: '2026-01-14', lookBackDays: 0 }, key('2026/01/15'), false],
    [{ until: '2026-01-14', lookBackDays: 3 }, key('2026/01/17'), true],
    [{ accounts: ['444455556666'] }, key('2026/01/15'), false],
    [{ accounts: ['111122223333'] }, key('2026/01/15'), true],
    [{ regions: ['us-east-1'] }, key('2026/01/15'), false],
    [{ keyPattern: '*CloudTrail*.json.gz' }, key('2026/01/15'), true],
    [{ keyPattern: '*.parquet' }, key('2026/01/15'), false],
    [{ layout: 'guardduty' as const }, key('2026/01/15'), false],
    [{ layout: 'any' as const }, key('2026/01/15'), true],
    [{ digests: false }, key('2026/01/15').replace('/CloudTrail/', '/CloudTrail-Digest/'), false],
    [{}, key('2026/01/15').replace('/CloudTrail/', '/CloudTrail-Insight/'), true],
    [{ organizations: ['o-other12345'] }, `AWSLogs/o-a1b2c3d4e5/${key('2026/01/15').slice(8)}`, false],
  ])('%j: %s → %s', (more, text, expected) => expect(wants(bucket(more), text)).toBe(expected))

  test('keeps an object without a day unless it is older than the first', () => {
    const source = bucket({ layout: 'any', from: '2026-01-10', until: '2026-01-20', lookBackDays: 0 })
    expect(wants(source, 'x.json', '2026-01-09T23:59:59Z')).toBe(false)
    expect(wants(source, 'x.json', '2026-03-01T00:00:00Z')).toBe(true)
    expect(wants(source, 'x.json', null)).toBe(true)
  })

  test.each([
    ['', ''],
    ['/', ''],
    ['/trail/', 'trail/'],
    ['a/b', 'a/b/'],
  ])('takes the path %j as the folder %j', (path, expected) => expect(folder(path)).toBe(expected))

  test.each([
    [bucket({ path: '/p' }), ['p/AWSLogs/']],
    [bucket({ path: 'p', pathSuffix: 'team' }), ['p/AWSLogs/team/']],
    [bucket({ path: 'p/AWSLogs/111122223333' }), ['p/AWSLogs/111122223333/']],
    [bucket({ path: 'firehose/', layout: 'guardduty' }), ['firehose/']],
    [bucket({ layout: 'any' }), ['']],
  ])('%# looks under the right prefix', (source, expected) => expect(prefixesOf(source)).toEqual(expected))
})

describe('wildcards', () => {
  test.each([
    ['*', '', true],
    ['*', 'any/thing', true],
    ['a*c', 'abc', true],
    ['a*c', 'abd', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*.json.gz', 'x/y.json.gz', true],
    ['*a*b*', 'xxaxxbxx', true],
    ['(.*)+$', 'x', false],
    ['[a]', '[a]', true],
  ])('%s on %s: %s', (pattern, text, expected) => expect(wildcards(pattern)(text)).toBe(expected))

  test('are never slow', () => {
    const before = performance.now()
    expect(wildcards('*a*a*a*a*a*a*a*a*a*b')('a'.repeat(1024))).toBe(false)
    expect(performance.now() - before).toBeLessThan(500)
  })
})
