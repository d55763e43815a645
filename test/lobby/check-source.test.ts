import { expect, test } from 'vitest'
import { checkSource } from '../../main/check-source.ts'

const bucket = { kind: 's3-bucket', name: 'trail', bucket: 'logs', layout: 'cloudtrail' }

test('a whole source is answered with every default', () => {
  expect(checkSource(bucket)).toMatchObject({
    source: { ...bucket, skipOnError: true, deleteAfter: false },
    mistakes: [],
  })
})

test.each([
  ['nothing where something is needed', { bucket: '' }, 'bucket', 'this is needed'],
  ['a name that S3 refuses', { bucket: 'No_Name' }, 'bucket', /^a bucket name has 3 to 63/],
  ['a day in words', { from: '1 May' }, 'from', 'a day looks like 2026-05-01'],
  ['a value in a list', { accounts: ['111122223333', '42'] }, 'accounts.1', 'an AWS account id has 12 digits'],
  ['a number below', { everyMinutes: 0 }, 'everyMinutes', 'at least 1'],
  ['a number above', { everyMinutes: 1_000_000 }, 'everyMinutes', 'at most 525,600'],
  ['no number', { everyMinutes: 'often' }, 'everyMinutes', 'a whole number'],
  [
    'a role that is none',
    { access: { roles: [{ arn: 'LogReader' }] } },
    'access.roles.0.arn',
    'a role looks like arn:aws:iam::111122223333:role/name',
  ],
  ...(
    [
      [899, 'at least 900'],
      [43_201, 'at most 43,200'],
    ] as const
  ).map(([duration, text]): [string, object, string, string] => [
    `a session of ${duration} seconds`,
    { access: { roles: [{ arn: 'arn:aws:iam::111122223333:role/name', duration }] } },
    'access.roles.0.duration',
    text,
  ]),
  [
    'an access key that is none',
    { access: { credentials: { kind: 'keys', accessKeyId: 'a b' } } },
    'access.credentials.accessKeyId',
    'an access key id looks like AKIAIOSFODNN7EXAMPLE',
  ],
])('%s is said in a sentence at its field', (_, change, field, text) => {
  const { source, mistakes } = checkSource({ ...bucket, ...change })
  expect(source).toBeNull()
  expect(mistakes).toMatchObject([{ field, text: text instanceof RegExp ? expect.stringMatching(text) : text }])
})
