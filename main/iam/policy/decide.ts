import type { Statement } from './document.ts'
import type { Facts } from './facts.ts'
import { type Caller, isSpared, type Naming, namingOf, sessionNamed } from './principal.ts'
import { type Asked, appliesTo, type Policy } from './statement.ts'
import { both, either, not, type Truth, unknown } from './truth.ts'
import { arnParts } from './wildcard.ts'

/** Everything that has a say. A list is a list of policies of which one has to allow; null: there is none of the kind. */
export interface Guards {
  readonly identity: readonly Policy[]
  readonly boundary: readonly Policy[] | null
  readonly session: readonly Policy[] | null
  /** Service control policies, a list for each level from the root down to the account; null: unknown or none. */
  readonly scps: readonly (readonly Policy[])[] | null
  /** Resource control policies of all levels: only their Deny counts, RCPFullAWSAccess is always there. */
  readonly rcps: readonly Policy[] | null
  /** On the resource: null when none is known. */
  readonly resource: readonly Policy[] | null
  /** Of VPC endpoints on the way. */
  readonly endpoint: readonly Policy[] | null
  /** Policies of the organization of which nobody knows whether they hang above the caller (scps) or the resource (rcps). */
  readonly uncertain?: { readonly scps: readonly Policy[]; readonly rcps: readonly Policy[] }
}

export interface Question extends Asked {
  readonly caller: Caller
  /** The account that the resource belongs to; null when that is unknown: taken to be the caller's. */
  readonly owner: string | null
  readonly facts: Facts
}

/** A statement that had a say, by its policy. */
export interface Said {
  readonly policy: Policy
  readonly statement: Statement
}

export interface Decision {
  readonly result: 'allowed' | 'allowed-if' | 'denied'
  /** What has to hold when it is allowed-if. */
  readonly when: readonly string[]
  /** Those that allow, or the one that refuses. */
  readonly statements: readonly Said[]
  /** Why it is refused, or what is not known. */
  readonly why: string
}

/**
 * Whether a caller may do something, as AWS decides it: an explicit Deny anywhere, then organization, then identity,
 * boundary and session within the account or the resource's policy, and both sides across accounts. IAM User Guide,
 * "Policy evaluation logic" and "Cross-account policy evaluation logic".
 */
export function decide(question: Question, guards: Guards): Decision {
  const fixed = refusedByAws(question)
  if (fixed !== null) return { result: 'denied', when: [], statements: [], why: fixed }
  if (question.action.toLowerCase() === 'sts:getcalleridentity')
    return { result: 'allowed', when: [], statements: [], why: 'needs no permission' }
  const denial = denials(question, guards)
  if (denial.truth === true)
    return { result: 'denied', when: [], statements: denial.said.slice(0, 1), why: 'explicitly denied' }
  const grant = granted(question, guards)
  const truth = both(grant.truth, not(denial.truth))
  if (truth === false) return { result: 'denied', when: [], statements: [], why: grant.why }
  const statements = [...grant.said, ...(denial.truth === false ? [] : denial.said)]
  if (truth === true) return { result: 'allowed', when: [], statements, why: '' }
  return { result: 'allowed-if', when: truth.when, statements, why: grant.why }
}

interface Voice {
  readonly truth: Truth
  readonly said: readonly Said[]
}

const silent: Voice = { truth: false, said: [] }
const everyNaming: readonly Naming[] = ['direct', 'role', 'account']

/** Deny counts in every policy; in SCPs not for services and service-linked roles, in RCPs not for the latter. */
function denials(question: Question, guards: Guards): Voice {
  const { caller } = question
  const ours = [guards.identity, guards.boundary ?? [], guards.session ?? [], guards.endpoint ?? []]
  const reached = reachOfOrganization(caller)
  const organization = [...(reached.scps ? (guards.scps ?? []) : []), reached.rcps ? (guards.rcps ?? []) : []]
  let voice = silent
  for (const policies of [...ours, ...organization])
    voice = louder(voice, speaks(policies, 'Deny', question, undefined, guards.boundary !== null))
  voice = louder(voice, speaks(guards.resource ?? [], 'Deny', question, everyNaming, guards.boundary !== null))
  const { scps = [], rcps = [] } = guards.uncertain ?? {}
  for (const policy of [...(reached.scps ? scps : []), ...(reached.rcps ? rcps : [])]) {
    const { truth, said } = speaks([policy], 'Deny', question)
    voice = louder(voice, { truth: both(truth, unknown(`${policy.name} hangs on the account`)), said })
  }
  return voice
}

