import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

/** A parquet file of the rows of a SELECT, written by DuckDB. `options` as COPY takes them: COMPRESSION, ROW_GROUP_SIZE, …. */
export async function parquetOf(select: string, options?: string): Promise<Buffer> {
  const [bytes] = await parquetFiles([select], options)
  return bytes as Buffer
}

/** One such file for each SELECT. */
export async function parquetFiles(
  selects: readonly string[],
  options = 'COMPRESSION gzip',
): Promise<readonly Buffer[]> {
  const folder = mkdtempSync(join(tmpdir(), 'coldtrail-parquet-'))
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    const files: Buffer[] = []
    for (const [i, select] of selects.entries()) {
      const path = join(folder, `${i}.parquet`)
      await connection.run(`COPY (${select}) TO '${path}' (FORMAT parquet, ${options})`)
      files.push(readFileSync(path))
    }
    return files
  } finally {
    connection.closeSync()
    instance.closeSync()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A file of one row for each object, its columns typed as a struct: `{time: 'BIGINT', unmapped: 'MAP(VARCHAR, VARCHAR)'}`. */
export function parquetOfRows(
  types: Readonly<Record<string, string>>,
  rows: readonly object[],
  options?: string,
): Promise<Buffer> {
  return parquetOf(selectOfRows(types, rows), options)
}

/** The same as a SELECT. */
export function selectOfRows(types: Readonly<Record<string, string>>, rows: readonly object[]): string {
  const columns = Object.entries(types)
    .map(([name, type]) => `"${name}" ${type}`)
    .join(', ')
  const json = JSON.stringify(rows).replaceAll("'", "''")
  return `SELECT unnest(row) FROM (SELECT unnest(json_transform('${json}', '["STRUCT(${columns.replaceAll('"', '\\"')})"]')) AS row)`
}
