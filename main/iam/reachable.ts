import { mayDo, type Pairs, partitionOf, type World } from './ability.ts'
import { identityPolicies, type Principal } from './model/inventory.ts'
import type { Decision } from './policy/decide.ts'
import { namesAction } from './policy/statement.ts'
import { arnParts } from './policy/wildcard.ts'

/**
 * Whether a principal may do something to any resource at all, existing or new. Without an inventory of resources the
 * policies themselves name the candidates: each pattern that they allow, with its wildcards made concrete.
 */
export function mayDoSomewhere(world: World, principal: Principal, action: string, extra: Pairs = []): Decision {
  const isWildcardOnly = world.actions.get(action.toLowerCase())?.isWildcardOnly === true
  const candidates = isWildcardOnly ? ['*'] : candidatesFor(principal, action)
  let best: Decision | null = null
  for (const resource of candidates) {
    const decision = mayDo(world, principal, action, resource, extra)
    if (decision.result === 'allowed') return decision
    if (best === null || (best.result === 'denied' && decision.result === 'allowed-if')) best = decision
  }
  return best ?? { result: 'denied', when: [], statements: [], why: 'no identity policy allows it' }
}

/** A name that no real thing has, so that patterns for certain names do not fit it. */
const name = 'coldtrail-example'

function candidatesFor(principal: Principal, action: string): readonly string[] {
  const [service = ''] = action.split(':')
  const found = new Set<string>()
  for (const { document } of identityPolicies(principal)) {
    for (const statement of document.statements) {
      if (statement.effect !== 'Allow' || !namesAction(statement, action)) continue
      const patterns = statement.resources === null || statement.resources.not ? ['*'] : statement.resources.patterns
      for (const pattern of patterns) found.add(concrete(pattern, service, principal))
    }
  }
  return [...found]
}

function concrete(pattern: string, service: string, principal: Principal): string {
  if (pattern === '*') return example(service, principal)
  const filled = pattern.replaceAll('${aws:username}', principal.name).replace(/\$\{[^}]*\}/g, name)
  const parts = arnParts(filled)
  const defaults = ['arn', partitionOf(principal), service, 'us-east-1', principal.account, name]
  return defaults
    .map((plain, i) => {
      const part = parts[i]
      if (part === undefined) return plain
      if (i === 3 && /^\*$/.test(part)) return service === 'iam' || service === 's3' ? '' : plain
      if (i === 4 && /^\*$/.test(part)) return service === 's3' ? '' : plain
      return i < 5 && part === '*' ? plain : part.replaceAll('*', i === 5 ? name : '').replaceAll('?', 'x')
    })
    .join(':')
}

/** An ARN of a thing of the service that nobody has. */
function example(service: string, principal: Principal): string {
  const { account } = principal
  const partition = partitionOf(principal)
  if (service === 's3') return `arn:${partition}:s3:::${name}/${name}`
  return `arn:${partition}:${service}:${service === 'iam' ? '' : 'us-east-1'}:${account}:${name}/${name}`
}
