import type { IamPermission } from '../../shared/iam-state.ts'
import { mayEver, type World } from './ability.ts'
import type { Principal } from './model/inventory.ts'
import { mayDoSomewhere } from './reachable.ts'
import type { Work } from './turns.ts'
import type { Usage } from './usage.ts'
import { saidBy } from './who-can.ts'

/** Every action that a principal may do on something, after every Deny, boundary and control policy. */
export function* permissionsOf(world: World, usage: Usage, principal: Principal): Work<readonly IamPermission[]> {
  const called = usage.all(principal.arn)
  const found: IamPermission[] = []
  for (const [key, { level, name }] of world.actions) {
    yield
    if (!mayEver(principal, key)) continue
    const decision = mayDoSomewhere(world, principal, key)
    if (decision.result === 'denied') continue
    found.push({
      action: name,
      level,
      result: decision.result,
      when: decision.when,
      statements: decision.statements.slice(0, 5).map(saidBy),
      used: called.get(key) ?? null,
    })
  }
  return found
}