interface Grant extends Voice {
  readonly why: string
}

function granted(question: Question, guards: Guards): Grant {
  const { caller, owner } = question
  const identity = speaks(guards.identity, 'Allow', question)
  const boundary = within(guards.boundary, question)
  const session = within(guards.session, question)
  const scps = reachOfOrganization(caller).scps ? organizationAllows(question, guards) : true
  const endpoint = guards.endpoint === null ? true : speaks(guards.endpoint, 'Allow', question).truth
  const limits = both(scps, endpoint)
  const resource = (...namings: readonly Naming[]) =>
    guards.resource === null ? silent : speaks(guards.resource, 'Allow', question, namings)

  const own = both(both(identity.truth, boundary), session)
  const isCross = owner !== null && caller.account !== null && owner !== caller.account
  const ofService = caller.kind === 'service' || caller.kind === 'federated' || caller.kind === 'anonymous'
  if (ofService) {
    const voice = resource(...everyNaming)
    return end(both(voice.truth, endpoint), voice.said, 'the policy of the resource does not allow it')
  }
  if (isCross) {
    const theirs = guards.resource === null ? unknownPolicy(question) : resource(...everyNaming)
    const truth = both(both(own, theirs.truth), limits)
    const why =
      theirs.truth === false
        ? 'the policy of the resource does not allow another account'
        : whyNot(identity.truth, boundary, session, limits)
    return end(truth, [...identity.said, ...theirs.said], why)
  }
  const direct = resource('direct')
  const byRole = resource('role')
  const named = either(direct.truth, both(byRole.truth, both(boundary, session)))
  if (needsConsent(question)) {
    const delegates = guards.resource === null ? unknownPolicy(question) : resource('account')
    const truth = both(either(named, both(own, delegates.truth)), limits)
    const said =
      named === true
        ? [...direct.said, ...byRole.said]
        : [...identity.said, ...delegates.said, ...direct.said, ...byRole.said]
    const consents = delegates.truth !== false || named !== false
    return end(
      truth,
      said,
      consents
        ? whyNot(identity.truth, boundary, session, limits)
        : 'the policy of the resource does not name the caller or its account',
    )
  }
  const truth = both(either(own, named), limits)
  return end(
    truth,
    own === true ? identity.said : [...identity.said, ...direct.said, ...byRole.said],
    whyNot(identity.truth, boundary, session, limits),
  )
}

/** Whether a boundary or session policy leaves room for it; one that nobody has read may. */
function within(limit: readonly Policy[] | null, question: Question): Truth {
  if (limit === null) return true
  const unread = limit.filter(({ document }) => document.isUnknown)
  return unread.reduce<Truth>(
    (sum, { name }) => either(sum, unknown(`${name}, which is not in the evidence, allows it`)),
    speaks(limit, 'Allow', question).truth,
  )
}

/** Every level has to allow; what may hang there too, may allow it there. */
function organizationAllows(question: Question, { scps, uncertain }: Guards): Truth {
  const others = uncertain?.scps ?? []
  const doubt = speaks(others, 'Allow', question)
  const names = doubt.said.map(({ policy }) => policy.name).join(' or ')
  const perhaps = doubt.truth === false ? false : both(doubt.truth, unknown(`${names} hangs on the account`))
  if (scps !== null)
    return scps.reduce<Truth>((sum, level) => both(sum, either(speaks(level, 'Allow', question).truth, perhaps)), true)
  if (others.length === 0) return true
  return doubt.truth === false ? unknown('a service control policy that is not in the evidence allows it') : doubt.truth
}

function end(truth: Truth, said: readonly Said[], why: string): Grant {
  return { truth, said: truth === false ? [] : said, why: truth === true ? '' : why }
}

function whyNot(identity: Truth, boundary: Truth, session: Truth, limits: Truth): string {
  if (identity === false) return 'no identity policy allows it'
  if (boundary === false) return 'the permissions boundary does not allow it'
  if (session === false) return 'the session policy does not allow it'
  return limits === false ? 'a policy of the organization or endpoint does not allow it' : ''
}

function unknownPolicy({ resource }: Question): Voice {
  return { truth: unknown(`the policy of ${resource} allows it, which is not in the evidence`), said: [] }
}

