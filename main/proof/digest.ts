import { createHash } from 'node:crypto'

/**
 * A CloudTrail digest file, as far as it proves something.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export interface Digest {
  /** SHA-256 of the inflated file, hex. */
  readonly sha256: string
  readonly account: string
  readonly from: string
  readonly to: string
  readonly bucket: string
  readonly key: string
  readonly fingerprint: string
  readonly previous: {
    readonly bucket: string
    readonly key: string
    readonly sha256: string | null
    readonly signature: string | null
  } | null
  readonly logs: readonly { readonly bucket: string; readonly key: string; readonly sha256: string }[]
}

/** Reads the inflated bytes of a digest; a sentence when they are none. */
export function parseDigest(content: Uint8Array): Digest | string {
  let json: Record<string, unknown>
  try {
    json = JSON.parse(Buffer.from(content).toString('utf8'))
  } catch (error) {
    return `it is no JSON: ${error instanceof Error ? error.message : String(error)}`
  }
  const missing = ['digestStartTime', 'digestEndTime', 'digestS3Bucket', 'digestS3Object', 'digestPublicKeyFingerprint']
    .filter((name) => typeof json[name] !== 'string')
    .concat(Array.isArray(json.logFiles) ? [] : ['logFiles'])
  if (missing.length > 0) return `it lacks ${missing.join(', ')}`
  const { logFiles, previousDigestS3Object: key } = json
  return {
    sha256: createHash('sha256').update(content).digest('hex'),
    account: text(json.awsAccountId) ?? '',
    from: json.digestStartTime as string,
    to: json.digestEndTime as string,
    bucket: json.digestS3Bucket as string,
    key: json.digestS3Object as string,
    fingerprint: (json.digestPublicKeyFingerprint as string).toLowerCase(),
    previous:
      typeof key === 'string'
        ? {
            bucket: text(json.previousDigestS3Bucket) ?? '',
            key,
            sha256: text(json.previousDigestHashValue)?.toLowerCase() ?? null,
            signature: text(json.previousDigestSignature),
          }
        : null,
    logs: (logFiles as Record<string, unknown>[]).map((log) => ({
      bucket: text(log?.s3Bucket) ?? '',
      key: text(log?.s3Object) ?? '',
      sha256: (text(log?.hashValue) ?? '').toLowerCase(),
    })),
  }
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
