import type { Seal } from '../../shared/proof.ts'
import type { Digest } from './digest.ts'
import { agreement, baseOf, type Place } from './place.ts'

/** An object of the case that a digest may list. */
export interface HeldLog {
  readonly objectId: number
  readonly uri: string
  /** SHA-256 of all that it inflates to, hex; null when it cannot be read. */
  readonly sha256: string | null
  /** What is wrong with its bytes: cut short, data after the end, …. */
  readonly damage: string | null
}

export interface JudgedDigest {
  readonly objectId: number
  readonly digest: Digest
  readonly verdict: 'sealed' | 'altered' | 'unverifiable'
}

/**
 * Judges every log file that a digest lists, once, by the most trustworthy digest that lists it; and every log of the
 * case that none lists.
 */
export function judgeLogs(digests: readonly JudgedDigest[], logs: readonly HeldLog[]): readonly Seal[] {
  const byName = new Map<string, HeldLog[]>()
  for (const log of logs) {
    const name = baseOf(log.uri)
    byName.set(name, [...(byName.get(name) ?? []), log])
  }
  const seals: Seal[] = []
  const judged = new Set<string>()
  const listed = new Set<number>()
  for (const each of [...digests].sort((a, b) => trust.indexOf(a.verdict) - trust.indexOf(b.verdict))) {
    for (const log of each.digest.logs) {
      const uri = `s3://${log.bucket}/${log.key}`
      if (judged.has(uri)) continue
      judged.add(uri)
      const copies = nearest(byName.get(baseOf(log.key)) ?? [], log)
      for (const { objectId } of copies) listed.add(objectId)
      seals.push(...sealsOf(uri, log.sha256, copies, each))
    }
  }
  const covers = coverage(digests)
  for (const log of logs) {
    const name = logName.exec(baseOf(log.uri))
    if (name && !listed.has(log.objectId)) seals.push(unlisted(log, name, covers))
  }
  return seals
}

const trust = ['sealed', 'unverifiable', 'altered']

/** The objects that agree best with the place; several when one log was brought in more than once. */
function nearest(logs: readonly HeldLog[], place: Place): readonly HeldLog[] {
  const best = Math.max(0, ...logs.map(({ uri }) => agreement(uri, place)))
  return best === 0 ? [] : logs.filter(({ uri }) => agreement(uri, place) === best)
}

function sealsOf(uri: string, expected: string, copies: readonly HeldLog[], by: JudgedDigest): readonly Seal[] {
  const blank = { kind: 'log', uri, digestId: by.objectId, link: null, from: null, to: null } as const
  if (by.verdict !== 'sealed') {
    const why =
      by.verdict === 'altered' ? 'the digest that lists it was altered' : 'the digest that lists it cannot be verified'
    const none = { ...blank, objectId: null, verdict: 'unverifiable', reason: `${why}; it is not in the case` } as const
    if (copies.length === 0) return [none]
    return copies.map(({ objectId, sha256 }) => {
      const agrees = sha256 === expected ? 'the hash agrees with it' : 'the hash is another'
      return { ...blank, objectId, verdict: 'unverifiable', reason: `${why}; ${agrees}` }
    })
  }
  if (copies.length === 0)
    return [
      { ...blank, objectId: null, verdict: 'missing', reason: 'a signed digest lists it and it is not in the case' },
    ]
  return copies.map(({ objectId, sha256, damage }) => {
    const reason =
      sha256 === null
        ? `it cannot be read: ${damage ?? 'no content'}`
        : damage !== null
          ? `its bytes are not those that AWS delivered: ${damage}`
          : sha256 === expected
            ? null
            : 'its content does not have the hash that the signed digest gives'
    return { ...blank, objectId, verdict: reason === null ? 'sealed' : 'altered', reason }
  })
}

/** Account, region and minute of delivery. */
const logName = /^(\d{12})_CloudTrail(?:-(?!Digest)[A-Za-z]+)?_([a-z0-9-]+)_(\d{8}T\d{4})Z_/
const digestName = /^(\d{12})_CloudTrail-Digest_([a-z0-9-]+)_/
/** A log may stand in the digest of the next hour when it is delivered at the end of one. */
const late = 15 * 60_000

type Coverage = ReadonlyMap<string, readonly { readonly from: number; readonly to: number }[]>

/** The times that digests cover, by account and region, those that follow each other as one. */
function coverage(digests: readonly JudgedDigest[]): Coverage {
  const spans = new Map<string, { from: number; to: number }[]>()
  const ordered = [...digests].sort((a, b) => Date.parse(a.digest.from) - Date.parse(b.digest.from))
  for (const { digest } of ordered) {
    const name = digestName.exec(baseOf(digest.key))
    if (!name) continue
    const own = spans.get(`${name[1]} ${name[2]}`) ?? []
    spans.set(`${name[1]} ${name[2]}`, own)
    const last = own.at(-1)
    const [from, to] = [Date.parse(digest.from), Date.parse(digest.to)]
    if (last && from <= last.to) last.to = Math.max(last.to, to)
    else own.push({ from, to })
  }
  return spans
}

function unlisted(
  { objectId, uri }: HeldLog,
  [, account, region, minute = '']: RegExpExecArray,
  covers: Coverage,
): Seal {
  const at = Date.parse(minute.replace(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/, '$1-$2-$3T$4:$5:00Z'))
  const isCovered = (covers.get(`${account} ${region}`) ?? []).some(({ from, to }) => from <= at && at + late <= to)
  return {
    kind: 'log',
    uri,
    objectId,
    verdict: isCovered ? 'not-listed' : 'not-covered',
    reason: isCovered
      ? 'digests of its time are here and none lists it'
      : 'no digest of its account, region and time is in the case',
    digestId: null,
    link: null,
    from: null,
    to: null,
  }
}
