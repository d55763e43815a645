/** Where the cursor of a grid stands. Row -1 is the header. */
export interface Cursor {
  readonly row: number
  readonly column: number
}

/** Id of a cell's element: what the grid names as its active descendant. */
export function cellId(grid: string, row: number, column: number): string {
  return `${grid}-${row < 0 ? 'head' : row}-${column}`
}

interface Extent {
  readonly rows: number
  readonly columns: number
  /** Rows that Page Up and Page Down go. */
  readonly page: number
}

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Where a key takes the cursor, or null when the key means nothing here. */
export function cursorAfter(key: Pressed, cursor: Cursor, { rows, columns, page }: Extent): Cursor | null {
  if (key.altKey || key.metaKey || key.shiftKey) return null
  const last = rows - 1
  const row = (to: number) => ({ ...cursor, row: Math.max(0, Math.min(last, to)) })
  const column = (to: number) => ({ ...cursor, column: Math.max(0, Math.min(columns - 1, to)) })
  if (key.ctrlKey) {
    if (key.key === 'ArrowLeft') return column(0)
    if (key.key === 'ArrowRight') return column(columns - 1)
    return null
  }
  switch (key.key) {
    case 'ArrowDown':
    case 'j':
      return row(cursor.row + 1)
    case 'ArrowUp':
      return cursor.row <= 0 ? { ...cursor, row: -1 } : row(cursor.row - 1)
    case 'k':
      return row(cursor.row - 1)
    case 'PageDown':
      return row(cursor.row + page)
    case 'PageUp':
      return row(cursor.row - page)
    case 'Home':
      return row(0)
    case 'End':
      return row(last)
    case 'ArrowLeft':
      return column(cursor.column - 1)
    case 'ArrowRight':
      return column(cursor.column + 1)
    default:
      return null
  }
}
