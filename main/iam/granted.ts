import type { Used } from '../../shared/iam.ts'
import type { IamPermission } from '../../shared/iam-state.ts'
import type { Actions } from './actions.ts'

/** What is granted to a principal beside what it used of that. */
export interface Granted {
  readonly granted: number
  readonly used: readonly IamPermission[]
  readonly unusedServices: readonly { readonly service: string; readonly actions: number }[]
  readonly unused: readonly string[]
  readonly notGranted: readonly string[]
}

/** At most so many unused actions are listed. */
const most = 1000

/** Compares what a principal may do with what it called. */
export function grantedAndUsed(
  actions: Actions,
  permissions: readonly IamPermission[],
  called: ReadonlyMap<string, Used>,
): Granted {
  const granted = new Set(permissions.map(({ action }) => action.toLowerCase()))
  const services = new Map<string, { actions: number; used: number }>()
  for (const { action, used } of permissions) {
    const service = action.slice(0, action.indexOf(':'))
    const sum = services.get(service) ?? { actions: 0, used: 0 }
    services.set(service, { actions: sum.actions + 1, used: sum.used + (used === null ? 0 : 1) })
  }
  return {
    granted: permissions.length,
    used: permissions.filter(({ used }) => used !== null),
    unusedServices: [...services]
      .filter(([, { used }]) => used === 0)
      .map(([service, sum]) => ({ service, actions: sum.actions }))
      .sort((a, b) => b.actions - a.actions || (a.service < b.service ? -1 : 1)),
    unused: permissions
      .filter(({ used, level }) => used === null && level !== 'read' && level !== 'list')
      .map(({ action }) => action)
      .slice(0, most),
    notGranted: [...called.keys()]
      .filter((action) => actions.has(action) && !granted.has(action) && action !== 'sts:getcalleridentity')
      .map((action) => actions.get(action)?.name ?? action)
      .sort(),
  }
}
