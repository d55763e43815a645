import { useCallback, useMemo, useRef, useState } from 'react'
import { fitWidth, type GridColumn, type GridOrder, sized } from '../../parts/grid/columns.ts'
import { Grid } from '../../parts/grid/grid.tsx'
import { usePrefs } from '../../state/prefs.ts'
import { useList } from './use-list.ts'

interface ListGridProps<Row> {
  readonly label: string
  /** Under which the widths of its columns are kept. */
  readonly name: string
  readonly columns: readonly GridColumn[]
  readonly rows: readonly Row[]
  readonly text: (row: Row, column: string) => string
  readonly cellClass?: (row: Row, column: string) => string | undefined
  /** What a column is sorted by; without it the order is that of the rows. */
  readonly sortBy?: (row: Row, column: string) => number | string
  /** Columns of which the largest comes first when they are sorted by. */
  readonly largestFirst?: readonly string[]
  readonly onOpen: (row: Row) => void
  /** Open details follow the cursor when the person moves it. */
  readonly follows: boolean
}

/** A grid over a list that is all here, sorted and sized by its headers. */
export function ListGrid<Row>(props: ListGridProps<Row>) {
  const { label, name, columns, text, sortBy, largestFirst = [], onOpen, follows } = props
  const { utc, widths, set } = usePrefs()
  const [order, setOrder] = useState<GridOrder | null>(null)
  const [cursor, setCursor] = useState({ row: 0, column: 0 })
  const rows = useMemo(() => sorted(props.rows, order, sortBy), [props.rows, order, sortBy])
  const { token, load } = useList(rows)
  const moved = useRef(false)
  const latest = useRef({ onOpen, follows })
  latest.current = { onOpen, follows }
  const follow = useCallback((row: Row) => {
    if (moved.current && latest.current.follows) latest.current.onOpen(row)
    moved.current = false
  }, [])
  return (
    <div className="iam-grid">
      <Grid<Row>
        label={label}
        columns={columns.map((column) => ({
          ...sized(column, widths[`${name}.${column.id}`], utc),
          sortable: sortBy !== undefined,
        }))}
        count={rows.length}
        token={token}
        load={load}
        text={text}
        {...(props.cellClass === undefined ? {} : { cellClass: props.cellClass })}
        order={order}
        cursor={{ ...cursor, row: Math.min(cursor.row, rows.length - 1) }}
        onCursor={(to) => {
          moved.current = to.row !== cursor.row
          setCursor(to)
        }}
        onRow={follow}
        onOpen={onOpen}
        onHeader={{
          sort: (column) => {
            if (sortBy !== undefined) setOrder(turned(order, column, largestFirst.includes(column)))
          },
          resize: (column, width) => set({ widths: { ...widths, [`${name}.${column}`]: fitWidth(width) } }),
          move: () => {},
        }}
      />
    </div>
  )
}

/** One way, the other way, and as it was. */
function turned(order: GridOrder | null, column: string, first: boolean): GridOrder | null {
  if (order?.column !== column) return { column, descending: first }
  return order.descending === first ? { column, descending: !first } : null
}

function sorted<Row>(
  rows: readonly Row[],
  order: GridOrder | null,
  sortBy: ((row: Row, column: string) => number | string) | undefined,
): readonly Row[] {
  if (order === null || sortBy === undefined) return rows
  const direction = order.descending ? -1 : 1
  return rows.toSorted((a, b) => {
    const [left, right] = [sortBy(a, order.column), sortBy(b, order.column)]
    return direction * (left < right ? -1 : left > right ? 1 : 0)
  })
}
