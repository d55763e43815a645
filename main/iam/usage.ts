import type { Used } from '../../shared/iam.ts'
import { actionOf } from './event-actions.ts'
import { isNamed } from './named.ts'

/** Calls as the log names them. */
export interface Call extends Used {
  readonly principal: string
  readonly service: string
  readonly action: string
  /** What they name: ARNs, `user/name` and the like of identities, the bucket or object of S3; empty where they name nothing. */
  readonly targets: readonly string[]
}

/** Somebody taking on a role. */
export interface Assumption extends Used {
  /** ARN of the role. */
  readonly role: string
  readonly action: string
  /** Twelve digits; null of services and identity providers. */
  readonly account: string | null
  /** ARN of the role or user, host of the service, or id. */
  readonly by: string | null
}

/** What was done in the case, by principal and IAM action. */
export interface Usage {
  /** The calls of the principal that need one of the actions, or null; `onto`: only those that name one of these ARNs. */
  of(principal: string, actions: readonly string[], onto?: readonly string[]): Used | null
  /** Everything that the principal called, by IAM action in lower case. */
  all(principal: string): ReadonlyMap<string, Used>
  /** How those that a statement of a trust lets in, `*`, an account, an identity, a service or a provider, took on the role. */
  assumed(role: string, letIn: string): Used | null
}

/** Joins calls with principals, actions and what they act on. */
export function usageOf(calls: readonly Call[], assumptions: readonly Assumption[] = []): Usage {
  const index = new Map<string, Map<string, { readonly all: Used; readonly parts: Call[] }>>()
  for (const call of calls) {
    const { first, last, count, sessions, ips } = call
    const used = { first, last, count, sessions, ips }
    const name = actionOf(call.service, call.action)
    const ofPrincipal = index.get(call.principal) ?? new Map<string, { readonly all: Used; readonly parts: Call[] }>()
    index.set(call.principal, ofPrincipal)
    const before = ofPrincipal.get(name)
    before?.parts.push(call)
    ofPrincipal.set(
      name,
      before === undefined ? { all: used, parts: [call] } : { all: joined(before.all, used), parts: before.parts },
    )
  }
  return {
    of(principal, actions, onto) {
      const called = index.get(principal)
      const found = actions.flatMap((action) => {
        const entry = called?.get(action.toLowerCase())
        if (entry === undefined) return []
        if (onto === undefined) return [entry.all]
        return entry.parts.filter(({ targets }) => targets.some((target) => onto.some((arn) => isNamed(arn, target))))
      })
      return sumOf(found)
    },
    all: (principal) => new Map([...(index.get(principal) ?? [])].map(([name, { all }]) => [name, all])),
    assumed: (role, letIn) =>
      sumOf(assumptions.filter((each) => each.role === role && isLetInBy(letIn, each, role.split(':')[4] ?? ''))),
  }
}

function isLetInBy(letIn: string, { action, account, by }: Assumption, own: string): boolean {
  if (letIn === '*' || letIn.startsWith('everybody')) return account !== null && account !== own
  if (/^(?:\d{12}|A(?:ID|RO)A\w+)$/.test(letIn)) return account === letIn || by === letIn
  if (/^arn:[^:]+:(?:iam|sts)::/.test(letIn) && !letIn.includes('-provider/'))
    return account === letIn.split(':')[4] && (letIn.endsWith(':root') || !by?.startsWith('arn:') || by === letIn)
  if (/\.amazonaws\.com(?:\.cn)?$/.test(letIn) && !letIn.startsWith('cognito-identity.')) return by === letIn
  return /^AssumeRoleWith(?:SAML|WebIdentity)$/.test(action)
}

function sumOf(all: readonly Used[]): Used | null {
  if (all.length === 0) return null
  return all.map(({ first, last, count, sessions, ips }) => ({ first, last, count, sessions, ips })).reduce(joined)
}

/** Two lots of calls as one. */
export function joined(a: Used, b: Used): Used {
  const times = (...all: readonly (string | null)[]) => all.filter((time) => time !== null).sort()
  const first20 = (...all: readonly string[]) => [...new Set(all)].sort().slice(0, 20)
  return {
    first: times(a.first, b.first)[0] ?? null,
    last: times(a.last, b.last).at(-1) ?? null,
    count: a.count + b.count,
    sessions: first20(...a.sessions, ...b.sessions),
    ips: first20(...a.ips, ...b.ips),
  }
}
