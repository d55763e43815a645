import { create } from 'zustand'
import type { Order } from '../../../shared/api.ts'
import type { EventColumnName } from '../../../shared/event.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { Cursor } from '../../parts/grid/keys.ts'
import { useFilter } from '../../state/filter.ts'
import type { EventKey, EventRow } from './rows.ts'
import { around } from './times.ts'

export type DetailTab = 'fields' | 'raw' | 'evidence'

export interface TimelineState {
  /** The case that all of this is about. */
  readonly of: string | null
  readonly order: Order
  readonly cursor: Cursor
  /** The event under the cursor, kept when the filter changes for as long as it is among the rows. */
  readonly chosen: EventRow | null
  /** An event opened from another one's evidence, shown in the detail pane instead of the chosen one. */
  readonly visiting: EventKey | null
  readonly detail: boolean
  readonly tab: DetailTab
  readonly facets: boolean
  readonly bars: boolean
  /** The column whose values are shown in place of the events. */
  readonly pivot: EventColumnName | null
  /** What belongs to one event is shown: everything around it, or the calls `by` which it came about; `back` is the filter before. */
  readonly context: Context | null
  /** Events that are marked together, by their keys; all: everything that the filter lets through. */
  readonly picked: ReadonlyMap<string, EventKey> | 'all'
  /** Rows that somebody hid are shown all the same. */
  readonly showHidden: boolean
  /** What was just done, for the status line. */
  readonly said: string | null
}

export interface Context {
  readonly of: EventRow
  readonly shown: Filter
  readonly back: Filter
  readonly by: string | null
}

const start: Omit<TimelineState, 'of' | 'detail' | 'facets' | 'bars' | 'tab'> = {
  order: { column: 'time', descending: false },
  cursor: { row: 0, column: 1 },
  chosen: null,
  visiting: null,
  pivot: null,
  context: null,
  picked: new Map(),
  showHidden: false,
  said: null,
}

/** Where one is in the timeline; kept while other views are shown. */
export const useTimeline = create<TimelineState>(() => ({
  of: null,
  ...start,
  detail: true,
  tab: 'fields',
  facets: true,
  bars: true,
}))

/** Forgets the place in another case. */
export function enterCase(id: string): void {
  if (useTimeline.getState().of !== id) useTimeline.setState({ of: id, ...start })
}

export function sortBy(column: EventColumnName): void {
  const { order } = useTimeline.getState()
  useTimeline.setState({ order: { column, descending: order.column === column && !order.descending } })
}

/** Shows everything from five minutes before an event to five minutes after it. */
export function showContext(row: EventRow): void {
  const shown = around(row.cells.time ?? null, 5 * 60_000)
  if (!shown) {
    say('this event has no time, so nothing is around it')
    return
  }
  enterContext(row, { search: '', ...shown }, null)
}

/** Shows the API calls that a finding came from, found by what it names. */
export function showCalls(finding: EventRow, by: string, calls: Filter): void {
  enterContext(finding, calls, by)
}

function enterContext(of: EventRow, shown: Filter, by: string | null): void {
  const { filter, set } = useFilter.getState()
  const back = useTimeline.getState().context?.back ?? filter
  useTimeline.setState({ context: { of, shown, back, by }, chosen: of, visiting: null, pivot: null })
  set(shown)
}

export function leaveContext(): void {
  const { context } = useTimeline.getState()
  if (!context) return
  useTimeline.setState({ context: null, chosen: context.of })
  useFilter.getState().set(context.back)
}

/** Picks events together with others, or lets them go. */
export function pick(rows: readonly EventKey[], toggle: boolean): void {
  const { picked } = useTimeline.getState()
  const next = new Map(picked === 'all' ? [] : picked)
  for (const { object_id, ordinal } of rows) {
    const key = `${object_id}:${ordinal}`
    if (toggle && next.has(key)) next.delete(key)
    else next.set(key, { object_id, ordinal })
  }
  useTimeline.setState({ picked: next })
}

export function pickNothing(): void {
  useTimeline.setState({ picked: new Map() })
}

let silence: ReturnType<typeof setTimeout> | undefined

export function say(text: string): void {
  clearTimeout(silence)
  useTimeline.setState({ said: text })
  silence = setTimeout(() => useTimeline.setState({ said: null }), 4000)
}
