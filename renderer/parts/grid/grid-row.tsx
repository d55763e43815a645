import { memo } from 'react'
import type { GridColumn } from './columns.ts'
import { cellId } from './keys.ts'

interface GridRowProps<Row> {
  readonly id: string
  readonly index: number
  readonly row: Row | undefined
  readonly columns: readonly GridColumn[]
  readonly text: (row: Row, column: string) => string
  readonly cellClass: ((row: Row, column: string) => string | undefined) | undefined
  readonly rowClass: ((row: Row) => string | undefined) | undefined
  readonly selected: boolean
  readonly picked: boolean
  /** Column that has the cursor, when this row has it. */
  readonly cursor: number | null
}

/** One row; a row that has not arrived yet shows quiet bars. */
export const GridRow = memo(PlainGridRow) as typeof PlainGridRow

function PlainGridRow<Row>({
  id,
  index,
  row,
  columns,
  text,
  cellClass,
  rowClass,
  selected,
  picked,
  cursor,
}: GridRowProps<Row>) {
  const classes = [
    'grid-row',
    selected && 'grid-selected',
    picked && 'grid-picked',
    row === undefined ? 'grid-waiting' : rowClass?.(row),
  ]
  return (
    // biome-ignore lint/a11y/useSemanticElements: see grid.tsx
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active descendant
    <div
      className={classes.filter(Boolean).join(' ')}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected || picked}
      data-row={index}
    >
      {columns.map((column, at) => {
        const value = row === undefined ? '' : text(row, column.id)
        const own = row === undefined ? undefined : cellClass?.(row, column.id)
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={column.id}
            id={cellId(id, index, at)}
            role="gridcell"
            aria-colindex={at + 1}
            data-column={at}
            className={`grid-cell${cursor === at ? ' grid-cursor' : ''}${own ? ` ${own}` : ''}`}
            style={{ width: column.width, textAlign: column.align }}
            title={value.length * 6 > column.width - 12 ? value : undefined}
          >
            {row === undefined ? <span className="grid-bar" /> : value}
          </div>
        )
      })}
    </div>
  )
}
