import type { ParquetColumn } from '../../../shared/decoder.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { hidesRowNumbers, rowsOf } from './source.ts'

/** Files that must be a lot of their own. */
export const isAlone = ({ columns }: { readonly columns: readonly ParquetColumn[] }) => hidesRowNumbers(columns)

/** Files whose columns go together, and the columns that do not go together with those of other lots: shown as JSON. */
export interface LakeLot {
  readonly files: readonly { readonly objectId: number; readonly path: string }[]
  readonly columns: readonly ParquetColumn[]
  readonly asJson: readonly string[]
}

/**
 * A person's query with `lake` in it: the rows of all parquet evidence under the columns that the files have, each with
 * the object and the ordinal that lead to its event. Lines are counted as in the query itself.
 */
export function withLake(lots: readonly LakeLot[], query: string): string {
  return sql`WITH lake AS NOT MATERIALIZED (${lakeOf(lots)}) SELECT * FROM (${query}${'\n'})`
}

export async function lakeColumns(db: Db, lots: readonly LakeLot[]): Promise<readonly ParquetColumn[]> {
  return db.all<{ name: string; type: string }>(
    sql`SELECT column_name AS name, column_type AS type FROM (DESCRIBE ${lakeOf(lots)})`,
  )
}

function lakeOf(lots: readonly LakeLot[]): string {
  return lots.map(rowsOfLot).join(' UNION ALL BY NAME ')
}

function rowsOfLot({ files, columns, asJson }: LakeLot): string {
  const sources = files.map(({ objectId, path }) => ({ o: objectId, path }))
  const replaced = asJson.map((name) => `"${name.replaceAll('"', '""')}"`).map((name) => `to_json(${name}) AS ${name}`)
  const all = `* EXCLUDE ("@o", "@n")${replaced.length === 0 ? '' : ` REPLACE (${replaced.join(', ')})`}`
  const rows = rowsOf({ files: sources, columns, where: null, rows: null, byName: true })
  return `SELECT "@o" AS object_id, "@n" AS ordinal, ${all} FROM (${rows})`
}
