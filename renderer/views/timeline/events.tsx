import { type RefObject, useCallback, useEffect, useMemo, useState } from 'react'
import type { Order } from '../../../shared/api.ts'
import { type EventColumnName, eventColumns } from '../../../shared/event.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { ManualRow } from '../../../shared/mark.ts'
import { api } from '../../api.ts'
import { fitWidth, type GridColumn, moved, sized } from '../../parts/grid/columns.ts'
import { Grid, type GridHandle, type Place } from '../../parts/grid/grid.tsx'
import { useCase } from '../../state/case.ts'
import { usePrefs } from '../../state/prefs.ts'
import { type Among, among } from './among.ts'
import {
  columnsToAsk,
  type EventRow,
  isJson,
  isManual,
  marksColumn,
  marksText,
  shownValue,
  toEventRows,
  toManualRow,
  usualWidth,
} from './rows.ts'
import { pick, pickNothing, say, sortBy, useTimeline } from './state.ts'

interface EventsProps {
  readonly filter: Filter
  readonly count: number
  readonly manual: readonly ManualRow[]
  readonly grid: RefObject<GridHandle<EventRow> | null>
  readonly onMenu: (row: EventRow, column: EventColumnName, place: Place) => void
  readonly onOpen: () => void
}

/** The events of the filter as a grid; the chosen event keeps the cursor when filter or order change. */
export function Events({ filter, count: events, manual, grid, onMenu, onOpen }: EventsProps) {
  const { columns: shown, widths, utc, set } = usePrefs()
  const { order, cursor } = useTimeline()
  const data = useCase(({ info }) => `${info?.id} ${info?.dataVersion}`)
  const question = JSON.stringify([filter, order, data])
  const marks = useCase((state) => state.marks)
  const { picked } = useTimeline()
  const mixed = useMemo(
    () => among(events, order.column === 'time' ? manual : [], order.descending),
    [events, manual, order],
  )
  const count = mixed.rows
  const told = useMemo(
    () => JSON.stringify(manual.map(({ id, time, title, before }) => [id, time, title, before])),
    [manual],
  )
  const settled = usePlace(question, filter, order, mixed, grid)
  // Events that are picked belong to one question.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `question` is what they are picked of
  useEffect(() => pickNothing(), [question])

  const asked = useMemo(() => columnsToAsk(shown), [shown])
  const load = async (from: number, most: number, signal: AbortSignal) => {
    const { offset, limit, manual } = mixed.stretch(from, most)
    const page = limit > 0 ? await api.page({ filter, columns: asked, order, offset, limit }, signal) : noRows
    const rows = [...toEventRows(page)]
    for (const [at, event] of manual) rows.splice(at, 0, toManualRow(event))
    return withHits(rows, signal)
  }
  const onPick = async (from: number, to: number, toggle: boolean) => {
    const [first, last] = [Math.min(from, to), Math.max(from, to)]
    if (last - first >= mostPicked)
      return say(`pick at most ${mostPicked.toLocaleString('en-US')} events, or all with Ctrl+A`)
    for (let at = first; at <= last; at += 1000) {
      pick(await load(at, Math.min(1000, last - at + 1), new AbortController().signal), toggle)
    }
  }

  const columns = useMemo(
    () => [marksGridColumn, ...shown.map((name) => gridColumn(name, widths[name], utc))],
    [shown, widths, utc],
  )
  const text = useCallback((row: EventRow, column: string) => cellText(row, column as EventColumnName, utc), [utc])
  const onHeader = {
    sort: (column: string) => column !== marksColumn && sortBy(column as EventColumnName),
    resize: (column: string, width: number) => set({ widths: { ...widths, [column]: fitWidth(width) } }),
    move: (from: number, to: number) => from > 0 && to > 0 && set({ columns: moved(shown, from - 1, to - 1) }),
  }
  return (
    <Grid
      label="Events"
      handle={grid}
      columns={columns}
      count={count}
      token={`${question} ${asked.join(' ')} ${marks} ${events} ${told}`}
      load={load}
      text={text}
      cellClass={cellClass}
      rowClass={rowClass}
      picked={(row) => picked === 'all' || picked.has(`${row.object_id}:${row.ordinal}`)}
      onPick={(from, to, toggle) => void onPick(from, to, toggle)}
      order={order}
      cursor={{ row: Math.min(cursor.row, count - 1), column: Math.min(cursor.column, columns.length - 1) }}
      onCursor={choose}
      onRow={settled ? arrived : undefined}
      onOpen={onOpen}
      onCell={(row, column, place) => column !== marksColumn && onMenu(row, column as EventColumnName, place)}
      onHeader={onHeader}
    />
  )
}

