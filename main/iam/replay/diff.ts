import type { IamChange } from '../../../shared/iam-state.ts'
import { callOf, type History, isSame, knownAt, type Track } from './history.ts'
import { isUnseen, type Known } from './known.ts'
import type { Entity, Slot } from './slot.ts'
import { type About, arnOf } from './state.ts'
import { titleOf } from './title.ts'

/** What changed after one time until another, in milliseconds: what is different, and what was changed and changed back. */
export function diff(
  history: History,
  from: number,
  to: number,
  about: (entity: Entity) => boolean,
): readonly IamChange[] {
  const changes: { readonly at: number; readonly change: IamChange }[] = []
  const names = new Map<string, string>()
  for (const track of history.tracks.values()) {
    const { slot } = track
    if (!about(slot) || slot.facet === 'key-made') continue
    const steps = track.steps.filter(({ time }) => time > from && time <= to)
    const [before, after] = [knownAt(history, track, from), knownAt(history, track, to)]
    const isBack = isSame(slot, before, after)
    if (isBack && !steps.some(({ value }) => !isSame(slot, before, value))) continue
    if (isUnseen(before) && isUnseen(after)) continue
    changes.push({
      at: steps[0]?.order ?? Number.MAX_SAFE_INTEGER,
      change: {
        principal: arnAt(history, track, names),
        what: slot.facet,
        item: slot.item,
        before: shown(slot, before),
        after: shown(slot, after),
        isBeforeUnknown: isUnseen(before),
        title: titleOf(slot, before, after, isBack),
        calls: steps.map(({ event }) => callOf(event)),
      },
    })
  }
  return changes.sort((a, b) => a.at - b.at).map(({ change }) => change)
}

/** The ARN that the thing ever had; names keep their case. */
function arnAt(history: History, { slot }: Track, names: Map<string, string>): string {
  const entity: Entity = { kind: slot.kind, account: slot.account, name: slot.name }
  const key = JSON.stringify(entity)
  const before = names.get(key)
  if (before !== undefined) return before
  const texts = [...history.tracks.values()]
    .filter(
      ({ slot: each }) =>
        each.facet === 'exists' && each.kind === slot.kind && each.account === slot.account && each.name === slot.name,
    )
    .flatMap((track) => [knownAt(history, track, Number.POSITIVE_INFINITY), ...track.steps.map(({ value }) => value)])
  const text = texts.find((each): each is string => typeof each === 'string')
  const arn = arnOf({ entity, about: text === undefined ? {} : (JSON.parse(text) as About) })
  names.set(key, arn)
  return arn
}

function shown({ facet }: Slot, known: Known): string | null {
  if (known === null || isUnseen(known)) return null
  if (facet === 'exists') return ''
  try {
    return known.startsWith('{') ? JSON.stringify(JSON.parse(known), null, 2) : known
  } catch {
    return known
  }
}
