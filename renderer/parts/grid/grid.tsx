import { Button } from '@blueprintjs/core'
import {
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react'
import { filled, type GridColumn, type GridOrder, sumOf, withWidth } from './columns.ts'
import { GridHeader, type HeaderActs } from './grid-header.tsx'
import { GridRow } from './grid-row.tsx'
import { type Cursor, cellId, cursorAfter } from './keys.ts'
import type { Load } from './page-cache.ts'
import { usePages } from './use-pages.ts'
import { useRoom } from './use-room.ts'
import { useScaledRows } from './use-scaled-rows.ts'
import './grid.css'

const rowHeight = 24
const headerHeight = 28

/** Where a menu about a cell opens: page coordinates, px. */
export interface Place {
  readonly x: number
  readonly y: number
}

export interface GridProps<Row> {
  /** What the rows are, for those who hear the page. */
  readonly label: string
  readonly columns: readonly GridColumn[]
  readonly count: number
  /** Names the question that `load` answers: another token is another question, and its rows are fetched anew. */
  readonly token: string
  readonly load: Load<Row>
  readonly text: (row: Row, column: string) => string
  readonly cellClass?: (row: Row, column: string) => string | undefined
  readonly rowClass?: (row: Row) => string | undefined
  readonly order: GridOrder | null
  readonly cursor: Cursor
  readonly onCursor: (cursor: Cursor) => void
  /** Told when the row under the cursor arrives or changes. */
  readonly onRow?: ((row: Row) => void) | undefined
  readonly onOpen: (row: Row) => void
  /** Right click, `m` or the menu key on a cell. */
  readonly onCell?: (row: Row, column: string, place: Place) => void
  readonly onHeader: HeaderActs
  /** Whether a row is picked together with others. */
  readonly picked?: (row: Row) => boolean
  /** Shift and arrows or click: all rows between two; Ctrl and click: one row, or not any more. */
  readonly onPick?: (from: number, to: number, toggle: boolean) => void
  readonly handle?: Ref<GridHandle<Row>>
}

export interface GridHandle<Row> {
  focus(): void
  move(rows: number): void
  /** Makes a row visible; `centre` puts it in the middle when it was not. */
  reveal(row: number, centre: boolean): void
  row(index: number): Row | undefined
  /** Just under the cell that the cursor is on. */
  place(): Place
}

/**
 * A table over any number of rows: only those in sight exist as elements, pages of rows are fetched as they are looked
 * at. One row is selected, one cell of it has the cursor; everything works by keyboard. Cells are text, never markup.
 */
export function Grid<Row>(props: GridProps<Row>) {
  const { count, cursor, onCursor, onRow, text } = props
  const [resizing, setResizing] = useState<{ readonly id: string; readonly width: number } | null>(null)
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const room = useRoom(scroller)
  const columns = useMemo(() => filled(withWidth(props.columns, resizing), room), [props.columns, resizing, room])
  const rows = useScaledRows(scroller, count, rowHeight, headerHeight)
  const pages = usePages(props.token, props.load, rows.first, rows.last)
  const current = pages.stale ? undefined : pages.row(cursor.row)

  useEffect(() => {
    if (current !== undefined) onRow?.(current)
  }, [current, onRow])

  const go = (to: Cursor) => {
    onCursor(to)
    if (to.row >= 0) rows.reveal(to.row)
    showColumn(scroller.current, columns, to.column)
  }
  const place = (): Place => {
    const cell = document.getElementById(cellId(id, cursor.row, cursor.column)) ?? scroller.current
    const { left, bottom } = cell?.getBoundingClientRect() ?? { left: 0, bottom: 0 }
    return {
      x: left + 8,
      y: Math.min(bottom, (scroller.current?.getBoundingClientRect().bottom ?? bottom) - rowHeight),
    }
  }
  useImperativeHandle(props.handle, () => ({
    focus: () => scroller.current?.focus({ preventScroll: true }),
    move: (by) => go({ ...cursor, row: Math.max(0, Math.min(count - 1, cursor.row + by)) }),
    reveal: rows.reveal,
    row: (index) => pages.row(index),
    place,
  }))

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    const step = event.shiftKey && !event.ctrlKey && props.onPick ? pickStep[event.key] : undefined
    const to = cursorAfter(event, cursor, { rows: count, columns: columns.length, page: rows.page })
    if (step !== undefined && cursor.row >= 0) {
      const row = Math.max(0, Math.min(count - 1, cursor.row + step))
      props.onPick?.(cursor.row, row, false)
      go({ ...cursor, row })
    } else if (to) go(to)
    else if (cursor.row < 0) {
      if (!headerKey(event, columns, cursor, props.onHeader, go)) return
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.altKey) {
      if (current !== undefined) props.onOpen(current)
    } else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey) || isPlain(event, 'm')) {
      const column = columns[cursor.column]
      if (current !== undefined && column) props.onCell?.(current, column.id, place())
    } else return
    event.preventDefault()
  }

  const onMouse = (event: MouseEvent, open: (row: Row, column: string, cursor: Cursor) => void) => {
    const cell = (event.target as Element).closest<HTMLElement>('[role=gridcell]')
    const index = Number(cell?.parentElement?.dataset.row)
    const column = Number(cell?.dataset.column)
    const row = cell ? pages.row(index) : undefined
    const id = columns[column]?.id
    if (row !== undefined && id !== undefined) open(row, id, { row: index, column })
  }

  const drawn = Array.from({ length: Math.max(0, rows.last - rows.first + 1) }, (_, at) => rows.first + at)
  const inSight = cursor.row < 0 || (cursor.row >= rows.first && cursor.row <= rows.last)
  return (
    <div className={`grid${pages.stale ? ' grid-stale' : ''}`}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table element cannot hold millions of rows */}
      <div
        className="grid-scroller"
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={count + 1}
        aria-colcount={columns.length}
        aria-busy={pages.stale}
        aria-activedescendant={inSight ? cellId(id, cursor.row, cursor.column) : undefined}
        onKeyDown={onKeyDown}
        aria-multiselectable={props.onPick !== undefined}
        onMouseDown={(event) => {
          // Shift and a click would select text.
          if (event.shiftKey && props.onPick) event.preventDefault()
        }}
        onClick={(event) =>
          onMouse(event, (_row, _column, to) => {
            if (event.ctrlKey || event.metaKey) props.onPick?.(to.row, to.row, true)
            else if (event.shiftKey && cursor.row >= 0) props.onPick?.(cursor.row, to.row, false)
            if (event.shiftKey) scroller.current?.focus({ preventScroll: true })
            onCursor(to)
          })
        }
        onDoubleClick={(event) => onMouse(event, (row) => props.onOpen(row))}
        onContextMenu={(event) =>
          onMouse(event, (row, column, to) => {
            event.preventDefault()
            onCursor(to)
            props.onCell?.(row, column, { x: event.clientX, y: event.clientY })
          })
        }
      >
        <GridHeader
          id={id}
          columns={columns}
          order={props.order}
          cursor={cursor.row < 0 ? cursor.column : null}
          acts={props.onHeader}
          onResizing={setResizing}
          scroller={scroller}
        />
        <div className="grid-rows" style={{ height: rows.height, minWidth: sumOf(columns) }}>
          {/* biome-ignore lint/a11y/useSemanticElements: as above */}
          <div role="rowgroup" style={{ transform: `translateY(${rows.top(rows.first)}px)` }}>
            {drawn.map((index) => (
              <GridRow
                key={index}
                id={id}
                index={index}
                row={pages.row(index)}
                columns={columns}
                text={text}
                cellClass={props.cellClass}
                rowClass={props.rowClass}
                selected={index === cursor.row}
                picked={isPicked(pages.row(index), props.picked)}
                cursor={index === cursor.row ? cursor.column : null}
              />
            ))}
          </div>
        </div>
      </div>
      {pages.problem && (
        <div className="grid-problem" role="alert">
          <span>{pages.problem.message}</span>
          <Button size="small" text="Retry" onClick={() => pages.retry()} />
        </div>
      )}
    </div>
  )
}

