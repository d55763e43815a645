import type { Input } from '../../../shared/api.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { EventMarks, MarkTag } from '../../../shared/mark.ts'
import { api } from '../../api.ts'
import { many } from '../../format.ts'
import { useCase } from '../../state/case.ts'
import type { EventKey } from './rows.ts'
import { say, useTimeline } from './state.ts'

type Which = Input<'markEvents'>['which']
type MarkSet = Input<'markEvents'>['set']

/** What keys and buttons mark: the events that were picked, else the one under the cursor; null: there is none. */
export function target(seen: Filter): Which | null {
  const { picked, chosen } = useTimeline.getState()
  if (picked === 'all') return { filter: seen }
  if (picked.size > 0) return { events: [...picked.values()] }
  return chosen ? { events: [keyOf(chosen)] } : null
}

export function keyOf({ object_id, ordinal }: EventKey): EventKey {
  return { object_id, ordinal }
}

/** Marks events and says what came of it; what goes wrong is said too. */
export async function mark(which: Which | null, set: MarkSet, did: string): Promise<void> {
  const { info } = useCase.getState()
  if (info?.readOnly) return say(`this case is read-only: ${info.readOnlyBecause ?? 'it was opened so'}`)
  if (which === null) return say('no event is selected')
  try {
    const { events, changed } = await api.markEvents({ which, set })
    say(changed === 0 ? `${events === 1 ? 'it is' : 'they are'} marked so already` : `${many(changed, 'event')} ${did}`)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
  }
}

/** Sets a mark, or takes it away where all of the events have it. */
export async function toggle(which: Which | null, what: 'star' | 'hidden' | MarkTag): Promise<void> {
  const has = (marks: EventMarks) => (what === 'star' || what === 'hidden' ? marks[what] : marks.tag === what)
  const on = !(await allHave(which, has))
  if (what === 'star') await mark(which, { star: on }, on ? 'starred' : 'without a star now')
  else if (what === 'hidden') await mark(which, { hidden: on }, on ? 'hidden' : 'shown again')
  else await mark(which, { tag: on ? what : null }, on ? `tagged ${what}` : 'without a tag now')
}

async function allHave(which: Which | null, has: (marks: EventMarks) => boolean): Promise<boolean> {
  if (which === null || !('events' in which) || which.events.length > 1000) return false
  return api.marksOf({ events: which.events }).then(
    (marks) => marks.every(has),
    () => false,
  )
}

export async function undo(): Promise<void> {
  const { info } = useCase.getState()
  if (info?.readOnly) return say(`this case is read-only: ${info.readOnlyBecause ?? 'it was opened so'}`)
  try {
    const { events } = await api.undoMark({})
    say(`undone: the last mark, of ${many(events, 'event')}`)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
  }
}
