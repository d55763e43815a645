import { useCallback, useRef, useState } from 'react'
import type { ObjectRow } from '../../../shared/case.ts'
import type { LedgerOrder } from '../../../shared/ledger.ts'
import { api } from '../../api.ts'
import { bytes, count, time, visible, when } from '../../format.ts'
import { fitWidth, sized } from '../../parts/grid/columns.ts'
import { Grid } from '../../parts/grid/grid.tsx'
import { useCase } from '../../state/case.ts'
import { useLedger } from '../../state/ledger.ts'
import { usePrefs } from '../../state/prefs.ts'
import { placeOf } from './place-of.ts'

/** The objects that the ledger shows, in the order asked for; as they were imported while none is. */
export function ObjectGrid({ total }: { readonly total: number }) {
  const { utc, widths, set } = usePrefs()
  const { state, format, search, proof, order } = useLedger()
  const version = useCase((one) => one.info?.dataVersion)
  const [cursor, setCursor] = useState({ row: 0, column: 0 })
  const load = useCallback(
    async (offset: number, limit: number, signal: AbortSignal) =>
      (await api.objects({ state, format, search, proof, ...(order === null ? {} : { order }), offset, limit }, signal))
        .rows,
    [state, format, search, proof, order],
  )
  const columns = titles.map((column) => ({ ...sized(column, widths[`evidence.${column.id}`], utc), sortable: true }))
  const sort = (id: string) => {
    const column = sortedBy(id)
    if (order?.column !== column) useLedger.setState({ order: { column, descending: largestFirst.has(column) } })
    else if (order.descending === largestFirst.has(column))
      useLedger.setState({ order: { column, descending: !order.descending } })
    else useLedger.setState({ order: null })
  }
  const open = (row: ObjectRow) => useLedger.setState({ open: row.object_id })
  const under = useRef<number | null>(null)
  /** Open details follow the cursor; those of an object that was opened by name stay until it moves. */
  const follow = useCallback((row: ObjectRow) => {
    const moved = under.current !== null && under.current !== row.object_id
    under.current = row.object_id
    if (moved && useLedger.getState().open !== null) useLedger.setState({ open: row.object_id })
  }, [])
  return (
    <Grid<ObjectRow>
      label="Objects"
      columns={columns}
      count={total}
      token={JSON.stringify([state, format, search, proof, order, version])}
      load={load}
      text={(row, column) => cell(row, column, utc)}
      cellClass={(row, column) =>
        column === 'state' ? `object-${row.state}` : column === 'sha256' ? 'mono' : undefined
      }
      order={order === null ? null : { ...order, column: order.column === 'uri' ? 'name' : order.column }}
      cursor={cursor}
      onCursor={setCursor}
      onOpen={open}
      onRow={follow}
      onHeader={{
        sort,
        resize: (column, width) => set({ widths: { ...widths, [`evidence.${column}`]: fitWidth(width) } }),
        move: () => {},
      }}
    />
  )
}

/** The column of the ledger behind a column of the grid. */
function sortedBy(id: string): LedgerOrder {
  return id === 'name' || id === 'where' ? 'uri' : (id as LedgerOrder)
}

/** Counts are looked at from their large end. */
const largestFirst: ReadonlySet<LedgerOrder> = new Set<LedgerOrder>(['events', 'duplicates', 'bad_records', 'bytes'])

const titles: readonly {
  readonly id: LedgerOrder | 'name' | 'where'
  readonly title: string
  readonly width: number
  readonly grows?: boolean
  readonly align?: 'right'
  readonly hint?: string
  readonly times?: boolean
}[] = [
  { id: 'state', title: 'State', width: 84 },
  { id: 'name', title: 'Object', width: 330, grows: true },
  { id: 'reason', title: 'Reason', width: 220, grows: true },
  { id: 'format', title: 'Format', width: 124 },
  { id: 'events', title: 'Events', width: 80, align: 'right' },
  {
    id: 'duplicates',
    title: 'Duplicates',
    width: 86,
    align: 'right',
    hint: 'Events of it that were already in the case',
  },
  { id: 'bad_records', title: 'Unreadable', width: 88, align: 'right', hint: 'Records of it that could not be read' },
  { id: 'bytes', title: 'Size', width: 80, align: 'right' },
  { id: 'first', title: 'First event', width: 160, times: true },
  { id: 'last', title: 'Last event', width: 160, times: true },
  { id: 'where', title: 'Where', width: 320, grows: true },
  { id: 'sha256', title: 'SHA-256', width: 150 },
  { id: 'imported_at', title: 'Imported', width: 160, times: true },
  { id: 'integrity', title: 'Proof', width: 220, hint: 'What the last verification said of it' },
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
