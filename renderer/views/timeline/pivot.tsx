import { Button } from '@blueprintjs/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type EventColumnName, eventColumns } from '../../../shared/event.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { Cell } from '../../../shared/rows.ts'
import { useAsk } from '../../ask.ts'
import { count, many, share } from '../../format.ts'
import type { GridColumn, GridOrder } from '../../parts/grid/columns.ts'
import { Grid, type GridHandle, type Place } from '../../parts/grid/grid.tsx'
import type { Cursor } from '../../parts/grid/keys.ts'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Failure, Loading } from '../../parts/states/states.tsx'
import { usePrefs } from '../../state/prefs.ts'
import { copyValue, narrow, type Spot, searchFor } from './acts.ts'
import { shownValue } from './rows.ts'
import { useTimeline } from './state.ts'

interface PivotProps {
  readonly column: EventColumnName
  readonly filter: Filter
  readonly onMenu: (spot: Spot, place: Place) => void
}

interface Value {
  readonly value: Cell
  readonly events: number
}

const most = 500

/** The values of one column for the filter, as a table in place of the events. */
export function Pivot({ column, filter, onMenu }: PivotProps) {
  const { title } = eventColumns[column]
  const utc = usePrefs((prefs) => prefs.utc)
  const { data, error, refetch } = useAsk('facet', { filter, column, limit: most })
  const [cursor, setCursor] = useState<Cursor>({ row: 0, column: 0 })
  const [order, setOrder] = useState<GridOrder>({ column: 'events', descending: true })
  const [width, setWidth] = useState<number | null>(null)
  const grid = useRef<GridHandle<Value>>(null)
  const isHere = data !== undefined
  useEffect(() => {
    if (isHere) grid.current?.focus()
  }, [isHere])

  const values = data ? sorted(data.values, order) : []
  const at = values[cursor.row]
  const spot: Spot | null = at ? { column, value: at.value, row: null } : null
  const leaveWith = (act: (spot: Spot) => void) => () => {
    if (!spot) return
    useTimeline.setState({ pivot: null })
    act(spot)
  }
  useShortcuts('Values of a column', [
    { keys: 'esc', does: 'Back to the events', run: back },
    { keys: 'f', does: 'Only events with the value', run: leaveWith((of) => narrow(of, false)) },
    { keys: 'shift+f', does: 'Exclude the value and stay', run: () => spot && narrow(spot, true) },
    { keys: 'n', does: 'New search for the value', run: leaveWith((of) => searchFor(of, false)) },
    { keys: 'shift+n', does: 'New search for the value, all of the time', run: leaveWith((of) => searchFor(of, true)) },
    { keys: 'y', does: 'Copy the value', run: () => spot && copyValue(spot) },
  ])

  const total = data?.events ?? 0
  const text = useCallback(
    (row: Value, id: string) => {
      if (id === 'value') return row.value === null ? 'no value' : shownValue(column, row.value, utc)
      return id === 'events' ? count(row.events) : share(row.events, total)
    },
    [column, utc, total],
  )
  if (error) return <Failure error={error} onRetry={refetch} />
  if (!data) return <Loading what={`Counting the values of ${title}`} />
  return (
    <div className="pivot">
      <div className="pivot-head">
        <h2>{title}</h2>
        <span className="quiet">
          {many(data.distinct, 'value')} in {many(data.events, 'event')}
          {data.distinct > data.values.length && `, the ${count(data.values.length)} most frequent are shown`}
        </span>
        <Button size="small" variant="minimal" icon="undo" text="Back to the events" onClick={back} />
      </div>
      <Grid
        label={`Values of ${title}`}
        handle={grid}
        columns={[{ id: 'value', title, width: width ?? 360, grows: width === null, sortable: true }, ...counts]}
        count={values.length}
        token={JSON.stringify([column, filter, order, data.events, values.length])}
        load={(offset, limit) => Promise.resolve(values.slice(offset, offset + limit))}
        text={text}
        cellClass={(row, id) => (row.value === null && id === 'value' ? 'cell-none' : undefined)}
        order={order}
        cursor={{ ...cursor, row: Math.min(cursor.row, values.length - 1) }}
        onCursor={setCursor}
        onOpen={leaveWith((of) => narrow(of, false))}
        onCell={(row, _column, place) => onMenu({ column, value: row.value, row: null }, place)}
        onHeader={{
          sort: (id) => setOrder({ column: id, descending: order.column === id ? !order.descending : id === 'events' }),
          resize: (id, to) => id === 'value' && setWidth(Math.max(80, Math.min(1200, to))),
          move: () => {},
        }}
      />
    </div>
  )
}

const counts: readonly GridColumn[] = [
  { id: 'events', title: 'Events', width: 110, align: 'right', sortable: true },
  { id: 'share', title: 'Share', width: 90, align: 'right' },
]

function back(): void {
  useTimeline.setState({ pivot: null })
}

function sorted(values: readonly Value[], { column, descending }: GridOrder): readonly Value[] {
  const sign = descending ? -1 : 1
  return values.toSorted((a, b) =>
    column === 'events'
      ? sign * (a.events - b.events)
      : sign * String(a.value ?? '').localeCompare(String(b.value ?? '')),
  )
}
