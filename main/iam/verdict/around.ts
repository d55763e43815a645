import type { World } from '../ability.ts'
import type { Surroundings } from './surroundings.ts'

/** What the case knows around a policy of one of its accounts. */
export function aroundOf(
  { inventory, ours, at }: World & { readonly ours: readonly string[] },
  account: string,
): Surroundings {
  const known = inventory.principals.map((each) => each.account)
  return {
    own: /^\d{12}$/.test(account) ? account : (known[0] ?? null),
    organization: inventory.organization,
    members: [...new Set([...inventory.members, ...ours, ...known])],
    management: inventory.management,
    vendors: {},
    restrictsPublicBuckets: false,
    at,
  }
}
