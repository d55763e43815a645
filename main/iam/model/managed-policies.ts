import { type PolicyDocument, readDocument } from '../policy/document.ts'

/** One version of a policy of AWS's own, and since when it was in force. */
export interface ManagedVersion {
  readonly id: string
  /** ISO 8601 UTC. */
  readonly since: string
  readonly document: PolicyDocument
}

/** AWS's own managed policies as of a day. */
export interface ManagedPolicies {
  /**
   * The version in force at a time, the newest when null; null where the policy is not known, or was not there yet. The
   * partition does not matter.
   */
  at(arn: string, time: string | null): ManagedVersion | null
}

/**
 * Reads assets/managed-policies.br after it was inflated, which scripts/managed-policies.mjs writes: a line for each
 * policy, its path behind `policy/`, a blank, and its versions, the first first. Lines are parsed when they are asked for.
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
  const known = new Map<string, readonly ManagedVersion[]>()
  const versionsOf = (path: string): readonly ManagedVersion[] => {
    const before = known.get(path)
    if (before !== undefined) return before
    const place = places.get(path)
    const versions = place === undefined ? [] : parse(bytes.toString('utf8', ...place))
    known.set(path, versions)
    return versions
  }
  return {
    at(arn, time) {
      const path = /^arn:aws[\w-]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1]
      if (path === undefined) return null
      return versionsOf(path).findLast(({ since }) => time === null || Date.parse(since) <= Date.parse(time)) ?? null
    },
  }
}

function parse(line: string): readonly ManagedVersion[] {
  const given = JSON.parse(line) as readonly (readonly [id: string, since: string, document: unknown])[]
  return given.map(([id, since, document]) => ({ id, since, document: readDocument(document) }))
}
