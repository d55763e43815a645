import type { NotReplayed } from '../../../shared/iam-state.ts'
import { isUnseen, type Known } from './known.ts'
import { writesOf } from './readers.ts'
import { entityKey, keyOf, type Slot, slotOf } from './slot.ts'
import type { Snapshot } from './snapshot.ts'
import type { IamEvent, Write } from './write.ts'

/** One write in the order of all of them. */
export interface Step {
  readonly order: number
  readonly time: number
  readonly event: IamEvent
  readonly value: string | null
  readonly was: Write['was']
}

/** Everything that is known of identities over time. */
export interface History {
  readonly snapshots: readonly Snapshot[]
  /** Pictures of single things, by the thing: they cover no others. */
  readonly recorded: ReadonlyMap<string, readonly Snapshot[]>
  /** Every slot that was ever seen, with what was written to it, oldest first. */
  readonly tracks: ReadonlyMap<string, Track>
  readonly events: readonly IamEvent[]
  readonly notReplayed: readonly NotReplayed[]
}

export interface Track {
  readonly slot: Slot
  readonly steps: readonly Step[]
}

/**
 * Puts events and snapshots side by side. What a slot held at a time is not computed by running events one after the
 * other, but looked up: the last word before that time, or else the first one after it, which says what was there before.
 */
export function historyOf(
  snapshots: readonly Snapshot[],
  events: readonly IamEvent[],
  recorded: History['recorded'] = new Map(),
): History {
  const ordered = [...events].sort(
    (a, b) => compare(a.time, b.time) || rank(a) - rank(b) || a.object_id - b.object_id || a.ordinal - b.ordinal,
  )
  const own = new Map<string, { slot: Slot; steps: Step[] }>()
  const notReplayed: NotReplayed[] = []
  const track = (slot: Slot) => {
    const key = keyOf(slot)
    const found = own.get(key) ?? { slot, steps: [] }
    own.set(key, found)
    return found
  }
  for (const { values } of [...snapshots, ...[...recorded.values()].flat()])
    for (const { slot } of values.values()) track(slot)
  ordered.forEach((event, order) => {
    const writes = writesOf(event)
    if (typeof writes === 'string') notReplayed.push({ ...callOf(event), reason: writes })
    else
      for (const { slot, value, was } of writes)
        track(slot).steps.push({ order, time: Date.parse(event.time), event, value, was })
  })
  for (const { slot } of [...own.values()]) if (slot.kind !== 'setting') track(slotOf(slot))
  const ends = new Map(
    [...own.values()].filter(({ slot }) => slot.facet === 'exists').map((each) => [entityKey(each.slot), each.steps]),
  )
  const tracks = new Map(
    [...own].map(([key, { slot, steps }]) => [
      key,
      { slot, steps: slot.facet === 'exists' ? steps : withParent(slot, steps, ends.get(entityKey(slot)) ?? []) },
    ]),
  )
  return { snapshots, recorded, tracks, events: ordered, notReplayed }
}

/** What a slot held at a time, in milliseconds; Infinity: after everything. */
export function knownAt({ snapshots, recorded, tracks }: History, { slot, steps }: Track, time: number): Known {
  const alone = recorded.get(entityKey(slot)) ?? []
  const seen = [...snapshots, ...alone].filter((each) => each.covers(slot))
  const before = latest(seen.filter((each) => each.time <= time))
  const step = steps.findLast((each) => each.time <= time)
  if (step !== undefined && (before === null || step.time > before.time)) return step.value
  if (before !== null) return valueIn(before, slot)
  const after = earliest(seen)
  const next = steps.find((each) => each.time > time)
  if (next !== undefined && (after === null || next.time <= after.time)) return wasBefore(next)
  if (after !== null) return valueIn(after, slot)
  // Nobody shows or makes the thing itself, but calls on it were answered: it was there.
  return slot.facet === 'exists' && tracks.size > 0 ? { isThere: 'yes' } : null
}

/** Whether two answers about a slot are one: of the thing itself only its id tells one from another. */
export function isSame({ facet }: Slot, a: Known, b: Known): boolean {
  if (a === null || b === null) return a === b
  if (isUnseen(a) || isUnseen(b)) return isUnseen(a) && isUnseen(b)
  if (facet !== 'exists') return a === b
  const [left, right] = [idIn(a), idIn(b)]
  return left === null || right === null || left === right
}

export function callOf({ object_id, ordinal, time, service, action, actor, sourceIp }: IamEvent) {
  return { object_id, ordinal, time, action: action.includes(':') ? action : `${service}:${action}`, actor, sourceIp }
}

function wasBefore({ was }: Step): Known {
  return was === 'absent' ? null : { isThere: was === 'present' ? 'yes' : 'maybe' }
}

/** What must be gone before AWS deletes the thing that it hangs on. IAM API Reference, DeleteUser, DeleteRole, DeleteGroup. */
const removedBefore = new Set(['inline', 'attached', 'group', 'password', 'key', 'mfa', 'role', 'target'])

/** Making a thing anew, or deleting it, empties everything that hangs on it. */
function withParent({ facet }: Slot, steps: readonly Step[], parents: readonly Step[]): readonly Step[] {
  const emptied = parents.map((parent): Step => {
    if (parent.value !== null) return { ...parent, order: parent.order - 0.5, value: null, was: 'absent' }
    return { ...parent, was: removedBefore.has(facet) ? 'absent' : facet === 'trust' ? 'present' : 'any' }
  })
  return [...steps, ...emptied].sort((a, b) => a.order - b.order)
}

function valueIn({ values }: Snapshot, slot: Slot): string | null {
  return values.get(keyOf(slot))?.value ?? null
}

function latest(snapshots: readonly Snapshot[]): Snapshot | null {
  return snapshots.reduce<Snapshot | null>((best, each) => (best === null || each.time > best.time ? each : best), null)
}

function earliest(snapshots: readonly Snapshot[]): Snapshot | null {
  return snapshots.reduce<Snapshot | null>((best, each) => (best === null || each.time < best.time ? each : best), null)
}

function idIn(value: string): string | null {
  return (JSON.parse(value) as { id?: string | null }).id ?? null
}

/** Times in logs are whole seconds: within one, things are made, then changed, then deleted. */
function rank({ action }: IamEvent): number {
  if (
    /^Create(?:User|Group|Role|Policy|PolicyVersion|InstanceProfile|SAMLProvider|OpenIDConnectProvider)$/.test(action)
  )
    return 0
  return /^Delete(?:User|Group|Role|Policy|InstanceProfile|SAMLProvider|OpenIDConnectProvider)$/.test(action) ? 2 : 1
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
