import type { RefObject } from 'react'
import type { EventColumnName } from '../../../shared/event.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { GridHandle, Place } from '../../parts/grid/grid.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { useFilter } from '../../state/filter.ts'
import { usePrefs } from '../../state/prefs.ts'
import { copyEvent, copyValue, narrow, pivot, rangeFrom, rangeTo, type Spot, searchFor } from './acts.ts'
import { target, toggle, undo } from './marking.ts'
import { pinBars, pinEvents, pinLastComment, pinSearch } from './pinning.ts'
import { type EventRow, isTime } from './rows.ts'
import { leaveContext, pick, pickNothing, say, showContext, sortBy, useTimeline } from './state.ts'
import { withoutLastTerm } from './terms.ts'

interface TimelineKeys {
  readonly grid: RefObject<GridHandle<EventRow> | null>
  readonly onJump: () => void
  readonly onExport: () => void
  readonly onMenu: (row: EventRow, column: EventColumnName, place: Place) => void
  /** The filter as it is asked, without what is hidden. */
  readonly seen: Filter
  readonly onComment: () => void
  readonly onManual: () => void
}

/** The keys of the timeline: they act on the cell under the cursor wherever the focus is, fields apart. */
export function useTimelineKeys({ grid, onJump, onExport, onMenu, seen, onComment, onManual }: TimelineKeys): void {
  const onCell = (act: (spot: Spot & { readonly row: EventRow }) => void) => () => {
    const spot = cellUnderCursor()
    if (spot) act(spot)
    else say('no event is selected')
  }
  const onTime = (act: (time: string) => void) =>
    onCell(({ column, value, row }) => {
      const time = isTime(column) && value !== null ? value : row.cells.time
      if (time == null) say('this event has no time')
      else act(String(time))
    })
  const move = (rows: number) => () => {
    grid.current?.focus()
    grid.current?.move(rows)
  }

  useShortcuts('Timeline', [
    { keys: 'j | down', does: 'Next event', run: move(1) },
    { keys: 'k | up', does: 'Event before', run: move(-1) },
    { keys: 'enter', does: 'Open the details, then go into them', run: openDetail },
    {
      keys: 'm',
      does: 'Menu for the value',
      run: onCell(({ row, column }) => onMenu(row, column, grid.current?.place() ?? { x: 200, y: 200 })),
    },
    { keys: 'f', does: 'Only events with the value', run: onCell((spot) => narrow(spot, false)) },
    { keys: 'shift+f', does: 'Without the value', run: onCell((spot) => narrow(spot, true)) },
    { keys: 'n', does: 'New search for the value', run: onCell((spot) => searchFor(spot, false)) },
    {
      keys: 'shift+n',
      does: 'New search for the value, all of the time',
      run: onCell((spot) => searchFor(spot, true)),
    },
    { keys: 'v', does: 'Values of the column', run: onCell(({ column }) => pivot(column)) },
    { keys: '[', does: 'Only from this time on', run: onTime(rangeFrom) },
    { keys: ']', does: 'Only up to this time', run: onTime(rangeTo) },
    { keys: 'w', does: 'Everything ±5 minutes around', run: onCell(({ row }) => showContext(row)) },
    { keys: 'shift+s', does: 'Sort by the column', run: onCell(({ column }) => sortBy(column)) },
    { keys: 's', does: 'Star, or take the star away', run: () => void toggle(target(seen), 'star') },
    { keys: '1', does: 'Tag as bad', run: () => void toggle(target(seen), 'bad') },
    { keys: '2', does: 'Tag as suspicious', run: () => void toggle(target(seen), 'suspicious') },
    { keys: '3', does: 'Tag as good', run: () => void toggle(target(seen), 'good') },
    { keys: 'x', does: 'Hide from view, or show again', run: () => void toggle(target(seen), 'hidden') },
    { keys: 'c', does: 'Comment', run: onComment },
    { keys: 'e', does: 'Manual event at this time', run: onManual },
    {
      keys: 'space',
      does: 'Pick the event together with others (Shift and arrows: several)',
      run: () => {
        const { chosen } = useTimeline.getState()
        if (chosen) pick([chosen], true)
      },
    },
    {
      keys: 'mod+a',
      does: 'Pick all events of the filter',
      get when() {
        return !isWriting()
      },
      run: () => useTimeline.setState({ picked: 'all' }),
    },
    {
      keys: 'mod+z',
      does: 'Undo my last mark',
      get when() {
        return !isWriting()
      },
      run: () => void undo(),
    },
    { keys: 'p', does: 'Pin the event to the report, or those that are picked', run: () => void pinEvents(seen) },
    { keys: 'shift+p', does: 'Pin all events of the search to the report', run: () => void pinSearch(seen) },
    { keys: 'shift+c', does: 'Pin the last comment and its event to the report', run: () => void pinLastComment() },
    { keys: 'b', does: 'Pin the bars to the report', run: () => void pinBars(seen) },
    { keys: 'r', does: 'Raw record', run: () => useTimeline.setState({ detail: true, tab: 'raw' }) },
    { keys: 'y', does: 'Copy the value', run: onCell(copyValue) },
    { keys: 'shift+y', does: 'Copy the event as JSON', run: onCell(({ row }) => copyEvent(row)) },
    { keys: 'mod+g', does: 'Go to a time', run: onJump },
    { keys: 'mod+shift+e', does: 'Export these events', run: onExport },
    {
      keys: 'mod+\\',
      does: 'Show or hide the details',
      run: () => useTimeline.setState(({ detail }) => ({ detail: !detail })),
    },
    { keys: 'esc', does: 'Undo the innermost filter', run: undoInnermost },
  ])
}

function cellUnderCursor(): (Spot & { readonly row: EventRow }) | null {
  const { chosen, cursor } = useTimeline.getState()
  const { columns } = usePrefs.getState()
  // The first column of the grid holds the marks.
  const column = columns[Math.max(0, Math.min(cursor.column, columns.length) - 1)]
  if (!chosen || column === undefined) return null
  return { column, value: chosen.cells[column] ?? null, row: chosen }
}

/** Whether a person is writing: Ctrl+A and Ctrl+Z are about the text then. */
function isWriting(): boolean {
  const element = document.activeElement
  return element instanceof HTMLElement && (element.isContentEditable || element.matches('input, textarea, select'))
}

function openDetail(): void {
  useTimeline.setState({ detail: true })
}

/** From the inside out: an event visited, the context of one, the last term of the search, the range of time. */
function undoInnermost(): void {
  const { visiting, context } = useTimeline.getState()
  const { filter, set, setRange } = useFilter.getState()
  const { picked } = useTimeline.getState()
  if (picked === 'all' || picked.size > 0) pickNothing()
  else if (visiting) useTimeline.setState({ visiting: null })
  else if (context) leaveContext()
  else if (filter.search !== '') set({ ...filter, search: withoutLastTerm(filter.search) })
  else if (filter.from !== null || filter.to !== null) setRange(null, null)
}
