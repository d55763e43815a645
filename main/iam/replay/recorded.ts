import { readConfigItems } from '../model/config-items.ts'
import { child, children, text } from './fields.ts'
import { managed } from './policies.ts'
import { accountIn, type Entity, entityKey, keyOf, type Slot } from './slot.ts'
import { type Snapshot, snapshotOfDetails } from './snapshot.ts'

type Fields = Readonly<Record<string, unknown>>

const kinds: Readonly<Record<string, 'user' | 'role' | 'group' | 'policy'>> = {
  'AWS::IAM::User': 'user',
  'AWS::IAM::Role': 'role',
  'AWS::IAM::Group': 'group',
  'AWS::IAM::Policy': 'policy',
}

/**
 * Identities as AWS Config recorded them, each item a picture of one identity at the time of its capture: of others it
 * says nothing, for a recorder may have left some out. By the thing that they speak of, of `accounts` that are wanted.
 */
export function recordedOf(
  items: readonly Fields[],
  isWanted: (account: string) => boolean,
): ReadonlyMap<string, readonly Snapshot[]> {
  const found = new Map<string, Snapshot[]>()
  const put = (entity: Entity, snapshot: Snapshot) => {
    const key = entityKey(entity)
    found.set(key, [...(found.get(key) ?? []), snapshot])
  }
  const pictures = items.flatMap((item) => pictureOf(item) ?? []).filter(({ of }) => isWanted(of.account))
  const profiles = new Map<string, Map<string, Entity>>()
  for (const { of, snapshot } of pictures) {
    put(of, snapshot)
    const ofRole = profiles.get(entityKey(of)) ?? new Map<string, Entity>()
    for (const { slot } of snapshot.values.values()) if (slot.kind === 'profile') ofRole.set(entityKey(slot), slot)
    profiles.set(entityKey(of), ofRole)
  }
  // Only its role says what an instance profile holds; one that no longer names it has let it go.
  for (const { of, snapshot } of pictures)
    for (const profile of profiles.get(entityKey(of))?.values() ?? []) put(profile, snapshot)
  return found
}

function pictureOf(item: Fields): { readonly of: Entity; readonly snapshot: Snapshot } | null {
  const kind = kinds[text(item, 'resourceType') ?? '']
  const takenAt = text(item, 'configurationItemCaptureTime')
  if (kind === undefined || takenAt === null) return null
  const { details } = readConfigItems([item])
  const isGone = /^ResourceDeleted/.test(text(item, 'configurationItemStatus') ?? '')
  const arn = isGone ? text(item, 'ARN') : arnIn(details)
  if (arn === null || !arn.startsWith('arn:')) return null
  const account = accountIn(arn)
  const of = kind === 'policy' ? managed(arn) : { kind, account, name: arn.slice(arn.lastIndexOf('/') + 1) }
  const whole = snapshotOfDetails({ account, uri: 'AWS Config', takenAt, because: 'content' }, [details])
  const covers = (slot: Slot) =>
    entityKey(slot) === entityKey(of)
      ? whole.covers(slot)
      : whole.values.has(keyOf(slot)) || (kind === 'role' && isHeldBy(slot, of))
  return { of, snapshot: { ...whole, covers } }
}

function isHeldBy({ kind, account, facet, item }: Slot, role: Entity): boolean {
  return kind === 'profile' && account === role.account && facet === 'role' && item === role.name
}

function arnIn(details: Fields): string | null {
  const all = Object.keys(details).flatMap((list) => children(details, list))
  return all.length === 1 ? text(child({ it: all[0] }, 'it'), 'Arn') : null
}
