import { expect, test } from 'vitest'
import { draftOf, newDraft, sourceOf } from '../../../renderer/views/acquire/draft.ts'
import { Source, type SourceInput } from '../../../shared/source.ts'

const role = { arn: 'arn:aws:iam::111122223333:role/Reader', externalId: 'our-id', duration: 900 }
const sources: readonly SourceInput[] = [
  {
    kind: 's3-bucket',
    name: 'all of it',
    bucket: 'logs',
    layout: 'guardduty',
    path: 'a/b',
    accounts: ['111122223333', '444455556666'],
    regions: ['eu-west-1'],
    organizations: ['o-a1b2c3d4e5'],
    from: '2026-05-01',
    until: '2026-05-31',
    lookBackDays: 0,
    keyPattern: '*x*',
    versions: false,
    deleteAfter: true,
    everyMinutes: 10,
    runOnStart: true,
    access: {
      roles: [role, { ...role, mfaSerial: 'arn:aws:iam::111122223333:mfa/a' }],
      region: 'eu-west-1',
      fips: true,
    },
  },
  { kind: 'security-lake-queue', name: 'queue', queue: 'https://sqs/q', acknowledge: true, visibility: 60 },
  { kind: 'sqs-notifications', name: 'other queue', queue: 'q', skipOnError: false },
  { kind: 'security-lake-listing', name: 'listing', bucket: 'lake', lakeSources: ['ROUTE53'] },
  { kind: 'api-cloudtrail', name: 'api', regions: ['us-east-1'], from: '2026-05-01' },
  { kind: 'api-guardduty', name: 'p', access: { credentials: { kind: 'profile', profile: 'audit' } } },
  { kind: 'api-macie', name: 'k', access: { credentials: { kind: 'keys', accessKeyId: 'AKIAEXAMPLE' } } },
  {
    kind: 'api-securityhub',
    name: 's',
    access: {
      credentials: {
        kind: 'sso',
        startUrl: 'https://example.awsapps.com/start',
        region: 'eu-west-1',
        account: '111122223333',
        role: 'Audit',
      },
    },
  },
  {
    kind: 'api-macie',
    name: 'w',
    access: { credentials: { kind: 'web-identity', tokenFile: '/token', role: role.arn } },
  },
]

test.each(sources.map((input) => [input.name, Source.parse(input)] as const))(
  '%s comes back as it was',
  (_, source) => {
    expect(Source.parse(sourceOf(draftOf(source)))).toEqual(source)
  },
)

test('lists are read as people write them, and a text that is no number is left for the check', () => {
  const draft = { ...newDraft('s3-bucket'), accounts: '1, 2;3\n4', everyMinutes: 'often', lookBackDays: ' 3 ' }
  expect(sourceOf(draft)).toMatchObject({ accounts: ['1', '2', '3', '4'], everyMinutes: 'often', lookBackDays: 3 })
})
