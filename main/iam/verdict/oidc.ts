import type { Test } from '../policy/document.ts'
import { hasWildcard } from '../policy/wildcard.ts'
import { type Judged, judged, mildest, worst } from './classes.ts'
import { everywhere, providerAt } from './oidc-claims.ts'
import { judgeServiceAccount, judgeSubject } from './oidc-subject.ts'
import { gripOf, livingValues } from './tests.ts'

/**
 * A role that identities of an OpenID Connect provider may take on. What counts are the claims that say which
 * repository, service account or person it is; an audience says only for whom the token was made.
 */
export function judgeOidc(address: string, tests: readonly Test[]): Judged {
  const prefix = `${address.toLowerCase()}:`
  const limits = tests.map((test) => limitOf(test, address, prefix)).filter((each) => each !== null)
  const dead = limits.find(({ verdict }) => verdict === 'oidc-dead')
  if (dead !== undefined) return dead
  const weak = limits.filter(({ verdict }) => verdict === 'oidc-weak-operator')
  const firm = mildest(limits.filter(({ verdict }) => verdict !== 'oidc-weak-operator'))
  if (firm !== undefined && firm.verdict !== 'oidc-any' && firm.verdict !== 'oidc-weak-claim') return firm
  return weak[0] ?? firm ?? open(address)
}

function open(address: string): Judged {
  if (isEks(address))
    return judged('eks-any-serviceaccount', 'high', 'every pod of the cluster: no subject is asked for')
  return providerAt(address).isShared
    ? judged('oidc-any', 'critical', `anyone who gets tokens of ${address}, which gives them to everybody`)
    : judged('oidc-any', 'high', `every identity of ${address}: no claim says which`)
}

function isEks(address: string): boolean {
  return /^oidc\.eks\.[\w-]+\.amazonaws\.com(?:\.cn)?\//.test(address) || /^oidc-eks\./.test(address)
}

function limitOf(test: Test, address: string, prefix: string): Judged | null {
  const key = test.key.toLowerCase()
  const grip = gripOf(test)
  const isClaim = /:/.test(key) && !/^(?:aws|sts|iam|saml):/.test(key)
  if (!isClaim) return null
  if (test.base === 'null') {
    const absent = test.values.some((value) => value.toLowerCase() === 'false')
    return absent && !isKnown(key, address, prefix) ? unheard(test, address) : null
  }
  if (grip === 'not') return null
  if (!isKnown(key, address, prefix)) return grip === 'firm' ? unheard(test, address) : null
  const claim = key.slice(prefix.length)
  const values = livingValues(test)
  if (values.length === 0) {
    return grip === 'firm'
      ? judged(
          'oidc-dead',
          'info',
          `${test.operator} takes the wildcard in ${test.values.join(', ')} for a character: no token fits`,
        )
      : null
  }
  const limit = worst(values.map((value) => judgeClaim(claim, value, address)).filter((each) => each !== null))
  const isOpen = values.some((value) => judgeClaim(claim, value, address) === null)
  if (isOpen || limit === undefined) return null
  if (grip === 'firm' || limit.verdict === 'oidc-any') return limit
  return judged(
    'oidc-weak-operator',
    'medium',
    `${test.operator} also lets pass what has no ${test.key}; otherwise: ${limit.why}`,
  )
}

function isKnown(key: string, address: string, prefix: string): boolean {
  if (!key.startsWith(prefix)) return false
  const claim = key.slice(prefix.length)
  return everywhere.has(claim) || Object.hasOwn(providerAt(address).claims, claim)
}

function unheard(test: Test, address: string): Judged {
  return judged(
    'oidc-dead',
    'info',
    `${test.key} is no condition key that tokens of ${address} fill: no request has it, so nothing passes`,
  )
}

/** What one value of a claim leaves; null when it leaves everybody, as an audience does where tokens are given to all. */
function judgeClaim(claim: string, value: string, address: string): Judged | null {
  if (claim === 'sub') return isEks(address) ? judgeServiceAccount(value) : judgeSubject(value, address)
  const provider = providerAt(address)
  if (/^(?:aud|azp|oaud)$/.test(claim)) {
    if (isEks(address) || hasWildcard(value)) return null
    const isAppId = /^accounts\.google\.com$/.test(address) && !/^(?:sts\.amazonaws\.com|https?:)/.test(value)
    return isAppId ? judged('oidc-bound', 'info', `only the application ${value}`) : null
  }
  if (/^[*?]*$/.test(value)) return null
  switch (provider.claims[claim]) {
    case 'repository':
      return /^[^/]*[*?][^/]*(?:\/|$)/.test(value)
        ? judged('oidc-lookalike', 'high', `${claim} ${value} also fits names that somebody else registers`)
        : hasWildcard(value) && claim === 'repository'
          ? judged('oidc-org', 'medium', `every repository like ${value}`)
          : judged('oidc-bound', 'info', `only ${claim} ${value}`)
    case 'owner':
      return hasWildcard(value)
        ? judged('oidc-lookalike', 'high', `${claim} ${value} also fits owners that are not ours`)
        : judged('oidc-org', 'medium', `everything of ${claim} ${value}`)
    default:
      return judged(
        'oidc-weak-claim',
        'high',
        `${claim} ${value} does not say which repository: it can be set or caused in any`,
      )
  }
}