/** What policies say about the question with one effect. `namings`: how a resource's statement may name the caller. */
function speaks(
  policies: readonly Policy[],
  effect: 'Allow' | 'Deny',
  question: Question,
  namings?: readonly Naming[],
  hasBoundary = false,
): Voice {
  let voice = silent
  for (const policy of policies) {
    const unread = effect === 'Deny' ? policy.document.unreadDenials : []
    for (const place of unread)
      voice = louder(voice, {
        truth: unknown(`statement ${place + 1} of ${policy.name}, which could not be read, refuses it`),
        said: [],
      })
    for (const statement of policy.document.statements) {
      if (statement.effect !== effect) continue
      const applies = appliesTo(statement, question, question.facts, policy.document.hasVariables)
      const truth =
        applies === false ? false : both(applies, concerns(statement, question.caller, namings, hasBoundary))
      if (truth === false) continue
      voice = louder(voice, { truth, said: [{ policy, statement }] })
    }
  }
  return voice
}

/** A Deny with NotPrincipal refuses whoever has a boundary, listed or not. On a resource, who names nobody says nothing. */
function concerns(
  statement: Statement,
  caller: Caller,
  namings: readonly Naming[] | undefined,
  hasBoundary: boolean,
): Truth {
  if (statement.principals === null) return namings === undefined
  if (statement.effect === 'Deny' && statement.principals.not) return hasBoundary || !isSpared(statement, caller)
  const naming = namingOf(statement, caller)
  if (naming !== null && (namings === undefined || namings.includes(naming))) return true
  const session = namings?.includes('direct') === false ? null : sessionNamed(statement, caller)
  return session === null ? false : unknown(`its session is ${session}`)
}

/** What is certain drowns what is not. */
function louder(a: Voice, b: Voice): Voice {
  if (b.truth === false) return a
  if (a.truth === false) return b
  if (a.truth === true) return b.truth === true ? { truth: true, said: [...a.said, ...b.said] } : a
  if (b.truth === true) return b
  return { truth: either(a.truth, b.truth), said: [...a.said, ...b.said] }
}

/**
 * SCPs limit identities of the organization, RCPs whoever comes to its resources: also services and people without a
 * signature. Neither reaches service-linked roles.
 */
function reachOfOrganization({ kind, arn }: Caller): { readonly scps: boolean; readonly rcps: boolean } {
  const isLinked = arn.includes(':role/aws-service-role/')
  return { scps: !isLinked && (kind === 'user' || kind === 'role' || kind === 'root'), rcps: !isLinked }
}

/** Roles and keys have to consent even within the account. */
function needsConsent({ action, resource }: Question): boolean {
  const name = action.toLowerCase()
  if (/^sts:(?:assumerole.*|tagsession|setsourceidentity)$/.test(name)) return true
  return name.startsWith('kms:') && /:key\//.test(resource)
}

/** What AWS refuses whatever policies say. */
function refusedByAws({ action, resource, owner, caller }: Question): string | null {
  const name = action.toLowerCase()
  const [, partition = ''] = arnParts(resource)
  if (resource.startsWith('arn:') && caller.arn.startsWith('arn:') && partition !== arnParts(caller.arn)[1])
    return `it is in the partition ${partition}, which has identities of its own`
  if (name.startsWith('iam:') && owner !== null && caller.account !== null && owner !== caller.account)
    return 'identities are managed, and roles passed, in their own account alone'
  if (!/^(?:iam:(?!get|list|generate|simulate)|kms:(?:create|update|delete)alias)/.test(name)) return null
  const [, , service, , account = '', rest = ''] = arnParts(resource)
  if (
    service === 'iam' &&
    account === 'aws' &&
    rest.startsWith('policy/') &&
    name.includes('policy') &&
    !hangs.test(name)
  )
    return 'policies of AWS cannot be changed'
  if (service === 'iam' && rest.startsWith('role/aws-reserved/'))
    return 'roles that AWS reserves cannot be changed or passed'
  if (service === 'iam' && rest.startsWith('role/aws-service-role/') && name !== 'iam:createservicelinkedrole')
    return 'roles of services cannot be changed or passed'
  if (service === 'kms' && rest.startsWith('alias/aws/')) return 'aliases of AWS cannot be changed'
  return null
}

/** Actions that hang a policy on an identity, or take it off. */
const hangs = /^iam:(?:attach|detach|put|delete)(?:user|role|group)/
