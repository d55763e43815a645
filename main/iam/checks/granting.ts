import { canReally } from '../model/holder.ts'
import { freeStatements, hangingPolicies, said } from '../model/policies-of.ts'
import { isLike } from '../policy/wildcard.ts'
import type { Hit, View } from './check.ts'

/**
 * Policies that allow some of the actions on every resource and without a condition, and whose holder can really do them.
 * What allows everything, or everything but something, has checks of its own, and roles of services are fixed by AWS.
 */
export function grantsOf(view: View, wanted: readonly string[], what: string): readonly Hit[] {
  const byService = groupedByService(wanted)
  return hangingPolicies(view.inventory).flatMap((hanging) => {
    const { policy, holder } = hanging
    if (holder.arn.includes(':role/aws-service-role/')) return []
    return freeStatements(policy).flatMap((statement) => {
      if (statement.actions === null || statement.actions.not) return []
      const named = [...new Set(statement.actions.patterns.flatMap((pattern) => fitting(pattern, byService)))]
      const real = named.slice(0, 20).filter((action) => canReally(view, hanging, action))
      if (real.length === 0) return []
      const examples = real.slice(0, 4).map((action) => view.actions.get(action)?.name ?? action)
      const more = named.length > examples.length ? ` and ${named.length - examples.length} more` : ''
      return [
        {
          account: holder.account,
          principal: holder.arn,
          statement: said(policy, statement),
          why: `${policy.name} allows ${examples.join(', ')}${more} on every resource: ${what}`,
          actions: named,
        },
      ]
    })
  })
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
