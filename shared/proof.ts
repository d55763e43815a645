/**
 * What CloudTrail's own signatures say about the objects of a case. `sealed`: AWS signed a digest that lists these very
 * bytes. `altered`: it lists other bytes, or the digest itself does not hold. `unverifiable`: the digest that lists it
 * cannot be trusted or checked. `not-listed`: a digest covers its time and does not name it. `not-covered`: no digest of
 * its time is here.
 */
export const sealVerdicts = ['sealed', 'altered', 'missing', 'unverifiable', 'not-listed', 'not-covered'] as const
export type SealVerdict = (typeof sealVerdicts)[number]

/** Verdicts that objects of the case can have; `none`: nothing that AWS signed could say anything about it. */
export const objectProofs = ['sealed', 'altered', 'unverifiable', 'not-listed', 'not-covered', 'none'] as const
export type ObjectProof = (typeof objectProofs)[number]

/**
 * What a line of the proof is about: a digest, a log file that a digest lists, a digest that should be there, a result of
 * CloudTrail Lake, or an object whose file in the evidence is no longer what was imported.
 */
export const sealKinds = ['digest', 'log', 'missing-digest', 'query-result', 'evidence'] as const
export type SealKind = (typeof sealKinds)[number]

/** How a digest is joined to the one before it. */
export type Link = 'joined' | 'start' | 'gap' | 'missing' | 'hash-mismatch' | 'backfill'

/** One line of the proof. */
export interface Seal {
  readonly kind: SealKind
  /** s3://bucket/key as signed; where nothing signed names it, as it was imported. */
  readonly uri: string
  /** The object of the case, where there is one. */
  readonly objectId: number | null
  readonly verdict: SealVerdict
  /** Why, unless it is sealed and nothing is odd about it. */
  readonly reason: string | null
  /** The digest that lists it. */
  readonly digestId: number | null
  readonly link: Link | null
  /** Time that a digest covers, ISO 8601 UTC. */
  readonly from: string | null
  readonly to: string | null
}

/** The proof in numbers; logs are counted by the names that digests list, and those that none lists by object. */
export interface SealSummary {
  readonly digests: {
    readonly valid: number
    readonly invalid: number
    readonly unverifiable: number
    /** Should be there: a later digest follows it. */
    readonly missing: number
  }
  readonly logs: {
    readonly valid: number
    readonly altered: number
    readonly missing: number
    readonly unverifiable: number
    readonly notListed: number
    readonly notCovered: number
  }
  readonly queryResults: { readonly valid: number; readonly altered: number; readonly unverifiable: number }
  /** Times when logging was off: a digest that follows none although there are older ones. */
  readonly gaps: number
  /** Digests whose "hash of the digest before" is not that of the digest before. */
  readonly previousHashMismatch: number
  /** Digests that lie elsewhere than where AWS wrote them: usual for a copy of evidence, no sign of tampering. */
  readonly moved: number
  readonly backfill: number
  readonly keys: number
}

/** What comparing every event with its record in the evidence came to. */
export interface EventsVerified {
  /** Objects and records that were read again. */
  readonly objects: number
  readonly records: number
  /** Events that say something else than their record. */
  readonly altered: number
  /** Records whose event is not in the case. */
  readonly missing: number
  /** Events that no record gives. */
  readonly invented: number
  /** Lines of the ledger, and of what contradicts each other, that do not say what the evidence gives. */
  readonly ledger: number
}

/** What a verification of a case came to. */
export interface VerifyResult {
  /** Nothing was altered or lost: of the evidence, the ledger and the audit log. What AWS signed is told beside it. */
  readonly holds: boolean
  readonly evidence: {
    readonly files: number
    readonly bytes: number
    readonly altered: number
    readonly missing: number
    readonly unreadable: number
  }
  readonly ledger: { readonly objects: number; readonly events: number; readonly problems: readonly string[] }
  /** Whether events are what the evidence says; absent: that was not asked. */
  readonly events?: EventsVerified
  readonly audit: { readonly lines: number; readonly torn: number; readonly problems: readonly string[] }
  readonly cloudtrail: SealSummary
  /** What could not be checked, why, and what would make it possible, as sentences. */
  readonly unchecked: readonly string[]
  /** The first 1,000 things that do not hold. */
  readonly problems: readonly { readonly what: string; readonly reason: string }[]
  readonly seconds: number
}

/** The last verification whose verdicts the case keeps. */
export interface Verification {
  /** ISO 8601 UTC. */
  readonly at: string
  /** user@host. */
  readonly by: string
  readonly result: VerifyResult
  /** Objects that came into the case since: nothing is said of them. */
  readonly newer: number
}
