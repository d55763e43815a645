import type { Used } from '../../shared/iam.ts'

/** A call as the log names it. */
export interface Call extends Used {
  readonly principal: string
  readonly service: string
  readonly action: string
}

/** What was done in the case, by principal and IAM action. */
export interface Usage {
  /** The last of the actions that was called by the principal, or null. */
  of(principal: string, actions: readonly string[]): Used | null
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
  const index = new Map<string, Used>()
  for (const { principal, service, action, first, last, count } of calls) {
    const key = keyOf(principal, `${prefixes[service] ?? service}:${action.replace(/20\d{6}(?:v\d+)?$/, '')}`)
    const before = index.get(key)
    index.set(key, before === undefined ? { first, last, count } : joined(before, { first, last, count }))
  }
  return {
    of(principal, actions) {
      const found = actions.map((action) => index.get(keyOf(principal, action))).filter((used) => used !== undefined)
      return found.length === 0 ? null : found.reduce(joined)
    },
  }
}

function keyOf(principal: string, action: string): string {
  return `${principal} ${action.toLowerCase()}`
}

function joined(a: Used, b: Used): Used {
  const times = (...all: readonly (string | null)[]) => all.filter((time) => time !== null).sort()
  return {
    first: times(a.first, b.first)[0] ?? null,
    last: times(a.last, b.last).at(-1) ?? null,
    count: a.count + b.count,
  }
}
