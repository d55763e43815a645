export interface GridColumn {
  readonly id: string
  readonly title: string
  /** Shown when the pointer rests on the header. */
  readonly hint?: string
  /** Pixels. */
  readonly width: number
  readonly align?: 'left' | 'right'
  readonly sortable?: boolean
}

export interface GridOrder {
  readonly column: string
  readonly descending: boolean
}

const narrowest = 40
const widest = 2000

export function fitWidth(width: number): number {
  return Math.round(Math.max(narrowest, Math.min(widest, width)))
}

/** The columns while one of them is being resized. */
export function withWidth(
  columns: readonly GridColumn[],
  resizing: { readonly id: string; readonly width: number } | null,
): readonly GridColumn[] {
  if (!resizing) return columns
  return columns.map((column) => (column.id === resizing.id ? { ...column, width: resizing.width } : column))
}

/** The list with the item at `from` standing where `to` stood. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const item = list[from]
  if (item === undefined || to < 0 || to >= list.length || from === to) return list
  const rest = list.toSpliced(from, 1)
  return rest.toSpliced(to, 0, item)
}

/** Which column lies under a position measured from the left edge of the first one; beyond the end it is the last. */
export function columnAt(columns: readonly GridColumn[], x: number): number {
  let right = 0
  for (const [index, column] of columns.entries()) {
    right += column.width
    if (x < right) return index
  }
  return columns.length - 1
}
