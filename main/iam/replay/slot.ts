/** Things that events create and delete. Managed policies of AWS belong to the account `aws`. */
export type EntityKind = 'user' | 'role' | 'group' | 'policy' | 'profile' | 'provider' | 'mfa' | 'control' | 'setting'

/** A thing by its name in its account; policies, providers and devices by their ARN, control policies by their id. */
export interface Entity {
  readonly kind: EntityKind
  readonly account: string
  readonly name: string
}

/**
 * One place of the state that holds one value: whether an entity is there (facet `exists`), or one of its facets. The
 * state of everything at any time follows from what is known of each slot: snapshots show it, events write it.
 */
export interface Slot extends Entity {
  /** exists, inline, attached, group, boundary, trust, tag, password, key, mfa, version, default, role, target, … */
  readonly facet: string
  /** Name of the policy, key or tag; empty where an entity has but one. */
  readonly item: string
}

export function slotOf({ kind, account, name }: Entity, facet = 'exists', item = ''): Slot {
  return { kind, account, name, facet, item }
}

/** Names in logs hold any text: only JSON keeps the parts apart. */
export function keyOf({ kind, account, name, facet, item }: Slot): string {
  return JSON.stringify([kind, account, name, facet, item])
}

export function entityKey({ kind, account, name }: Entity): string {
  return JSON.stringify([kind, account, name])
}

/** What a policy ARN, or any other that holds its account, names. */
export function accountIn(arn: string): string {
  return arn.split(':')[4] ?? ''
}
