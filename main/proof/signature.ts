import { verify } from 'node:crypto'
import type { Digest } from './digest.ts'
import type { PublicKeys } from './public-keys.ts'

/** Whether one of these signatures (hex) is AWS's over this digest; a sentence says why that cannot be told. */
export function isSigned(digest: Digest, signatures: readonly string[], keys: PublicKeys): boolean | string {
  if (signatures.length === 0) {
    return 'its signature is not here: it is metadata of the object in S3, and stands in the digest after it'
  }
  const key = keys.get(digest.fingerprint)
  if (!key) {
    return `the public key ${digest.fingerprint} is not in the case: import the output of 'aws cloudtrail list-public-keys' for its region and time`
  }
  const signed = Buffer.from(signedText(digest), 'utf8')
  return signatures.some((hex) => verify('sha256', signed, key, Buffer.from(hex, 'hex')))
}

/** Whether a result of CloudTrail Lake is signed: over the hashes of its files, in their order. */
export function isResultSigned(
  { hashes, signature, fingerprint }: { hashes: readonly string[]; signature: string; fingerprint: string },
  keys: PublicKeys,
): boolean | string {
  const key = keys.get(fingerprint.toLowerCase())
  if (!key) return `the public key ${fingerprint} is not in the case`
  return verify('sha256', Buffer.from(hashes.join(' ')), key, Buffer.from(signature, 'hex'))
}

/**
 * What CloudTrail signs. The line of the digest before is the text "null" in the first digest of a chain.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
function signedText({ to, bucket, key, sha256, previous }: Digest): string {
  return [to, `${bucket}/${key}`, sha256, previous?.signature ?? 'null'].join('\n')
}
