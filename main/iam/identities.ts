import type { IamIdentity } from '../../shared/iam-state.ts'
import type { World } from './ability.ts'
import { isAdmin } from './escalation/admin.ts'
import type { CredentialRow } from './model/credential-report.ts'
import { identityPolicies, type Principal } from './model/inventory.ts'
import type { Work } from './turns.ts'
import { joined, type Usage } from './usage.ts'

/** Every user and role, those that may do everything first. */
export function* identitiesOf(world: World, usage: Usage): Work<readonly IamIdentity[]> {
  const { inventory } = world
  const credentials = new Map(inventory.credentials.map((row) => [row.arn, row]))
  const all: IamIdentity[] = []
  for (const principal of inventory.principals) {
    yield
    all.push(identityOf(world, usage, principal, credentials.get(principal.arn)))
  }
  return all.sort((a, b) => Number(b.isAdmin) - Number(a.isAdmin) || (a.principal < b.principal ? -1 : 1))
}

export function identityOf(
  world: World,
  usage: Usage,
  principal: Principal,
  credential: CredentialRow | undefined,
): IamIdentity {
  const calls = [...usage.all(principal.arn).values()]
  return {
    principal: principal.arn,
    kind: principal.kind,
    account: principal.account,
    name: principal.name,
    id: principal.id,
    createdAt: principal.createdAt,
    isAdmin: isAdmin(world, principal),
    policies: identityPolicies(principal).length,
    groups: principal.groups.map(({ name }) => name),
    hasPassword: credential?.hasPassword ?? null,
    hasMfa: credential?.hasMfa ?? null,
    activeKeys: credential === undefined ? null : credential.keys.filter(({ isActive }) => isActive).length,
    used: calls.length === 0 ? null : calls.reduce(joined),
  }
}
