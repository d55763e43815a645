import type { Named, Statement } from './document.ts'
import { arnParts } from './wildcard.ts'

/** Who sends a request. */
export interface Caller {
  readonly kind: 'user' | 'role' | 'root' | 'service' | 'federated' | 'anonymous'
  /** Of the user or role; of a service its name; of a web or SAML identity the provider. */
  readonly arn: string
  readonly account: string | null
  /** ARN of the session of the role or federated user, where one is meant. */
  readonly session: string | null
  /** AIDA… or AROA…, where it is known. */
  readonly id: string | null
}

/**
 * How a statement names a caller. `direct`: by itself, so that nothing else has to allow; `role`: by the role, or the
 * federated user, that its session is of, which boundary and session policy still limit; `account`: its account, which
 * only delegates.
 */
export type Naming = 'direct' | 'role' | 'account'

/** How the Principal of a statement names the caller; null when it does not. A statement without one names everybody. */
export function namingOf({ principals }: Statement, caller: Caller): Naming | null {
  if (principals === null) return 'direct'
  const namings = principals.named.map((named) => naming(named, caller)).filter((each) => each !== null)
  if (principals.not) return namings.length > 0 ? null : 'direct'
  return namings.includes('direct') ? 'direct' : namings.includes('role') ? 'role' : (namings[0] ?? null)
}

/**
 * Whether a Deny with NotPrincipal leaves the caller alone: account and role and session all have to be listed.
 * IAM User Guide, "IAM JSON policy elements: NotPrincipal".
 */
export function isSpared({ principals }: Statement, caller: Caller): boolean {
  const named = principals?.named ?? []
  if (named.some(({ kind, name }) => kind === '*' || name === '*')) return true
  const lists = (arn: string | null) => arn !== null && named.some(({ name }) => name === arn)
  const listsAccount = caller.account !== null && named.some(({ name }) => accountNamed(name) === caller.account)
  if (caller.kind === 'user') return lists(caller.arn) && listsAccount
  if (caller.kind === 'role')
    return lists(caller.arn) && listsAccount && (caller.session === null || lists(caller.session))
  return named.some((each) => naming(each, caller) !== null)
}

function naming({ kind, name }: Named, caller: Caller): Naming | null {
  if (kind === '*') return 'direct'
  if (kind === 'Service')
    return caller.kind === 'service' && (name === '*' || serviceNamed(name) === serviceNamed(caller.arn))
      ? 'direct'
      : null
  if (kind === 'Federated')
    return caller.kind === 'federated' && (name === caller.arn || name === '*') ? 'direct' : null
  if (kind === 'AWS' && name === '*') return 'direct'
  if (kind === 'CanonicalUser' || caller.kind === 'service' || caller.kind === 'federated') return null
  const account = accountNamed(name)
  if (account !== null) return account === caller.account ? (caller.kind === 'root' ? 'direct' : 'account') : null
  if (name === caller.session) return 'direct'
  if (name === caller.arn || (caller.id !== null && name === caller.id))
    return caller.kind === 'role' || caller.session !== null ? 'role' : 'direct'
  return null
}

/** The session of the caller's role that a statement names, where it is not known which session the caller has. */
export function sessionNamed({ principals }: Statement, { kind, arn, account, session }: Caller): string | null {
  if (kind !== 'role' || session !== null || principals === null || principals.not) return null
  const role = arn.slice(arn.lastIndexOf('/') + 1)
  const named = principals.named.find(({ name }) => {
    const [, , service, , of, rest = ''] = arnParts(name)
    return service === 'sts' && of === account && rest.startsWith(`assumed-role/${role}/`)
  })
  return named?.name ?? null
}

/** A service by its name everywhere: states.eu-west-1.amazonaws.com and states.amazonaws.com.cn are states.amazonaws.com. */
export function serviceNamed(name: string): string {
  return name.replace(/(?:\.[a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com(?:\.cn)?$/, '.amazonaws.com')
}

/** The account that a principal names as a whole: 111122223333 or arn:aws:iam::111122223333:root. */
export function accountNamed(name: string): string | null {
  if (/^\d{12}$/.test(name)) return name
  const [, , service, , account = '', rest] = arnParts(name)
  return service === 'iam' && rest === 'root' && /^\d{12}$/.test(account) ? account : null
}
