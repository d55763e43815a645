import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { readTable } from '../../main/decode/table.ts'
import { Connection } from '../../main/store/connection.ts'
import { eventsOf } from '../../main/store/parquet/insert.ts'
import { type Found, planParquet } from '../../main/store/parquet/plan.ts'
import { inFolder, type Result, type Row } from './decoding.ts'

/** What reading the parquet of a result came to: the event rows, and by place what became of the objects. */
export async function parquetRows(
  result: Pick<Result, 'parquet'>,
  thorough = true,
): Promise<{ readonly rows: readonly Row[]; readonly found: ReadonlyMap<number, Found> }> {
  return inFolder(async (folder) => {
    const tmp = join(folder, 'tmp')
    mkdirSync(tmp)
    const files = [...result.parquet].map(([o, bytes]) => {
      const path = join(tmp, `${o}.parquet`)
      writeFileSync(path, bytes)
      return { o, path, temporary: true }
    })
    // A zone far from UTC, so that a time which depends on the session's zone shows.
    const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '640MiB' })
    const db = new Connection(await instance.connect())
    try {
      await db.run(`SET TimeZone = 'Asia/Kolkata'`)
      const { parts, found } = await planParquet(db, files, readTable, thorough)
      const rows: Row[] = []
      for (const part of parts) rows.push(...(await db.all<Row>(eventsOf(part, 0))))
      return {
        rows: rows.sort((a, b) => Number(a.object_id) - Number(b.object_id) || Number(a.ordinal) - Number(b.ordinal)),
        found,
      }
    } finally {
      db.close()
      instance.closeSync()
    }
  })
}

/** The objects as they are after their parquet was read. */
export function afterwards({ objects }: Result, found: ReadonlyMap<number, Found>) {
  return objects.map((object, o) => ({ ...object, ...found.get(o)?.object }))
}