/** Puts the cursor where the chosen event stands in the answer to a new question, else on the first row. */
function usePlace(
  question: string,
  filter: Filter,
  order: Order,
  mixed: Among,
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
    if (isManual(chosen)) {
      settle(mixed.rowOfManual(chosen.ordinal))
      return
    }
    api.position({ filter, order, of }, request.signal).then(
      ({ offset }) => settle(offset === null ? null : mixed.rowOf(offset)),
      () => {
        if (!request.signal.aborted) settle(null)
      },
    )
    return () => request.abort()
  }, [question])

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every settled question, and again when its count comes
  useEffect(() => {
    if (settled === question) grid.current?.reveal(Math.max(0, useTimeline.getState().cursor.row), true)
  }, [settled, mixed.rows])
  return settled === question
}

function choose(cursor: { readonly row: number; readonly column: number }): void {
  useTimeline.setState({ cursor, visiting: null })
}

function arrived(row: EventRow): void {
  useTimeline.setState({ chosen: row })
}

/** More rows than these are picked all at once or not at all. */
const mostPicked = 10_000
const noRows = { columns: [], rows: [] } as const

const marksGridColumn: GridColumn = {
  id: marksColumn,
  title: '★',
  hint: 'Marks: star (S), bad, suspicious, good (1, 2, 3), comments (C); ◆ is a finding',
  width: 58,
  sortable: false,
}

function gridColumn(name: EventColumnName, width: number | undefined, utc: boolean): GridColumn {
  const { title, meaning, type } = eventColumns[name]
  const usual = usualWidth(name, utc)
  const column: GridColumn = {
    id: name,
    title,
    hint: meaning,
    width: usual,
    // What is wide is often wider still.
    grows: usual >= 200,
    sortable: !isJson(name),
    align: type === 'UINTEGER' ? 'right' : 'left',
  }
  return sized(column, width)
}

function cellText(row: EventRow, column: EventColumnName | typeof marksColumn, utc: boolean): string {
  if (column === marksColumn) return marksText(row)
  return shownValue(column, row.cells[column] ?? null, utc)
}

function cellClass(row: EventRow, column: string): string | undefined {
  if (column === marksColumn) return row.marks?.tag ? `cell-marks mark-${row.marks.tag}` : 'cell-marks'
  const value = row.cells[column as EventColumnName]
  if (column === 'time' || column === 'session_start') return 'cell-time'
  if (column === 'outcome') return `cell-outcome cell-${value}`
  if (column === 'severity' && value !== null) return `cell-severity cell-${value}`
  if (column === 'error_code' || column === 'error_message') return 'cell-error'
  return undefined
}

/** Marks the events that are part of findings, and those that people marked. */
async function withHits(rows: readonly EventRow[], signal: AbortSignal): Promise<readonly EventRow[]> {
  if (rows.length === 0) return rows
  const events = rows.map(({ object_id, ordinal }) => ({ object_id, ordinal }))
  const [found, marked] = await Promise.all([api.hits({ events }, signal), api.marksOf({ events }, signal)])
  return rows.map((row, at) => ({ ...row, hit: found[at]?.[0]?.level, marks: marked[at] }))
}

function rowClass(row: EventRow): string | undefined {
  const own = [isManual(row) && 'row-manual', row.marks?.hidden && 'row-hidden']
  return [row.hit && `row-hit row-hit-${row.hit}`, toneOf(row), ...own].filter(Boolean).join(' ') || undefined
}

function toneOf(row: EventRow): string | undefined {
  const { outcome, severity } = row.cells
  if (severity === 'critical' || severity === 'high') return 'row-severe'
  return outcome === 'denied' || outcome === 'failed' ? `row-${outcome}` : undefined
}
