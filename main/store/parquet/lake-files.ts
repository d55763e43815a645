import type { ParquetColumn } from '../../../shared/decoder.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/** An object that `lake` shows. */
export interface LakeFile {
  readonly objectId: number
  readonly columns: readonly ParquetColumn[]
  readonly wrapped: boolean
}

export async function lakeFiles(db: Db, signal?: Signal): Promise<readonly LakeFile[]> {
  const rows = await db.all<{ objectId: number; columns: string; wrapped: boolean }>(
    sql`SELECT object_id AS "objectId", columns, wrapped FROM lake_file ORDER BY object_id`,
    {},
    signal,
  )
  return rows.map(({ columns, ...row }) => ({ ...row, columns: JSON.parse(columns) }))
}
