import { type PolicyDocument, readDocument } from '../policy/document.ts'

/** One version of a policy of AWS's own, and since when it was in force. */
export interface ManagedVersion {
  readonly id: string
  /** ISO 8601 UTC. */
  readonly since: string
  readonly document: PolicyDocument
  /** Versions that came after it on days that nobody knows: one of them may have been in force at the time asked for. */
  readonly unsure: readonly string[]
}

/** AWS's own managed policies as of a day. */
export interface ManagedPolicies {
  /** The day up to which versions are known, ISO 8601 UTC. */
  readonly reach: string
  /**
   * The version in force at a time, the newest when null; null where the policy is not known, or was not there yet. The
   * partition does not matter.
   */
  at(arn: string, time: string | null): ManagedVersion | null
}

/** A version as a person reads it: ReadOnlyAccess v104 of 2023-08-07, and which others it may have been. */
export function saidOf(name: string, { id, since, unsure }: ManagedVersion): string {
  const perhaps = unsure.length === 0 ? '' : ` (or ${unsure[0]}${unsure.length > 1 ? ` to ${unsure.at(-1)}` : ''})`
  return `${name} ${id} of ${since.slice(0, 10)}${perhaps}`
}

/**
 * Reads assets/managed-policies.br after it was inflated, which scripts/managed-policies.mjs writes: a line for each
 * policy, its path behind `policy/`, a blank, and its versions, the first first. Lines are parsed when they are asked for.
 * A first line beginning with # says how far they reach.
 */
export function readManagedPolicies(bytes: Buffer): ManagedPolicies {
  const places = new Map<string, readonly [from: number, to: number]>()
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from)
    const to = end < 0 ? bytes.length : end
    const blank = bytes.indexOf(32, from)
    places.set(bytes.toString('utf8', from, blank), [blank + 1, to])
    from = to + 1
  }
  const [from, to] = places.get('#') ?? [0, 0]
  const reach = bytes.toString('utf8', from, to)
  places.delete('#')
  const known = new Map<string, readonly Version[]>()
  const versionsOf = (path: string): readonly Version[] => {
    const before = known.get(path)
    if (before !== undefined) return before
    const place = places.get(path)
    const versions = place === undefined ? [] : parse(bytes.toString('utf8', ...place))
    known.set(path, versions)
    return versions
  }
  return {
    reach,
    at(arn, time) {
      const path = /^arn:aws[\w-]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1]
      if (path === undefined) return null
      const versions = versionsOf(path)
      const place = versions.findLastIndex(
        ({ since }) => since !== null && (time === null || Date.parse(since) <= Date.parse(time)),
      )
      const found = versions[place]
      if (found === undefined || found.since === null) return null
      const later = versions.slice(place + 1)
      const next = later.findIndex(({ since }) => since !== null)
      const unsure = later.slice(0, next < 0 ? later.length : next).map(({ id }) => id)
      return { id: found.id, since: found.since, document: found.document, unsure }
    },
  }
}

interface Version {
  readonly id: string
  readonly since: string | null
  readonly document: PolicyDocument
}

function parse(line: string): readonly Version[] {
  const given = JSON.parse(line) as readonly (readonly [id: string, since: string | null, document: unknown])[]
  return given.map(([id, since, document]) => ({ id, since, document: readDocument(document) }))
}
