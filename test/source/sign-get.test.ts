import { expect, test } from 'vitest'
import { signerOf } from '../../main/source/s3/sign-get.ts'

const identity = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
}
const at = new Date('2013-05-24T00:00:00.123Z')
const get = {
  path: '/test.txt',
  query: '',
  headers: { host: 'examplebucket.s3.amazonaws.com', range: 'bytes=0-9', 'user-agent': 'not signed' },
}
const signatureOf = ({ authorization = '' }: Record<string, string>) => /Signature=(\w+)$/.exec(authorization)?.[1]

// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, "Example: GET Object"
test('it signs as the example of S3’s documentation', () => {
  expect(signerOf('us-east-1', 's3')(identity, at, get)).toEqual({
    ...get.headers,
    'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    'x-amz-date': '20130524T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  })
})

test.each([
  ['another day', identity, new Date('2013-05-25T00:00:00Z')],
  ['another secret', { ...identity, secretAccessKey: 'another' }, at],
  ['a session', { ...identity, sessionToken: 'a token' }, at],
])('%s is signed anew, and the first as before', (_, who, when) => {
  const sign = signerOf('us-east-1', 's3')
  const before = signatureOf(sign(identity, at, get))
  const signed = sign(who, when, get)
  expect(signed).toEqual(signerOf('us-east-1', 's3')(who, when, get))
  expect(signatureOf(signed)).not.toBe(before)
  expect(signed['x-amz-security-token']).toBe('sessionToken' in who ? who.sessionToken : undefined)
  expect(signatureOf(sign(identity, at, get))).toBe(before)
})
