import type { IamChange } from '../../../shared/iam-state.ts'

/** Who made changes, with how many of them. */
export interface Changer {
  /** Who called; empty: no call in the logs. */
  readonly actor: string
  readonly changes: number
  readonly ips: readonly string[]
}

/** Counts changes by who made them; a change by calls of several people counts for each. Most changes first. */
export function changersOf(changes: readonly IamChange[]): readonly Changer[] {
  const found = new Map<string, { changes: number; ips: Set<string> }>()
  for (const { calls } of changes) {
    for (const actor of new Set(calls.length === 0 ? [''] : calls.map(nameOf))) {
      const known = found.get(actor) ?? { changes: 0, ips: new Set() }
      known.changes++
      for (const call of calls) if (nameOf(call) === actor && call.sourceIp !== null) known.ips.add(call.sourceIp)
      found.set(actor, known)
    }
  }
  return [...found]
    .map(([actor, { changes: number, ips }]) => ({ actor, changes: number, ips: [...ips] }))
    .sort((a, b) => b.changes - a.changes || (a.actor < b.actor ? -1 : 1))
}

/** The changes that somebody had a hand in; null: all. */
export function changesBy(changes: readonly IamChange[], actor: string | null): readonly IamChange[] {
  if (actor === null) return changes
  return changes.filter(({ calls }) =>
    calls.length === 0 ? actor === '' : calls.some((call) => nameOf(call) === actor),
  )
}

export const nobodyNamed = 'nobody named'

function nameOf({ actor }: { readonly actor: string | null }): string {
  return actor ?? nobodyNamed
}
