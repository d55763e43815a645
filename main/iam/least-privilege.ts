import type { IamPermission } from '../../shared/iam-state.ts'
import type { Actions } from './actions.ts'

/** What a call acted on, by IAM action in lower case: ARNs as the logs name them. */
export type Touched = ReadonlyMap<string, ReadonlySet<string>>

/**
 * A policy that allows what was used and nothing else: actions of one service on the same resources in one statement.
 * Where the logs do not name a resource it says `*`, and a remark says where.
 */
export function leastPrivilege(
  actions: Actions,
  used: readonly IamPermission[],
  touched: Touched,
): { readonly text: string; readonly remarks: readonly string[] } {
  const statements = new Map<string, { readonly actions: string[]; readonly resources: readonly string[] }>()
  const open: string[] = []
  for (const { action } of used) {
    const key = action.toLowerCase()
    const found = [...(touched.get(key) ?? [])].sort()
    const isFree = actions.get(key)?.isWildcardOnly === true
    if (found.length === 0 && !isFree) open.push(action)
    const resources = isFree || found.length === 0 ? ['*'] : narrowed(found)
    const place = `${action.slice(0, action.indexOf(':'))} ${resources.join(' ')}`
    const statement = statements.get(place) ?? { actions: [], resources }
    statement.actions.push(action)
    statements.set(place, statement)
  }
  const Statement = [...statements.values()].map(({ actions: list, resources }) => ({
    Effect: 'Allow',
    Action: list.sort(),
    Resource: resources,
  }))
  return {
    text: JSON.stringify({ Version: '2012-10-17', Statement }, null, 2),
    remarks: [
      ...(open.length === 0
        ? []
        : [`the logs do not name the resources of ${open.join(', ')}: narrow their "*" by hand before you use this`]),
      'conditions of the present policies are not taken over: add them where they still hold',
    ],
  }
}

/** Many things of one kind become one pattern: objects of a bucket, sessions of a role. */
function narrowed(resources: readonly string[]): readonly string[] {
  const families = new Map<string, string[]>()
  for (const arn of resources) {
    const slash = arn.indexOf('/', arn.lastIndexOf(':'))
    const family = slash < 0 ? arn : arn.slice(0, slash + 1)
    families.set(family, [...(families.get(family) ?? []), arn])
  }
  return [...families].flatMap(([family, list]) => (list.length > 20 ? [`${family}*`] : list))
}
