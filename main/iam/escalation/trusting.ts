import type { World } from '../ability.ts'
import type { Principal } from '../model/inventory.ts'
import { decide } from '../policy/decide.ts'
import { factsOf } from '../policy/facts.ts'
import type { Work } from '../turns.ts'

/** A role that a service, or an identity provider, may take on. */
export interface Trusting {
  readonly role: Principal
  readonly service: string
  readonly when: readonly string[]
}

const trusting = new WeakMap<World, Map<string, readonly Trusting[]>>()

/** Roles that one of the services, or fed: an identity provider, may take on. */
export function* rolesTrusting(world: World, services: readonly string[]): Work<readonly Trusting[]> {
  const known = trusting.get(world) ?? new Map<string, readonly Trusting[]>()
  trusting.set(world, known)
  const key = services.join()
  const before = known.get(key)
  if (before !== undefined) return before
  const found: Trusting[] = []
  for (const role of world.inventory.principals) {
    if (role.kind !== 'role' || isReserved(role.arn)) continue
    yield
    found.push(...services.flatMap((service) => trusts(world, role, service) ?? []).slice(0, 1))
  }
  known.set(key, found)
  return found
}

function trusts({ at }: World, role: Principal, service: string): Trusting | null {
  if (role.trust === null) return null
  const provider = /^fed:(.*)$/.exec(service)?.[1]
  const facts = factsOf([
    ['aws:sourceaccount', [role.account]],
    ['aws:currenttime', [at]],
    ['aws:principalisawsservice', ['true']],
  ])
  const decision = decide(
    {
      action: provider === undefined ? 'sts:AssumeRole' : 'sts:AssumeRoleWithWebIdentity',
      resource: role.arn,
      owner: role.account,
      caller: {
        kind: provider === undefined ? 'service' : 'federated',
        arn: provider ?? service,
        account: null,
        session: null,
        id: null,
      },
      facts,
    },
    {
      identity: [],
      boundary: null,
      session: null,
      scps: null,
      rcps: null,
      endpoint: null,
      resource: [{ name: 'trust', arn: null, document: role.trust }],
    },
  )
  return decision.result === 'denied'
    ? null
    : { role, service: provider ?? service, when: provider === undefined ? [] : decision.when }
}

/** Roles that AWS keeps for itself: nobody passes or rewrites them. */
export function isReserved(arn: string): boolean {
  return /:role\/aws-(?:reserved|service-role)\//.test(arn)
}
