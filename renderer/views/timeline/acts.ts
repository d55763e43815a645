import { type EventColumnName, facetNames } from '../../../shared/event.ts'
import type { Cell } from '../../../shared/rows.ts'
import { addTerm } from '../../../shared/search/edit.ts'
import { api } from '../../api.ts'
import type { ValueAct } from '../../parts/menu-for-value/menu-for-value.tsx'
import { parseJson } from '../../parts/tree/json.ts'
import { everything, useFilter } from '../../state/filter.ts'
import { copy } from './clipboard.ts'
import { type EventKey, type EventRow, isJson, isTime } from './rows.ts'
import { say, showContext, useTimeline } from './state.ts'
import { andTerm, type Inside } from './terms.ts'
import { isBefore, justAfter } from './times.ts'

/** A value of an event that something is to be done with. */
export interface Spot {
  /** The column that holds it; of a value inside a JSON column, that column. */
  readonly column: EventColumnName
  readonly value: Cell
  /** Where it stands in a JSON column. */
  readonly inside?: Inside
  /** The event, where it is about one. */
  readonly row: EventRow | null
}

/** What can be done with a value, in the order of the menu. */
export function actsFor(spot: Spot): readonly ValueAct[] {
  const { column, value, row } = spot
  const whole = isJson(column) && !spot.inside
  const acts: (ValueAct | false)[] = [
    !whole && {
      id: 'only',
      icon: 'filter',
      does: value === null ? 'Only events without a value' : 'Only events with this value',
      keys: 'f',
      run: () => narrow(spot, false),
    },
    !whole && {
      id: 'without',
      icon: 'filter-remove',
      does: value === null ? 'Only events with a value' : 'Without this value',
      keys: 'shift+f',
      run: () => narrow(spot, true),
    },
    !whole && { id: 'new', icon: 'search', does: 'New search for it', keys: 'n', run: () => searchFor(spot, false) },
    !whole && {
      id: 'everywhere',
      icon: 'globe',
      does: 'New search, all of the time',
      keys: 'shift+n',
      run: () => searchFor(spot, true),
    },
    isFacet(column) &&
      !spot.inside && {
        id: 'pivot',
        icon: 'pivot',
        does: 'Values of this column',
        keys: 'v',
        apart: true,
        run: () => pivot(column),
      },
    isTime(column) &&
      value !== null && {
        id: 'from',
        icon: 'arrow-right',
        does: 'From this time on',
        keys: '[',
        apart: true,
        run: () => rangeFrom(String(value)),
      },
    isTime(column) &&
      value !== null && {
        id: 'to',
        icon: 'arrow-left',
        does: 'Up to this time',
        keys: ']',
        run: () => rangeTo(String(value)),
      },
    row !== null && {
      id: 'context',
      icon: 'time',
      does: 'Everything ±5 minutes around',
      keys: 'w',
      apart: !isTime(column),
      run: () => showContext(row),
    },
    { id: 'copy', icon: 'duplicate', does: 'Copy value', keys: 'y', apart: true, run: () => copyValue(spot) },
    row !== null && {
      id: 'copy-row',
      icon: 'th-derived',
      does: 'Copy event as JSON',
      keys: 'shift+y',
      run: () => copyEvent(row),
    },
  ]
  return acts.filter((act) => act !== false)
}

/** Only events with the value, or without it. */
export function narrow(spot: Spot, negate: boolean): void {
  const { filter, setSearch } = useFilter.getState()
  const search = withValue(filter.search, spot, negate)
  if (search === null) say('filter by a value inside it: open the event and choose one')
  else setSearch(search)
}

/** Forgets the search and looks for the value alone; `everyTime` forgets the range of time too. */
export function searchFor(spot: Spot, everyTime: boolean): void {
  const { filter, set } = useFilter.getState()
  const search = withValue('', spot, false)
  if (search === null) say('search for a value inside it: open the event and choose one')
  else set({ ...(everyTime ? everything : filter), search })
}

/** The search with the condition that an event has the value; null where only a value inside it could be asked for. */
function withValue(search: string, { column, value, inside }: Spot, negate: boolean): string | null {
  if (inside && 'holds' in inside) return andTerm(search, `${negate ? '-' : ''}${inside.holds}`)
  if (isJson(column) && !inside) return null
  return addTerm(search, inside?.field ?? column, value, negate)
}

export function pivot(column: EventColumnName): void {
  if (isFacet(column)) useTimeline.setState({ pivot: column })
  else say('the values of this column are not counted: nearly every event has its own')
}

export function rangeFrom(time: string): void {
  const { filter, setRange } = useFilter.getState()
  setRange(time, filter.to !== null && isBefore(time, filter.to) ? filter.to : null)
}

/** The moment itself is still inside. */
export function rangeTo(time: string): void {
  const { filter, setRange } = useFilter.getState()
  const to = justAfter(time)
  setRange(filter.from !== null && isBefore(filter.from, to) ? filter.from : null, to)
}

export function copyValue({ value }: Spot): void {
  copy(value === null ? '' : String(value), 'the value')
}

/** Copies all columns of an event that hold something, JSON columns as JSON. */
export function copyEvent(of: EventKey): void {
  void api.event({ object_id: of.object_id, ordinal: of.ordinal }).then(
    ({ columns }) => {
      const held = Object.entries(columns).filter(([, value]) => value !== null)
      const fields = held.map(([name, value]) => {
        const json = isJson(name as EventColumnName) && typeof value === 'string' && parseJson(value) !== undefined
        return `  ${JSON.stringify(name)}: ${json ? value : JSON.stringify(value)}`
      })
      copy(`{\n${fields.join(',\n')}\n}\n`, 'the event as JSON')
    },
    (error: unknown) => say(error instanceof Error ? error.message : String(error)),
  )
}

function isFacet(column: EventColumnName): boolean {
  return facetNames.includes(column)
}
