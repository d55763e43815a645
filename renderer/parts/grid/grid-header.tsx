import { Icon } from '@blueprintjs/core'
import { type PointerEvent, type RefObject, useState } from 'react'
import { columnAt, fitWidth, type GridColumn, type GridOrder } from './columns.ts'
import { cellId } from './keys.ts'

export interface HeaderActs {
  readonly sort: (column: string) => void
  /** `width` in px, not yet kept within bounds. */
  readonly resize: (column: string, width: number) => void
  readonly move: (from: number, to: number) => void
}

interface GridHeaderProps {
  readonly id: string
  readonly columns: readonly GridColumn[]
  readonly order: GridOrder | null
  /** Column that has the cursor, when the header has it. */
  readonly cursor: number | null
  readonly acts: HeaderActs
  /** Told while an edge is dragged, so that the rows follow; null when it is let go. */
  readonly onResizing: (column: { readonly id: string; readonly width: number } | null) => void
  readonly scroller: RefObject<HTMLDivElement | null>
}

type Drag =
  | { readonly kind: 'press' | 'move'; readonly from: number; readonly x: number; readonly to: number }
  | { readonly kind: 'size'; readonly from: number; readonly x: number; readonly start: number; readonly width: number }

/** Column titles: a click sorts, a drag moves the column, its right edge resizes it (double click: as wide as the text). */
export function GridHeader({ id, columns, order, cursor, acts, onResizing, scroller }: GridHeaderProps) {
  const [drag, setDrag] = useState<Drag | null>(null)

  const press = (event: PointerEvent<HTMLElement>, from: number) => {
    const column = columns[from]
    if (event.button !== 0 || !column) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const onEdge = (event.target as Element).classList.contains('grid-edge')
    const at = { from, x: event.clientX }
    setDrag(
      onEdge ? { kind: 'size', ...at, start: column.width, width: column.width } : { kind: 'press', ...at, to: from },
    )
  }
  const slide = (event: PointerEvent<HTMLElement>) => {
    const column = drag && columns[drag.from]
    if (!drag || !column) return
    if (drag.kind === 'size') {
      const width = fitWidth(drag.start + event.clientX - drag.x)
      setDrag({ ...drag, width })
      onResizing({ id: column.id, width })
      return
    }
    if (drag.kind === 'press' && Math.abs(event.clientX - drag.x) < 6) return
    const left = scroller.current?.getBoundingClientRect().left ?? 0
    const x = event.clientX - left + (scroller.current?.scrollLeft ?? 0)
    setDrag({ ...drag, kind: 'move', to: columnAt(columns, x) })
  }
  const release = () => {
    const column = drag && columns[drag.from]
    if (column && drag.kind === 'size' && drag.width !== drag.start) acts.resize(column.id, drag.width)
    if (column && drag.kind === 'move') acts.move(drag.from, drag.to)
    if (column?.sortable && drag?.kind === 'press') acts.sort(column.id)
    stop()
  }
  const stop = () => {
    setDrag(null)
    onResizing(null)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: see grid.tsx
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active descendant
    <div className="grid-head" role="row" aria-rowindex={1}>
      {columns.map((column, at) => {
        const sorted = order?.column === column.id ? (order.descending ? 'descending' : 'ascending') : undefined
        const target = drag?.kind === 'move' && drag.to === at && drag.from !== at
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: as above
          <div
            key={column.id}
            id={cellId(id, -1, at)}
            role="columnheader"
            aria-colindex={at + 1}
            aria-sort={sorted ?? (column.sortable ? 'none' : undefined)}
            className={[
              'grid-title',
              column.sortable && 'grid-sortable',
              cursor === at && 'grid-cursor',
              target && (drag.to < drag.from ? 'grid-before' : 'grid-after'),
              drag?.kind === 'move' && drag.from === at && 'grid-dragged',
            ]
              .filter(Boolean)
              .join(' ')}
            style={{ width: column.width, justifyContent: column.align === 'right' ? 'flex-end' : undefined }}
            title={column.hint}
            onPointerDown={(event) => press(event, at)}
            onPointerMove={slide}
            onPointerUp={release}
            onPointerCancel={stop}
          >
            <span className="grid-name">{column.title}</span>
            {sorted && <Icon icon={order?.descending ? 'chevron-down' : 'chevron-up'} size={12} />}
            {/* biome-ignore lint/a11y/noStaticElementInteractions: by keyboard, Shift+arrows on the header resize */}
            <span
              className="grid-edge"
              onDoubleClick={() => acts.resize(column.id, widthOfText(scroller.current, at))}
            />
          </div>
        )
      })}
    </div>
  )
}

/** As wide as the longest text in sight of a column, px. */
function widthOfText(scroller: HTMLElement | null, column: number): number {
  const context = document.createElement('canvas').getContext('2d')
  let widest = 0
  for (const cell of scroller?.querySelectorAll<HTMLElement>(`[data-column="${column}"]`) ?? []) {
    if (!context) break
    context.font = getComputedStyle(cell).font
    widest = Math.max(widest, context.measureText(cell.textContent).width)
  }
  return fitWidth(widest + 18)
}
