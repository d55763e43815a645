import { expect, test } from 'vitest'
import { bodyOf } from '../../main/source/s3/body-of.ts'

const md5 = 'd41d8cd98f00b204e9800998ecf8427e'
const kms = { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': 'arn:k' }

test.each<[string, Record<string, string>, object]>([
  ['nothing', {}, { bytes: null, etag: null, version: null, modifiedAt: null, checksums: {}, etagIsMd5: false }],
  ['a length', { 'content-length': '0' }, { bytes: 0 }],
  ['a length that is none', { 'content-length': '-1' }, { bytes: null }],
  ['an MD5', { etag: `"${md5}"` }, { etag: md5, etagIsMd5: true }],
  ['an ETag of parts', { etag: `"${md5}-2"` }, { etag: `${md5}-2`, etagIsMd5: false }],
  ['an ETag under KMS', { etag: `"${md5}"`, ...kms }, { etagIsMd5: false, metadata: { kmsKey: 'arn:k' } }],
  [
    'an ETag under a key of the writer',
    { etag: `"${md5}"`, 'x-amz-server-side-encryption-customer-algorithm': 'AES256' },
    { etagIsMd5: false },
  ],
  ['a time', { 'last-modified': 'Sat, 21 Nov 2026 20:00:00 GMT' }, { modifiedAt: '2026-11-21T20:00:00.000Z' }],
  ['a time that is none', { 'last-modified': 'yesterday' }, { modifiedAt: null }],
  [
    'a lock',
    { 'x-amz-object-lock-retain-until-date': '2027-01-01T00:00:00Z' },
    { metadata: { retainUntil: '2027-01-01T00:00:00.000Z' } },
  ],
  ['a lock until no time', { 'x-amz-object-lock-retain-until-date': 'ever' }, { metadata: { retainUntil: null } }],
  [
    'sums',
    { 'x-amz-checksum-crc32': 'AAAA', 'x-amz-checksum-sha256': 'BBBB' },
    { checksums: { crc32: 'AAAA', sha256: 'BBBB' } },
  ],
  ['a sum of sums', { 'x-amz-checksum-sha1': 'AAAA-3' }, { checksums: {} }],
  ['sums of parts', { 'x-amz-checksum-crc32': 'AAAA', 'x-amz-checksum-type': 'COMPOSITE' }, { checksums: {} }],
  ['words of its writer', { 'x-amz-meta-signature': 'ab' }, { metadata: { user: { signature: 'ab' } } }],
])('of %s', (_, headers, expected) => {
  expect(bodyOf({ statusCode: 200, headers }, 0)).toMatchObject(expected)
})

test('the words of its writer are kept whatever they are called', () => {
  const headers = Object.fromEntries(['__proto__', 'constructor', 'x-y'].map((name) => [`x-amz-meta-${name}`, name]))
  const { user } = bodyOf({ statusCode: 200, headers }, 0).metadata
  expect(Object.entries(structuredClone(user) as object)).toEqual([
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['x-y', 'x-y'],
  ])
})

test.each([
  [206, 'bytes 5-9/10', 10],
  [206, 'bytes 5-9/*', null],
])('of a part (%i, %s): the bytes of the whole', (statusCode, range, bytes) => {
  expect(bodyOf({ statusCode, headers: { 'content-range': range, 'content-length': '5' } }, 5)).toMatchObject({ bytes })
})
