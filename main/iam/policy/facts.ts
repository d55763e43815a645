/**
 * What is known of a condition key: its values, null when the request does not have the key, 'chosen' when whoever sends
 * the request chooses it, maybe: either these values or no such key, undefined when the evidence does not say.
 */
export type Fact = readonly string[] | null | 'chosen' | { readonly maybe: readonly string[] } | undefined

export interface Facts {
  /** By the key in any spelling of its letters. */
  of(key: string): Fact
}

/**
 * Keys that the caller writes: a policy that asks for them asks the attacker. IAM User Guide, "AWS global condition
 * context keys", and the Service Authorization Reference of IAM and STS.
 */
const chosenKeys = new Set([
  'iam:permissionsboundary',
  'iam:awsservicename',
  'aws:tagkeys',
  'aws:requestedregion',
  'aws:referer',
  'aws:useragent',
  'aws:securetransport',
  'sts:rolesessionname',
  'sts:sourceidentity',
  'sts:transitivetagkeys',
])

/** Facts from pairs; the later ones win. Keys that callers write are known to be so. */
export function factsOf(...sources: readonly (readonly (readonly [string, Fact])[])[]): Facts {
  return over({ of: chosenBy }, sources.flat())
}

/** The same facts with others on top of them. A key `family/*` stands for every key of the family that is not named. */
export function over(base: Facts, pairs: readonly (readonly [string, Fact])[]): Facts {
  const known = new Map(pairs.map(([key, fact]) => [key.toLowerCase(), fact]))
  return {
    of(key) {
      const name = key.toLowerCase()
      if (known.has(name)) return known.get(name)
      const family = name.slice(0, name.indexOf('/') + 1)
      return family !== '' && known.has(`${family}*`) ? known.get(`${family}*`) : base.of(name)
    },
  }
}

function chosenBy(name: string): Fact {
  return chosenKeys.has(name) || name.startsWith('aws:requesttag/') ? 'chosen' : undefined
}
