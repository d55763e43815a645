import type { Link } from '../../shared/proof.ts'
import type { Digest } from './digest.ts'

/** A digest file of the case. */
export interface HeldDigest {
  readonly objectId: number
  readonly uri: string
  readonly digest: Digest
  /** From the metadata of the object, hex. */
  readonly signature: string | null
  readonly isBackfill: boolean
}

export interface Linked extends HeldDigest {
  readonly link: Link
  /** All signatures that are claimed for it: its own metadata's, and what the digest after it says. */
  readonly signatures: readonly string[]
}

/** Digests that should lie between two that are here. */
export interface Absent {
  readonly uri: string
  readonly from: string
  readonly to: string
}

/**
 * Puts digests into the chains of their trails and regions, oldest first, and says how each is joined to the one before.
 * Every digest that is absent between two is named: the last by the digest after it, those before by their hour.
 */
export function chain(held: readonly HeldDigest[]): {
  readonly linked: readonly Linked[]
  readonly absent: readonly Absent[]
} {
  const claimed = new Map<string, Set<string>>()
  for (const { digest } of held) {
    const { previous } = digest
    if (!previous?.signature) continue
    const name = `${previous.bucket}/${previous.key}`
    claimed.set(name, (claimed.get(name) ?? new Set()).add(previous.signature))
  }
  const byName = grouped(held, ({ digest }) => `${digest.bucket}/${digest.key}`)
  const linked: Linked[] = []
  const absent: Absent[] = []
  for (const digests of byTrail(held).values()) {
    digests.forEach((each, place) => {
      const { digest } = each
      const older = lastBefore(digests, place)
      const link = linkOf(each, byName, older)
      if (link === 'missing' && older && digest.previous) absent.push(...between(older.digest, digest))
      const said = claimed.get(`${digest.bucket}/${digest.key}`) ?? new Set<string>()
      linked.push({ ...each, link, signatures: [...new Set([...(each.signature ? [each.signature] : []), ...said])] })
    })
  }
  return { linked, absent }
}

/** The name of a digest says account, source region, trail and home region before its time. */
const named = /^(.*)_(\d{8}T\d{6}Z)(?:_backfill)?\.json\.gz$/

function byTrail(held: readonly HeldDigest[]): ReadonlyMap<string, readonly HeldDigest[]> {
  const trails = grouped(held, ({ digest: { bucket, key } }) => {
    const base = key.slice(key.lastIndexOf('/') + 1)
    return `${bucket} ${named.exec(base)?.[1] ?? key.slice(0, key.lastIndexOf('/'))}`
  })
  for (const digests of trails.values()) {
    digests.sort((a, b) => Date.parse(a.digest.to) - Date.parse(b.digest.to) || a.objectId - b.objectId)
  }
  return trails
}

function grouped(held: readonly HeldDigest[], by: (each: HeldDigest) => string): Map<string, HeldDigest[]> {
  const groups = new Map<string, HeldDigest[]>()
  for (const each of held) {
    const group = groups.get(by(each))
    if (group) group.push(each)
    else groups.set(by(each), [each])
  }
  return groups
}

function linkOf(
  { digest, isBackfill }: HeldDigest,
  byName: ReadonlyMap<string, readonly HeldDigest[]>,
  older: HeldDigest | undefined,
): Link {
  const { previous } = digest
  if (previous === null) return isBackfill ? 'backfill' : older ? 'gap' : 'start'
  const copies = byName.get(`${previous.bucket}/${previous.key}`) ?? []
  if (copies.some((each) => each.digest.sha256 === previous.sha256)) return 'joined'
  if (copies.length > 0) return 'hash-mismatch'
  return older ? 'missing' : 'start'
}

/** The latest digest that ended before this one; copies of the same file are not before each other. */
function lastBefore(trail: readonly HeldDigest[], place: number): HeldDigest | undefined {
  const key = trail[place]?.digest.key
  for (let i = place - 1; i >= 0; i--) {
    const each = trail[i]
    if (each && each.digest.key !== key && !each.isBackfill) return each
  }
  return undefined
}

const hour = 3_600_000

function between(older: Digest, { from, previous }: Digest): readonly Absent[] {
  const start = Date.parse(older.to)
  const count = Math.max(1, Math.min(Math.round((Date.parse(from) - start) / hour), 24 * 366))
  const { bucket, key } = previous ?? older
  return Array.from({ length: count }, (_, i) => {
    const to = i === count - 1 ? from : iso(start + (i + 1) * hour)
    const name = i === count - 1 ? key : key.replace(/\d{8}T\d{6}Z(?=[^/]*$)/, to.replaceAll(/[-:]/g, ''))
    return { uri: `s3://${bucket}/${onDay(name, to)}`, from: i === 0 ? older.to : iso(start + i * hour), to }
  })
}

/** The folder of the day, where the name has one. */
function onDay(key: string, to: string): string {
  return key.replace(/\d{4}\/\d{2}\/\d{2}(?=\/[^/]*$)/, to.slice(0, 10).replaceAll('-', '/'))
}

function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
