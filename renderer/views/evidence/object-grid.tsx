import { useCallback, useState } from 'react'
import type { ObjectRow, ObjectState } from '../../../shared/case.ts'
import { api } from '../../api.ts'
import { bytes, count, time, visible, when } from '../../format.ts'
import { fitWidth } from '../../parts/grid/columns.ts'
import { Grid } from '../../parts/grid/grid.tsx'
import { useCase } from '../../state/case.ts'
import { usePrefs } from '../../state/prefs.ts'
import { placeOf } from './place-of.ts'

/** The objects of a state, newest line of the ledger as they were imported. */
export function ObjectGrid({
  state,
  total,
  onOpen,
  onRow,
}: {
  readonly state: ObjectState | null
  readonly total: number
  readonly onOpen: (row: ObjectRow) => void
  readonly onRow: (row: ObjectRow) => void
}) {
  const { utc, widths, set } = usePrefs()
  const version = useCase((one) => one.info?.dataVersion)
  const [cursor, setCursor] = useState({ row: 0, column: 0 })
  const load = useCallback(
    async (offset: number, limit: number, signal: AbortSignal) =>
      (await api.objects({ state, offset, limit }, signal)).rows,
    [state],
  )
  const columns = titles.map((column) => ({ ...column, width: widths[`evidence.${column.id}`] ?? column.width }))
  return (
    <Grid<ObjectRow>
      label="Objects"
      columns={columns}
      count={total}
      token={`${state} ${version}`}
      load={load}
      text={(row, column) => cell(row, column, utc)}
      cellClass={(row, column) =>
        column === 'state' ? `object-${row.state}` : column === 'sha256' ? 'mono' : undefined
      }
      order={null}
      cursor={cursor}
      onCursor={setCursor}
      onOpen={onOpen}
      onRow={onRow}
      onHeader={{
        sort: () => {},
        resize: (column, width) => set({ widths: { ...widths, [`evidence.${column}`]: fitWidth(width) } }),
        move: () => {},
      }}
    />
  )
}

const titles: readonly {
  readonly id: keyof ObjectRow | 'name' | 'where'
  readonly title: string
  readonly width: number
  readonly align?: 'right'
  readonly hint?: string
}[] = [
  { id: 'state', title: 'State', width: 84 },
  { id: 'name', title: 'Object', width: 330 },
  { id: 'reason', title: 'Reason', width: 220 },
  { id: 'format', title: 'Format', width: 100 },
  { id: 'events', title: 'Events', width: 80, align: 'right' },
  {
    id: 'duplicates',
    title: 'Duplicates',
    width: 86,
    align: 'right',
    hint: 'Events of it that were already in the case',
  },
  { id: 'bytes', title: 'Size', width: 80, align: 'right' },
  { id: 'first', title: 'First event', width: 160 },
  { id: 'last', title: 'Last event', width: 160 },
  { id: 'where', title: 'Where', width: 320 },
  { id: 'sha256', title: 'SHA-256', width: 150 },
  { id: 'imported_at', title: 'Imported', width: 160 },
]

function cell(row: ObjectRow, column: string, utc: boolean): string {
  if (column === 'name') return visible(placeOf(row.uri).name)
  if (column === 'where') return visible(placeOf(row.uri).where)
  const value = row[column as keyof ObjectRow]
  if (value === null) return ''
  if (column === 'bytes') return bytes(Number(value))
  if (typeof value === 'number') return value === 0 ? '' : count(value)
  if (column === 'first' || column === 'last') return time(value, utc)
  if (column === 'imported_at') return when(value, utc)
  return visible(value)
}