const pickStep: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, J: 1, K: -1 }

function isPicked<Row>(row: Row | undefined, picked: ((row: Row) => boolean) | undefined): boolean {
  return row !== undefined && (picked?.(row) ?? false)
}

/** What keys do on a header: sort, resize (Shift+arrows), reorder (Ctrl+Shift+arrows). True when the key meant something. */
function headerKey(
  event: KeyboardEvent,
  columns: readonly GridColumn[],
  cursor: Cursor,
  acts: HeaderActs,
  go: (cursor: Cursor) => void,
): boolean {
  const column = columns[cursor.column]
  if (!column) return false
  const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0
  if (step !== 0 && event.shiftKey && event.ctrlKey) {
    const to = cursor.column + step
    if (to < 0 || to >= columns.length) return true
    acts.move(cursor.column, to)
    go({ row: -1, column: to })
    return true
  }
  if (step !== 0 && event.shiftKey) {
    acts.resize(column.id, column.width + step * 10)
    return true
  }
  if (event.key !== 'Enter' && event.key !== ' ') return false
  if (column.sortable) acts.sort(column.id)
  return true
}

function isPlain(event: KeyboardEvent, key: string): boolean {
  return event.key === key && !event.ctrlKey && !event.metaKey && !event.altKey
}

/** Scrolls sideways just far enough to see a column. */
function showColumn(scroller: HTMLDivElement | null, columns: readonly GridColumn[], column: number): void {
  const here = columns[column]
  if (!scroller || !here) return
  const left = sumOf(columns.slice(0, column))
  if (left < scroller.scrollLeft) scroller.scrollLeft = left
  else if (left + here.width > scroller.scrollLeft + scroller.clientWidth) {
    scroller.scrollLeft = Math.min(left, left + here.width - scroller.clientWidth)
  }
}
