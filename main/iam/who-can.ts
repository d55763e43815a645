import type { Actor, SaidBy, WhoCan } from '../../shared/iam.ts'
import { mayDoTo, type World } from './ability.ts'
import { said } from './model/policies-of.ts'
import type { Said } from './policy/decide.ts'
import { mayDoSomewhere } from './reachable.ts'
import type { Work } from './turns.ts'

/** Which principals may do an action on a resource: those that may, those that may if something holds, those that may not. `*`: on any resource. */
export function* whoCan(world: World, action: string, resource: string): Work<WhoCan> {
  const actors: Actor[] = []
  for (const principal of world.inventory.principals) {
    yield
    const decision =
      resource === '*' ? mayDoSomewhere(world, principal, action) : mayDoTo(world, principal, action, resource)
    actors.push({
      principal: principal.arn,
      kind: principal.kind,
      result: decision.result,
      when: decision.when,
      why: decision.why,
      statements: decision.statements.map(saidBy),
    })
  }
  const isKnown = world.actions.has(action.toLowerCase())
  const remarks = isKnown
    ? []
    : [`${action} is no action that the Service Authorization Reference knew when this version was made`]
  const order = ['allowed', 'allowed-if', 'denied']
  return {
    action,
    resource,
    principals: actors.sort(
      (a, b) => order.indexOf(a.result) - order.indexOf(b.result) || (a.principal < b.principal ? -1 : 1),
    ),
    remarks: [...remarks, ...unseen(world, resource), ...world.inventory.remarks],
  }
}

/** Policies of resources that are not in the evidence may allow others, and refuse those who are shown as allowed. */
function unseen({ inventory }: World, resource: string): readonly string[] {
  const isIdentity = resource.startsWith('arn:') && resource.split(':')[2] === 'iam'
  if (isIdentity || inventory.resources.has(resource)) return []
  const what = resource === '*' ? 'the resources' : resource
  return [`the policy of ${what} is not in the evidence: whom it lets in or refuses is not counted`]
}

/** A statement as it travels. */
export function saidBy({ policy, statement }: Said): SaidBy {
  return said(policy, statement)
}
