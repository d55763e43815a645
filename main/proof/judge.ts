import type { Seal, SealSummary, SealVerdict } from '../../shared/proof.ts'
import { type Absent, chain, type HeldDigest, type Linked } from './chains.ts'
import { parseDigest } from './digest.ts'
import { type HeldLog, judgeLogs } from './logs.ts'
import { agreement } from './place.ts'
import { publicKeys } from './public-keys.ts'
import { type HeldResult, type HeldSignFile, judgeQueryResults } from './query-result.ts'
import { isSigned } from './signature.ts'

/** A digest file as the case holds it. */
export interface DigestFile {
  readonly objectId: number
  readonly uri: string
  /** Inflated. */
  readonly content: Uint8Array
  /** Metadata `signature`, hex; null where the object came without metadata. */
  readonly signature: string | null
  readonly isBackfill: boolean
}

export interface Held {
  readonly digests: readonly DigestFile[]
  readonly logs: readonly HeldLog[]
  /** Answers of list-public-keys. */
  readonly keys: readonly Uint8Array[]
  readonly signFiles: readonly HeldSignFile[]
  readonly results: readonly HeldResult[]
}

export interface Proof {
  readonly seals: readonly Seal[]
  readonly summary: SealSummary
  readonly problems: readonly string[]
}

/**
 * CloudTrail's log file validation, offline: signatures, hashes and chains of the digests in the case, and by them the
 * log files. Unlike AWS's own tool it needs no bucket, goes on after a digest that is gone, checks the hash of the digest
 * before, and calls a log valid only when all of its bytes are.
 */
export function judge(held: Held): Proof {
  const { keys, problems } = publicKeys(held.keys)
  const broken: Seal[] = []
  const sound: HeldDigest[] = []
  for (const { content, ...file } of held.digests) {
    const digest = parseDigest(content)
    if (typeof digest === 'string') broken.push(digestSeal(file, 'altered', `it is no digest: ${digest}`))
    else sound.push({ ...file, digest })
  }
  const { linked, absent } = chain(sound)
  const judged = linked.map((each) => ({ ...each, ...verdictOf(each, isSigned(each.digest, each.signatures, keys)) }))
  const seals: Seal[] = [
    ...broken,
    ...judged.map(({ verdict, reason, ...each }) => ({ ...digestSeal(each, verdict, reason), ...about(each) })),
    ...absent.map(absentSeal),
    ...judgeLogs(judged, held.logs),
    ...judgeQueryResults(held.signFiles, held.results, keys),
  ]
  return { seals, summary: summed(seals, judged, keys.size), problems }
}

function verdictOf(
  { link, digest }: Linked,
  signed: boolean | string,
): { verdict: 'sealed' | 'altered' | 'unverifiable'; reason: string | null } {
  if (signed === false) return { verdict: 'altered', reason: 'its signature does not hold: it is not what AWS signed' }
  if (typeof signed === 'string') return { verdict: 'unverifiable', reason: signed }
  const previous = digest.previous?.key ?? ''
  const said = {
    joined: null,
    start: digest.previous === null ? null : `what is here begins with it: ${previous} is not in the case`,
    gap: 'it follows no digest although there are older ones: logging was off before it',
    missing: `the digest before it is not in the case: ${previous}`,
    'hash-mismatch': `the digest before it, ${previous}, is not the one that it follows`,
    backfill: 'written later, for hours that had no digest',
  }
  return { verdict: 'sealed', reason: said[link] }
}

function digestSeal(file: { objectId: number; uri: string }, verdict: SealVerdict, reason: string | null): Seal {
  const { objectId, uri } = file
  return { kind: 'digest', uri, objectId, verdict, reason, digestId: null, link: null, from: null, to: null }
}

function about({ digest, link }: Linked): Pick<Seal, 'uri' | 'link' | 'from' | 'to'> {
  return { uri: `s3://${digest.bucket}/${digest.key}`, link, from: digest.from, to: digest.to }
}

function absentSeal({ uri, from, to }: Absent): Seal {
  const reason = 'the digests around it are here and it is not'
  return {
    kind: 'missing-digest',
    uri,
    objectId: null,
    verdict: 'missing',
    reason,
    digestId: null,
    link: null,
    from,
    to,
  }
}

function summed(seals: readonly Seal[], digests: readonly Linked[], keys: number): SealSummary {
  const named = (kind: Seal['kind'], verdict: SealVerdict) =>
    new Set(
      seals
        .filter((seal) => seal.kind === kind && seal.verdict === verdict && seal.digestId !== seal.objectId)
        .map((seal) => (verdict.startsWith('not-') ? seal.objectId : seal.uri)),
    ).size
  const files = (verdict: SealVerdict) =>
    seals.filter((seal) => seal.kind === 'digest' && seal.verdict === verdict).length
  const linked = (link: Linked['link']) => digests.filter((each) => each.link === link).length
  return {
    digests: {
      valid: files('sealed'),
      invalid: files('altered'),
      unverifiable: files('unverifiable'),
      missing: seals.filter(({ kind }) => kind === 'missing-digest').length,
    },
    logs: {
      valid: named('log', 'sealed'),
      altered: named('log', 'altered'),
      missing: named('log', 'missing'),
      unverifiable: named('log', 'unverifiable'),
      notListed: named('log', 'not-listed'),
      notCovered: named('log', 'not-covered'),
    },
    queryResults: {
      valid: named('query-result', 'sealed'),
      altered: named('query-result', 'altered') + named('query-result', 'missing'),
      unverifiable: named('query-result', 'unverifiable'),
    },
    gaps: linked('gap'),
    previousHashMismatch: linked('hash-mismatch'),
    moved: digests.filter(({ uri, digest }) => agreement(uri, digest) < 3).length,
    backfill: digests.filter(({ isBackfill }) => isBackfill).length,
    keys,
  }
}
