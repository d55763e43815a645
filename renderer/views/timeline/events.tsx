import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react'
import type { Order } from '../../../shared/api.ts'
import { type EventColumnName, eventColumns } from '../../../shared/event.ts'
import type { Filter } from '../../../shared/filter.ts'
import { api } from '../../api.ts'
import { fitWidth, type GridColumn, moved } from '../../parts/grid/columns.ts'
import { Grid, type GridHandle, type Place } from '../../parts/grid/grid.tsx'
import { useCase } from '../../state/case.ts'
import { usePrefs } from '../../state/prefs.ts'
import { columnsToAsk, type EventRow, isJson, shownValue, toEventRows, usualWidth } from './rows.ts'
import { sortBy, useTimeline } from './state.ts'

interface EventsProps {
  readonly filter: Filter
  readonly count: number
  readonly grid: RefObject<GridHandle<EventRow> | null>
  readonly onMenu: (row: EventRow, column: EventColumnName, place: Place) => void
  readonly onOpen: () => void
}

/** The events of the filter as a grid; the chosen event keeps the cursor when filter or order change. */
export function Events({ filter, count, grid, onMenu, onOpen }: EventsProps) {
  const { columns: shown, widths, utc, set } = usePrefs()
  const { order, cursor } = useTimeline()
  const data = useCase(({ info }) => `${info?.id} ${info?.dataVersion}`)
  const question = JSON.stringify([filter, order, data])
  const settled = usePlace(question, filter, order, count, grid)

  const asked = useMemo(() => columnsToAsk(shown), [shown])
  const load = async (offset: number, limit: number, signal: AbortSignal) =>
    withHits(toEventRows(await api.page({ filter, columns: asked, order, offset, limit }, signal)), signal)

  const columns = useMemo(() => shown.map((name) => gridColumn(name, widths[name], utc)), [shown, widths, utc])
  const text = useCallback((row: EventRow, column: string) => cellText(row, column as EventColumnName, utc), [utc])
  const onHeader = {
    sort: (column: string) => sortBy(column as EventColumnName),
    resize: (column: string, width: number) => set({ widths: { ...widths, [column]: fitWidth(width) } }),
    move: (from: number, to: number) => set({ columns: moved(shown, from, to) }),
  }
  return (
    <Grid
      label="Events"
      handle={grid}
      columns={columns}
      count={count}
      token={`${question} ${asked.join(' ')}`}
      load={load}
      text={text}
      cellClass={cellClass}
      rowClass={rowClass}
      order={order}
      cursor={{ row: Math.min(cursor.row, count - 1), column: Math.min(cursor.column, columns.length - 1) }}
      onCursor={choose}
      onRow={settled ? arrived : undefined}
      onOpen={onOpen}
      onCell={(row, column, place) => onMenu(row, column as EventColumnName, place)}
      onHeader={onHeader}
    />
  )
}

/** Puts the cursor where the chosen event stands in the answer to a new question, else on the first row. */
function usePlace(
  question: string,
  filter: Filter,
  order: Order,
  count: number,
  grid: RefObject<GridHandle<EventRow> | null>,
): boolean {
  const [settled, setSettled] = useState<string | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `question` says all that filter and order say
  useEffect(() => {
    const { chosen, cursor } = useTimeline.getState()
    const settle = (row: number | null) => {
      const { cursor: now } = useTimeline.getState()
      // Who went on to another row while it was asked stays there.
      if (now.row >= 0 && now.row === cursor.row) useTimeline.setState({ cursor: { ...now, row: row ?? 0 } })
      setSettled(question)
    }
    if (!chosen) {
      settle(cursor.row)
      return
    }
    const request = new AbortController()
    const of = { object_id: chosen.object_id, ordinal: chosen.ordinal }
    api.position({ filter, order, of }, request.signal).then(
      ({ offset }) => settle(offset),
      () => {
        if (!request.signal.aborted) settle(null)
      },
    )
    return () => request.abort()
  }, [question])

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every settled question, and again when its count comes
  useEffect(() => {
    if (settled === question) grid.current?.reveal(Math.max(0, useTimeline.getState().cursor.row), true)
  }, [settled, count])
  return settled === question
}

function choose(cursor: { readonly row: number; readonly column: number }): void {
  useTimeline.setState({ cursor, visiting: null })
}

function arrived(row: EventRow): void {
  useTimeline.setState({ chosen: row })
}

function gridColumn(name: EventColumnName, width: number | undefined, utc: boolean): GridColumn {
  const { title, meaning, type } = eventColumns[name]
  return {
    id: name,
    title,
    hint: meaning,
    width: width ?? usualWidth(name, utc),
    sortable: !isJson(name),
    align: type === 'UINTEGER' ? 'right' : 'left',
  }
}

function cellText(row: EventRow, column: EventColumnName, utc: boolean): string {
  return shownValue(column, row.cells[column] ?? null, utc)
}

function cellClass(row: EventRow, column: string): string | undefined {
  const value = row.cells[column as EventColumnName]
  if (column === 'time' || column === 'session_start') return 'cell-time'
  if (column === 'outcome') return `cell-outcome cell-${value}`
  if (column === 'severity' && value !== null) return `cell-severity cell-${value}`
  if (column === 'error_code' || column === 'error_message') return 'cell-error'
  return undefined
}

/** Marks the events that are part of findings. */
async function withHits(rows: readonly EventRow[], signal: AbortSignal): Promise<readonly EventRow[]> {
  if (rows.length === 0) return rows
  const found = await api.hits({ events: rows.map(({ object_id, ordinal }) => ({ object_id, ordinal })) }, signal)
  return rows.map((row, at) => ({ ...row, hit: found[at]?.[0]?.level }))
}

function rowClass(row: EventRow): string | undefined {
  return [row.hit && `row-hit row-hit-${row.hit}`, toneOf(row)].filter(Boolean).join(' ') || undefined
}

function toneOf(row: EventRow): string | undefined {
  const { outcome, severity } = row.cells
  if (severity === 'critical' || severity === 'high') return 'row-severe'
  return outcome === 'denied' || outcome === 'failed' ? `row-${outcome}` : undefined
}
