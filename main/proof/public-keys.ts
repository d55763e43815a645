import { createPublicKey, type KeyObject } from 'node:crypto'

/** Public keys by fingerprint, a look-up name that AWS chose. */
export type PublicKeys = ReadonlyMap<string, KeyObject>

/**
 * Reads answers of `aws cloudtrail list-public-keys` (any version of the command, or the API). `Value` is base64 of a
 * DER PKCS#1 RSA key, as the reference says.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PublicKey.html
 */
export function publicKeys(documents: readonly Uint8Array[]): {
  readonly keys: PublicKeys
  readonly problems: readonly string[]
} {
  const keys = new Map<string, KeyObject>()
  const problems: string[] = []
  for (const document of documents) {
    for (const { Fingerprint, Value } of listed(document, problems)) {
      try {
        const der = Buffer.from(String(Value), 'base64')
        keys.set(String(Fingerprint).toLowerCase(), createPublicKey({ key: der, format: 'der', type: 'pkcs1' }))
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        problems.push(`the public key '${String(Fingerprint).slice(0, 100)}' cannot be read: ${why}`)
      }
    }
  }
  return { keys, problems }
}

function listed(document: Uint8Array, problems: string[]): readonly { Fingerprint?: unknown; Value?: unknown }[] {
  try {
    const { PublicKeyList } = JSON.parse(Buffer.from(document).toString('utf8'))
    if (Array.isArray(PublicKeyList)) return PublicKeyList
    problems.push('a list of public keys has no PublicKeyList')
  } catch (error) {
    problems.push(`a list of public keys is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  return []
}
