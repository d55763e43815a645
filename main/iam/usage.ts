import type { Used } from '../../shared/iam.ts'

/** A call as the log names it. */
export interface Call extends Used {
  readonly principal: string
  readonly service: string
  readonly action: string
}

/** What was done in the case, by principal and IAM action. */
export interface Usage {
  /** The calls of the principal that need one of the actions, or null. */
  of(principal: string, actions: readonly string[]): Used | null
  /** Everything that the principal called, by IAM action in lower case. */
  all(principal: string): ReadonlyMap<string, Used>
}

/** Where the host of a service is not called like its IAM prefix. */
const prefixes: Readonly<Record<string, string>> = {
  monitoring: 'cloudwatch',
  email: 'ses',
  tagging: 'tag',
  'access-analyzer': 'access-analyzer',
  signin: 'signin',
}

/** Joins calls with actions: dated names of Lambda and CloudFront lose their date. */
export function usageOf(calls: readonly Call[]): Usage {
  const index = new Map<string, Map<string, Used>>()
  for (const { principal, service, action, ...used } of calls) {
    const name = actionOf(service, action)
    const ofPrincipal = index.get(principal) ?? new Map<string, Used>()
    index.set(principal, ofPrincipal)
    const before = ofPrincipal.get(name)
    ofPrincipal.set(name, before === undefined ? used : joined(before, used))
  }
  return {
    of(principal, actions) {
      const called = index.get(principal)
      const found = actions.map((action) => called?.get(action.toLowerCase())).filter((used) => used !== undefined)
      return found.length === 0 ? null : found.reduce(joined)
    },
    all: (principal) => index.get(principal) ?? new Map(),
  }
}

/** The IAM action, in lower case, that a call as the log names it needs. */
export function actionOf(service: string, action: string): string {
  return `${prefixes[service] ?? service}:${action.replace(/20\d{6}(?:v\d+)?$/, '')}`.toLowerCase()
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
