import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/**
 * The tables and views of the case, by name; `lake`, which is made for the query that reads it, when there is parquet.
 * Nothing of DuckDB's own and nothing of `scratch` is among them.
 */
export async function caseRelations(db: Db, signal?: Signal): Promise<readonly string[]> {
  const rows = await db.all<{ name: string }>(
    sql`
      SELECT table_name AS name FROM duckdb_tables()
      WHERE NOT internal AND NOT temporary AND database_name = current_database() AND schema_name = 'main'
      UNION ALL
      SELECT view_name FROM duckdb_views()
      WHERE NOT internal AND NOT temporary AND database_name = current_database() AND schema_name = 'main'
      UNION ALL
      SELECT 'lake' WHERE EXISTS (FROM lake_file)
      ORDER BY name`,
    {},
    signal,
  )
  return rows.map(({ name }) => name)
}
