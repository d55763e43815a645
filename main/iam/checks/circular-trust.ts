import type { Principal } from '../model/inventory.ts'
import type { Check } from './check.ts'
import { details } from './needs.ts'

export const circularTrust: Check = {
  id: 'circular-trust',
  theme: 'trust',
  title: 'Roles trust each other in a circle',
  severity: 'low',
  abuse: 'a session hops around the circle and never ends, though the first credentials were taken away',
  fix: 'let roles be taken on in one direction',
  references: ['PMapper circular access'],
  needs: details,
  look: ({ inventory }) => {
    const roles = new Map(inventory.principals.filter(({ kind }) => kind === 'role').map((role) => [role.arn, role]))
    return [...roles.values()].flatMap((role) => {
      const way = circleOf(role, roles)
      return way === null
        ? []
        : [{ account: role.account, principal: role.arn, why: `taken on in a circle: ${way.join(' → ')}` }]
    })
  },
}

/** The shortest way from a role over those that trust it back to itself. */
function circleOf(role: Principal, roles: ReadonlyMap<string, Principal>): readonly string[] | null {
  const seen = new Set<string>()
  let ways: readonly (readonly string[])[] = [[role.arn]]
  while (ways.length > 0) {
    const next: (readonly string[])[] = []
    for (const way of ways) {
      for (const arn of trusted(roles.get(way.at(-1) ?? ''))) {
        if (arn === role.arn) return [...way, arn]
        if (seen.has(arn) || !roles.has(arn)) continue
        seen.add(arn)
        next.push([...way, arn])
      }
    }
    ways = next
  }
  return null
}

function trusted(role: Principal | undefined): readonly string[] {
  const statements = role?.trust?.statements.filter(({ effect }) => effect === 'Allow') ?? []
  return statements.flatMap(({ principals }) => (principals?.named ?? []).map(({ name }) => name))
}
