import { canReally } from '../model/holder.ts'
import { freeStatements, hangingPolicies, said } from '../model/policies-of.ts'
import { isLike } from '../policy/wildcard.ts'
import type { Hit, View } from './check.ts'

/**
 * Policies that allow some of the actions on every resource and without a condition, and whose holder can really do them.
 * What allows everything, or everything but something, has checks of its own, and roles of services are fixed by AWS.
 */
export function* grantsOf(view: View, wanted: readonly string[], what: string): Generator<Hit | undefined> {
  const byService = groupedByService(wanted)
  for (const hanging of hangingPolicies(view.inventory)) {
    const { policy, holder } = hanging
    if (holder.arn.includes(':role/aws-service-role/')) continue
    for (const statement of freeStatements(policy)) {
      yield
      if (statement.actions === null || statement.actions.not) continue
      const named = [...new Set(statement.actions.patterns.flatMap((pattern) => fitting(pattern, byService)))]
      const real = named.slice(0, 20).filter((action) => canReally(view, hanging, action))
      if (real.length === 0) continue
      const examples = real.slice(0, 4).map((action) => view.actions.get(action)?.name ?? action)
      const more = named.length > examples.length ? ` and ${named.length - examples.length} more` : ''
      yield {
        account: holder.account,
        principal: holder.arn,
        statement: said(policy, statement),
        why: `${policy.name} allows ${examples.join(', ')}${more} on every resource: ${what}`,
        actions: named,
      }
    }
  }
}

/** Actions of a level of access, in lower case. */
export function actionsOfLevel({ actions }: View, ...levels: readonly string[]): readonly string[] {
  return [...actions].filter(([, { level }]) => levels.includes(level)).map(([action]) => action)
}

function groupedByService(wanted: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const action of wanted) {
    const service = action.slice(0, action.indexOf(':'))
    const group = groups.get(service) ?? []
    group.push(action.toLowerCase())
    groups.set(service, group)
  }
  return groups
}

function fitting(pattern: string, byService: ReadonlyMap<string, readonly string[]>): readonly string[] {
  if (/^\*(?::\*)?$/.test(pattern)) return []
  const service = pattern.slice(0, pattern.indexOf(':'))
  const candidates =
    /[*?]/.test(service) || service === '' ? [...byService.values()].flat() : (byService.get(service) ?? [])
  return candidates.filter((action) => isLike(pattern, action))
}
