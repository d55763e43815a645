import type { Policy } from '../policy/statement.ts'
import type { Group, Inventory, Principal } from './inventory.ts'
import { type ManagedPolicies, saidOf } from './managed-policies.ts'

/** The inventory with AWS's own policies in the version that was in force at a time: they change under everybody's feet. */
export function inForce(inventory: Inventory, library: ManagedPolicies, time: string): Inventory {
  const changed = new Map<string, string>()
  const swap = (policy: Policy): Policy => {
    const version = policy.arn === null ? null : library.at(policy.arn, time)
    if (version?.unsure.length) changed.set(policy.arn ?? '', saidOf(policy.name, version))
    if (version === null || JSON.stringify(version.document.given) === JSON.stringify(policy.document.given))
      return policy
    changed.set(policy.arn ?? '', saidOf(policy.name, version))
    return { ...policy, document: version.document }
  }
  const once = new Map<string, Policy>()
  const swapped = (policy: Policy): Policy => {
    if (policy.arn === null) return policy
    const before = once.get(policy.arn) ?? swap(policy)
    once.set(policy.arn, before)
    return before
  }
  const groups = new Map<Group, Group>(
    inventory.groups.map((group) => [group, { ...group, attached: group.attached.map(swapped) }]),
  )
  const principals = inventory.principals.map(
    (principal): Principal => ({
      ...principal,
      attached: principal.attached.map(swapped),
      boundary: principal.boundary === null ? null : swapped(principal.boundary),
      groups: principal.groups.map((group) => groups.get(group) ?? group),
    }),
  )
  if (changed.size === 0) return inventory
  const names = [...changed.values()].sort()
  return {
    ...inventory,
    principals,
    groups: [...groups.values()],
    remarks: [
      ...inventory.remarks,
      `judged by AWS's policies as they were on ${time.slice(0, 10)}: ${names.slice(0, 20).join(', ')}${names.length > 20 ? ` and ${names.length - 20} more` : ''}${time > library.reach ? `; newer versions than those of ${library.reach.slice(0, 10)} are not known` : ''}`,
    ],
  }
}
