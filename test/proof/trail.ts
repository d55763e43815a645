import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { Held } from '../../main/proof/judge.ts'

/** A trail that signs like CloudTrail: hourly digests over log files, each carrying on the one before. */
export interface Trail {
  readonly held: Held
  /** Digest files and log files, oldest first; changing their content is what tests do. */
  readonly digests: { objectId: number; uri: string; content: Buffer; signature: string | null; isBackfill: boolean }[]
  readonly logs: { objectId: number; uri: string; content: Buffer }[]
}

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const fingerprint = 'abd63fdec6a56e983a701c00f4957368'

/** The answer of list-public-keys that holds the key of all trails here. */
export const keyList = Buffer.from(
  JSON.stringify({
    PublicKeyList: [
      {
        Value: publicKey.export({ type: 'pkcs1', format: 'der' }).toString('base64'),
        ValidityStartTime: '2023-12-01T00:00:00+00:00',
        ValidityEndTime: '2024-03-01T00:00:00+00:00',
        Fingerprint: fingerprint,
      },
    ],
  }),
)

/** `restartAt`: hours whose digest follows none. */
export function trail({ hours = 4, restartAt = [] as readonly number[], bucket = 'logs' } = {}) {
  const digests: Trail['digests'] = []
  const logs: Trail['logs'] = []
  let previous: { key: string; content: Buffer; signature: string } | null = null
  for (let hour = 0; hour < hours; hour++) {
    if (restartAt.includes(hour)) previous = null
    const listed = [1, 2].map((n) => {
      const content = Buffer.from(JSON.stringify({ Records: [{ eventID: `${hour}-${n}` }] }))
      const key = `AWSLogs/111122223333/CloudTrail/us-east-1/2024/01/15/111122223333_CloudTrail_us-east-1_20240115T${two(hour)}${two(n * 20)}Z_${`${hour}${n}`.padEnd(16, 'x')}.json.gz`
      logs.push({ objectId: 100 + logs.length, uri: `s3://${bucket}/${key}`, content })
      return { s3Bucket: bucket, s3Object: key, hashValue: sha256(content), hashAlgorithm: 'SHA-256' }
    })
    const key = digestKey(hour + 1)
    const content: Buffer = Buffer.from(
      JSON.stringify({
        awsAccountId: '111122223333',
        digestStartTime: at(hour),
        digestEndTime: at(hour + 1),
        digestS3Bucket: bucket,
        digestS3Object: key,
        digestPublicKeyFingerprint: fingerprint,
        digestSignatureAlgorithm: 'SHA256withRSA',
        previousDigestS3Bucket: previous && bucket,
        previousDigestS3Object: previous?.key ?? null,
        previousDigestHashValue: previous && sha256(previous.content),
        previousDigestHashAlgorithm: previous && 'SHA-256',
        previousDigestSignature: previous?.signature ?? null,
        logFiles: listed,
      }),
    )
    const text: string = [at(hour + 1), `${bucket}/${key}`, sha256(content), previous?.signature ?? 'null'].join('\n')
    const signature = sign('sha256', Buffer.from(text), privateKey as KeyObject).toString('hex')
    digests.push({ objectId: 1 + hour, uri: `s3://${bucket}/${key}`, content, signature, isBackfill: false })
    previous = { key, content, signature }
  }
  return { digests, logs }
}

/** What a case would hold of a trail. */
export function heldOf({ digests, logs }: Pick<Trail, 'digests' | 'logs'>, keys: readonly Buffer[] = [keyList]): Held {
  return {
    digests,
    logs: logs.map(({ content, ...log }) => ({ ...log, sha256: sha256(content), damage: null })),
    keys,
    signFiles: [],
    results: [],
  }
}

/** A sign file over results of CloudTrail Lake. */
export function signFile(files: readonly { name: string; content: Buffer }[]): Buffer {
  const hashes = files.map(({ content }) => sha256(content))
  return Buffer.from(
    JSON.stringify({
      version: '1.0',
      files: files.map(({ name }, place) => ({ fileHashValue: hashes[place], fileName: name })),
      hashSignature: sign('sha256', Buffer.from(hashes.join(' ')), privateKey as KeyObject).toString('hex'),
      publicKeyFingerprint: fingerprint,
    }),
  )
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function digestKey(hour: number): string {
  return `AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2024/01/15/111122223333_CloudTrail-Digest_us-east-1_main_us-east-1_20240115T${two(hour)}0000Z.json.gz`
}

function at(hour: number): string {
  return `2024-01-15T${two(hour)}:00:00Z`
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}
