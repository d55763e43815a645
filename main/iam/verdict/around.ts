import type { View } from '../checks/check.ts'
import type { Surroundings } from './surroundings.ts'

/** What the case knows around a policy of one of its accounts. `resource`: what the policy hangs on. */
export function aroundOf(
  { inventory, ours, partners, at }: View,
  account: string,
  resource: string | null = null,
): Surroundings {
  const known = [...new Set(inventory.principals.map((each) => each.account))]
  return {
    own: /^\d{12}$/.test(account) ? account : known.length === 1 ? (known[0] ?? null) : null,
    organization: inventory.organization,
    members: [...new Set([...inventory.members, ...ours, ...known])],
    management: inventory.management,
    vendors: partners,
    restrictsPublicBuckets: resource !== null && inventory.restricted.has(resource),
    at,
  }
}
