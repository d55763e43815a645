import type { Seal } from '../shared/proof.ts'
import type { HeldObject } from './store/held-objects.ts'

/** What is known when everything that can be checked is. */
interface Checked {
  readonly held: readonly Pick<HeldObject, 'object_id' | 'format'>[]
  readonly seals: readonly Seal[]
  /** All lines of the ledger. */
  readonly objects: number
}

/**
 * What a verification says nothing about, in sentences that name the next step: a case that "holds" must not be taken
 * for one that AWS has vouched for.
 */
export function uncheckedOf({ held, seals, objects }: Checked): readonly string[] {
  const of = (kind: Seal['kind'], verdict: Seal['verdict']) =>
    seals.filter((seal) => seal.kind === kind && seal.verdict === verdict)
  const digests = held.filter(({ format }) => format === 'cloudtrail-digest').length
  const notCovered = of('log', 'not-covered').length
  const judged = new Set(seals.map(({ objectId }) => objectId))
  const unsigned = held.filter(({ object_id, format }) => !judged.has(object_id) && !proves(format))
  const notKept = objects - held.length
  return [
    ...(digests === 0 && notCovered > 0
      ? [
          `the case holds no digest files, so what CloudTrail signed cannot be checked: bring in the folder CloudTrail-Digest, which lies beside CloudTrail in the bucket, and the answer of aws cloudtrail list-public-keys`,
        ]
      : []),
    ...(digests > 0 && notCovered > 0
      ? [
          `${files(notCovered)} of an account, region or time of which no digest is here: bring in more of CloudTrail-Digest`,
        ]
      : []),
    ...reasonsOf(of('digest', 'unverifiable')).map(
      ([reason, count]) => `${count === 1 ? '1 digest' : `${number(count)} digests`} could not be verified: ${reason}`,
    ),
    ...reasonsOf(of('log', 'unverifiable')).map(([reason, count]) => `${files(count)} not proved: ${reason}`),
    ...(unsigned.length > 0
      ? [
          `${some(unsigned.length)} of kinds that AWS does not sign (${formatsOf(unsigned)}): it was checked that they are what was imported, not that they are what AWS wrote`,
        ]
      : []),
    ...(notKept > 0
      ? [`of ${some(notKept)} the case keeps no bytes (skipped, rejected, or empty): nothing of them was checked`]
      : []),
  ]
}

function proves(format: string | null): boolean {
  return format === 'cloudtrail-public-keys' || format === 'cloudtrail-lake-sign'
}

/** The different reasons, most frequent first, at most ten. */
function reasonsOf(seals: readonly Seal[]): readonly (readonly [reason: string, count: number])[] {
  const counts = new Map<string, number>()
  for (const { reason } of seals) counts.set(reason ?? '', (counts.get(reason ?? '') ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 10)
}

function formatsOf(held: Checked['held']): string {
  return [...new Set(held.map(({ format }) => format ?? 'no known format'))].sort().join(', ')
}

function files(count: number): string {
  return count === 1 ? '1 log file is' : `${number(count)} log files are`
}

function some(count: number): string {
  return count === 1 ? '1 object' : `${number(count)} objects`
}

function number(count: number): string {
  return count.toLocaleString('en-US')
}
