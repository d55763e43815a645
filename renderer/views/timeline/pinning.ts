import type { EventColumnName } from '../../../shared/event.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { MarkComment } from '../../../shared/mark.ts'
import { api } from '../../api.ts'
import { many } from '../../format.ts'
import { type Pinned, pin } from '../../state/pin.ts'
import { usePrefs } from '../../state/prefs.ts'
import { tell, tellProblem } from '../../state/toast.ts'
import { type EventKey, type EventRow, isManual } from './rows.ts'
import { useTimeline } from './state.ts'

/** Pins the event under the cursor, or those that were picked: one in full, several as a table. */
export async function pinEvents(seen: Filter): Promise<void> {
  const { picked, chosen } = useTimeline.getState()
  if (picked === 'all') return pinSearch(seen)
  const keys = [...picked.values()]
  const [first = chosen] = keys
  if (!first) return tell('No event is selected')
  if (keys.length > 1) return pinSeveral(keys)
  const row = chosen && chosen.object_id === first.object_id && chosen.ordinal === first.ordinal ? chosen : null
  await pinOne(first, row)
}

async function pinOne(key: EventKey, row: EventRow | null): Promise<void> {
  if (isManual(key)) {
    const told = await manualBlock(key)
    if (told) await pin('This manual event', told)
    return
  }
  await pin('This event', { title: row === null ? '' : nameOf(row), content: eventOf(key) })
}

/** Pins the events of a search, under the columns that are shown. */
export async function pinSearch(filter: Filter): Promise<void> {
  await pin('These events', { title: titleOf('Events', filter), content: tableOf(filter) })
}

/** Pins the bars above the events, stacked as they are. */
export async function pinBars(filter: Filter): Promise<void> {
  const { stackBy } = usePrefs.getState()
  const title = titleOf(`Events over time by ${stackBy}`, filter)
  await pin('The chart', { title, content: { kind: 'chart', filter, by: stackBy, show: 'time' } })
}

/** Pins an event with what somebody said of it. */
export async function pinComment(key: EventKey, { by, text }: MarkComment): Promise<void> {
  if (isManual(key)) return pinOne(key, null)
  await pin('This comment and its event', { note: `${quoted(text)}\n\n${plain(by)}`, content: eventOf(key) })
}

/** Pins what was said last of the event under the cursor, with the event. */
export async function pinLastComment(): Promise<void> {
  const { chosen } = useTimeline.getState()
  if (!chosen) return tell('No event is selected')
  const { object_id, ordinal } = chosen
  try {
    const last = (await api.eventMarks({ object_id, ordinal })).discussion.at(-1)
    if (last === undefined) return tell('Nobody commented this event: C writes a comment, P pins the event alone')
    await pinComment(chosen, last)
  } catch (error) {
    tellProblem(error)
  }
}

async function pinSeveral(keys: readonly EventKey[]): Promise<void> {
  const real = keys.filter((key) => !isManual(key))
  const search = real.map(({ object_id, ordinal }) => `(object:${object_id} ordinal:${ordinal})`).join(' OR ')
  if (search.length > 20_000)
    return tell(
      `${many(keys.length, 'event')} are too many to be named one by one: tag them, search for the tag and pin that (Shift+P)`,
    )
  const told = await Promise.all(keys.filter(isManual).map(manualBlock))
  const found: readonly Pinned[] =
    real.length === 0
      ? []
      : [{ title: many(real.length, 'chosen event'), content: tableOf({ search, from: null, to: null }, null) }]
  await pin(many(keys.length, 'event'), ...found, ...told.filter((block) => block !== null))
}

function eventOf({ object_id, ordinal }: EventKey): Pinned['content'] {
  return { kind: 'event', object_id, ordinal }
}

function tableOf(filter: Filter, limit: number | null = 200): Pinned['content'] {
  const columns = usePrefs.getState().columns.slice(0, 20) as EventColumnName[]
  return { kind: 'events', filter, columns, limit }
}

/** A manual event is no evidence, so it is the words of who told it. */
async function manualBlock({ object_id, ordinal }: EventKey): Promise<Pinned | null> {
  try {
    const { manual } = await api.eventMarks({ object_id, ordinal })
    if (!manual) return null
    const said = manual.text === '' ? '' : `\n\n${quoted(manual.text)}`
    const note = `${plain(manual.time)}, as told by ${plain(manual.by)}.${said}`
    return { title: manual.title, note, content: { kind: 'text' } }
  } catch (error) {
    tellProblem(error)
    return null
  }
}

function nameOf({ cells }: EventRow): string {
  const who = cells.actor_name ?? cells.actor
  return `${cells.action ?? 'Event'}${who == null ? '' : ` by ${who}`}`
}

function titleOf(what: string, { search }: Filter): string {
  return search === '' ? what : `${what}: ${search}`.slice(0, 160)
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${plain(line)}`)
    .join('\n')
}

/** Words as they are, in Markdown. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!<>|&~^$]/g, '\\$&')
}
