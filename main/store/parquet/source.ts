import type { ParquetColumn, TableReading } from '../../../shared/decoder.ts'
import { quoted } from '../database.ts'

/** A parquet file of a batch. */
export interface Source {
  /** Place of its object in the batch. */
  readonly o: number
  readonly path: string
}

/** Files of the same columns, read alike; all of their rows or some. */
export interface ParquetPart {
  readonly files: readonly Source[]
  readonly columns: readonly ParquetColumn[]
  readonly reading: TableReading
  /** SQL over the columns: only the rows of one kind. */
  readonly where: string | null
  /** Only the rows from the first number up to, and without, the second; null for all. */
  readonly rows: readonly [from: number, to: number] | null
}

/** Names that DuckDB gives to what it knows of a row; a file that has such a column itself must be read without them. */
const virtual: ReadonlySet<string> = new Set(['file_row_number', 'file_index', 'filename'])

export function hidesRowNumbers(columns: readonly ParquetColumn[]): boolean {
  return columns.some(({ name }) => virtual.has(name.toLowerCase()))
}

/**
 * The rows of the files, with o and n (place of the object, number of the row) beside their columns. Paths are names of
 * ours, so nothing in them is a pattern; partitions are not taken from them, as they would replace columns of the file.
 */
export function rowsOf({
  files,
  columns,
  where,
  rows,
  byName = false,
}: Pick<ParquetPart, 'files' | 'columns' | 'where' | 'rows'> & {
  /** The files have not all the same columns: one takes those of all. */
  readonly byName?: boolean
}): string {
  const paths = `[${files.map(({ path }) => quoted(path)).join(', ')}]`
  const hides = hidesRowNumbers(columns)
  if (hides && files.length !== 1) throw new Error('a file that has columns of a virtual name is read by itself')
  const conditions = [where, rows && `${hides ? '"@n"' : 'file_row_number'} BETWEEN ${rows[0]} AND ${rows[1] - 1}`]
  const condition = conditions.filter((each) => each !== null).join(' AND ')
  // Without an order, row_number() streams: it numbers the rows as they come from the one file.
  return hides
    ? `SELECT ${files[0]?.o} AS "@o", * FROM (SELECT row_number() OVER () - 1 AS "@n", * FROM read_parquet(${paths}, hive_partitioning = false)) ${condition && `WHERE ${condition}`}`
    : `SELECT [${files.map(({ o }) => o).join(', ')}][CAST(file_index AS BIGINT) + 1] AS "@o", file_row_number AS "@n", * EXCLUDE (file_row_number) FROM read_parquet(${paths}, hive_partitioning = false, union_by_name = ${byName}, file_row_number = true) ${condition && `WHERE ${condition}`}`
}
