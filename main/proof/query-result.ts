import type { Seal } from '../../shared/proof.ts'
import { baseOf } from './place.ts'
import type { PublicKeys } from './public-keys.ts'
import { isResultSigned } from './signature.ts'

/** The sign file of a CloudTrail Lake query, and the stored objects that may be its results. */
export interface HeldSignFile {
  readonly objectId: number
  readonly uri: string
  readonly content: Uint8Array
}
export interface HeldResult {
  readonly objectId: number
  readonly uri: string
  /** SHA-256 of the bytes as stored, unlike log files. */
  readonly sha256: string
}

/**
 * Judges the results of CloudTrail Lake queries by their sign files.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-results-file-custom-validation.html
 */
export function judgeQueryResults(
  signs: readonly HeldSignFile[],
  results: readonly HeldResult[],
  keys: PublicKeys,
): readonly Seal[] {
  const byUri = new Map(results.map((result) => [result.uri, result]))
  return signs.flatMap(({ objectId, uri, content }) => {
    const sign = parse(content)
    const seal = (of: Pick<Seal, 'uri' | 'objectId' | 'verdict' | 'reason'>): Seal => ({
      kind: 'query-result',
      digestId: objectId,
      link: null,
      from: null,
      to: null,
      ...of,
    })
    if (typeof sign === 'string') return [seal({ uri, objectId, verdict: 'altered', reason: sign })]
    const signed = isResultSigned(sign, keys)
    const own = seal({
      uri,
      objectId,
      verdict: signed === true ? 'sealed' : signed === false ? 'altered' : 'unverifiable',
      reason: signed === true ? null : signed === false ? 'its signature does not hold' : signed,
    })
    const folder = uri.slice(0, uri.length - baseOf(uri).length)
    return [
      own,
      ...sign.files.map(({ name, sha256 }) => {
        const result = byUri.get(folder + name)
        const of = { uri: result?.uri ?? folder + name, objectId: result?.objectId ?? null }
        if (!result)
          return seal({ ...of, verdict: 'missing', reason: 'its sign file lists it and it is not in the case' })
        if (own.verdict !== 'sealed')
          return seal({ ...of, verdict: 'unverifiable', reason: `its sign file does not prove it: ${own.reason}` })
        if (result.sha256 === sha256) return seal({ ...of, verdict: 'sealed', reason: null })
        return seal({ ...of, verdict: 'altered', reason: 'its bytes do not have the hash that the sign file gives' })
      }),
    ]
  })
}

function parse(content: Uint8Array) {
  try {
    const { files, hashSignature, publicKeyFingerprint } = JSON.parse(Buffer.from(content).toString('utf8'))
    const listed = (files as { fileHashValue: unknown; fileName: unknown }[]).map((file) => ({
      name: String(file.fileName),
      sha256: String(file.fileHashValue).toLowerCase(),
    }))
    return {
      files: listed,
      hashes: listed.map(({ sha256 }) => sha256),
      signature: String(hashSignature),
      fingerprint: String(publicKeyFingerprint),
    }
  } catch (error) {
    return `it is no sign file: ${error instanceof Error ? error.message : String(error)}`
  }
}
