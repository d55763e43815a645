export interface GridColumn {
  readonly id: string
  readonly title: string
  /** Shown when the pointer rests on the header. */
  readonly hint?: string
  /** Pixels. */
  readonly width: number
  /** Takes its share of the room that all columns leave, as long as nobody sized it. */
  readonly grows?: boolean
  readonly align?: 'left' | 'right'
  readonly sortable?: boolean
  /** Holds times: local ones say their offset, and are longer. */
  readonly times?: boolean
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

/** A column as a person made it, where one did: that width stays. */
export function sized(column: GridColumn, width: number | undefined, utc = true): GridColumn {
  if (width !== undefined) return { ...column, width, grows: false }
  return column.times && !utc ? { ...column, width: column.width + 28 } : column
}

/** Columns that grow share the room, in px, that all of them leave, by their widths. */
export function filled(columns: readonly GridColumn[], room: number): readonly GridColumn[] {
  const spare = room - sumOf(columns)
  const growing = sumOf(columns.filter(({ grows }) => grows))
  if (spare <= 0 || growing === 0) return columns
  return columns.map((column) =>
    column.grows ? { ...column, width: column.width + Math.floor((spare * column.width) / growing) } : column,
  )
}

export function sumOf(columns: readonly GridColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0)
}

/** The columns while one of them is being resized. */
export function withWidth(
  columns: readonly GridColumn[],
  resizing: { readonly id: string; readonly width: number } | null,
): readonly GridColumn[] {
  if (!resizing) return columns
  return columns.map((column) => sized(column, column.id === resizing.id ? resizing.width : undefined))
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
