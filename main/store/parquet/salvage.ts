import { Problem } from '../../../shared/problem.ts'
import { sql } from '../../../shared/sql.ts'
import { quoted } from '../database.ts'
import type { Db } from '../db.ts'
import type { Source } from './source.ts'

type Rows = readonly [from: number, to: number]

/**
 * Tries the groups of rows of a file one after the other: `read` throws for one that cannot be read. DuckDB leaves groups
 * alone that hold no row of the range it is asked for, so a damaged one does not harm the others. Throws when the file
 * is one group, or its footer cannot be read.
 */
export async function readableRows(
  db: Db,
  { path }: Source,
  read: (rows: Rows) => Promise<void>,
): Promise<{ readonly lost: readonly { readonly rows: Rows; readonly error: unknown }[] }> {
  const groups = await db.all<{ rows: number }>(sql`
    SELECT any_value(row_group_num_rows) AS rows
    FROM parquet_metadata(${quoted(path)})
    GROUP BY row_group_id
    ORDER BY row_group_id`)
  if (groups.length < 2) throw new Error('there is only one group of rows')
  const lost: { rows: Rows; error: unknown }[] = []
  let from = 0
  for (const group of groups) {
    const rows: Rows = [from, from + group.rows]
    from += group.rows
    try {
      await read(rows)
    } catch (error) {
      if (error instanceof Problem && error.code !== 'failed') throw error
      lost.push({ rows, error })
    }
  }
  return { lost }
}
