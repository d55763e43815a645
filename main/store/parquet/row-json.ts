import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { columnsOf } from './measure.ts'
import { rowsOf } from './source.ts'

/** One row of a parquet file as JSON, or null when it has no such row. */
export async function rowAsJson(db: Db, path: string, row: number): Promise<string | null> {
  const file = { o: 0, path }
  const rows = rowsOf({ files: [file], columns: await columnsOf(db, file), where: null, rows: [row, row + 1] })
  const [found] = await db.all<{ json: string }>(
    sql`SELECT CAST(to_json(r) AS VARCHAR) AS json FROM (SELECT * EXCLUDE ("@o", "@n") FROM (${rows})) r`,
  )
  return found?.json ?? null
}
