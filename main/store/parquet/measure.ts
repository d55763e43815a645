import { stat } from 'node:fs/promises'
import type { ParquetColumn } from '../../../shared/decoder.ts'
import { sql } from '../../../shared/sql.ts'
import { quoted } from '../database.ts'
import type { Db } from '../db.ts'
import type { Source } from './source.ts'

/** What the footer of a file claims. */
export interface Claim extends Source {
  readonly rows: number
  /** Equal for files of equal columns. */
  readonly shape: string
}

/** Reads the footers, and nothing but the footers. Throws when one of them is broken. */
export async function claims(db: Db, files: readonly Source[]): Promise<readonly Claim[]> {
  const paths = listOf(files)
  const rows = await db.all<{ path: string; rows: number; shape: string }>(sql`
    SELECT file_name AS path, num_rows AS rows, shape
    FROM parquet_file_metadata(${paths})
    JOIN (
      SELECT file_name, md5(string_agg(said, ',' ORDER BY place)) AS shape
      FROM (
        SELECT file_name, row_number() OVER () AS place,
          to_json([name, "type", type_length, repetition_type, CAST(num_children AS VARCHAR), converted_type, CAST("precision" AS VARCHAR), CAST(scale AS VARCHAR), logical_type])::VARCHAR AS said
        FROM parquet_schema(${paths})
      )
      GROUP BY file_name
    ) USING (file_name)`)
  const byPath = new Map(rows.map((row) => [row.path, row]))
  return files.flatMap((file) => {
    const claim = byPath.get(file.path)
    return claim ? [{ ...file, rows: claim.rows, shape: claim.shape }] : []
  })
}

export function listOf(files: readonly Source[]): string {
  return `[${files.map(({ path }) => quoted(path)).join(', ')}]`
}

/** The columns of a file, with the types in which DuckDB reads them. */
export async function columnsOf(db: Db, { path }: Source): Promise<readonly ParquetColumn[]> {
  return db.all<{ name: string; type: string }>(
    sql`SELECT column_name AS name, column_type AS type FROM (DESCRIBE SELECT * FROM read_parquet(${quoted(path)}, hive_partitioning = false))`,
  )
}

/** Rows that a file may claim, whatever its size; above, a row takes at least a byte of what is not a bomb. */
const freeRows = 1_000_000
/** Rows from which on a file is looked at for what they would become. */
const manyRows = 50_000
const mostTextBytes = 2 ** 31
/** Text to stored bytes. Flow logs, the most repetitive of real ones, come to about 100. */
const mostRatio = 1000

/**
 * Why a file must not be read: it would become more than its size can honestly hold. A few bytes of parquet may claim a
 * billion rows of one value, or a long text repeated in each of them. Null when there is nothing to fear.
 */
export async function bomb(db: Db, claim: Claim): Promise<string | null> {
  const { size } = await stat(claim.path)
  if (claim.rows > Math.max(freeRows, size))
    return `refused: ${size} bytes claim to hold ${claim.rows} rows, as only a decompression bomb does`
  if (claim.rows < manyRows) return null
  const [row] = await db.all<{ bytes: number | null }>(
    sql`SELECT avg(strlen(CAST(to_json(r) AS VARCHAR))) AS bytes FROM (SELECT r FROM read_parquet(${quoted(claim.path)}, hive_partitioning = false) r LIMIT 500)`,
  )
  const text = (row?.bytes ?? 0) * claim.rows
  if (text < mostTextBytes || text < size * mostRatio) return null
  return `refused: ${size} bytes would become about ${Math.round(text / 1e6)} MB of rows, as only a decompression bomb does`
}
