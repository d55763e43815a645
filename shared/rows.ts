/** A value as it travels: 64-bit integers as text, times as ISO 8601 UTC text, JSON columns as their text. */
export type Cell = string | number | boolean | null

export interface Column {
  readonly name: string
  /** DuckDB's name of the type: VARCHAR, TIMESTAMP, BIGINT, JSON, … */
  readonly type: string
}

/** A table by rows; column i of every row is columns[i]. */
export interface Rows {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
}

/** Result of a person's SQL. */
export interface SqlResult extends Rows {
  readonly milliseconds: number
  /** Why not all rows are here, or null when they are. */
  readonly truncated: string | null
}
