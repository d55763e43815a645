import type { Batch } from '../../../shared/batch.ts'
import { sql } from '../../../shared/sql.ts'
import type { LedgerLine } from '../commit/ledger.ts'
import type { Db } from '../db.ts'
import type { ParquetPlan } from './plan.ts'

/** Notes which objects are parquet that DuckDB can read whole, and their columns: what `lake` is made of. */
export async function keepTables(
  tx: Db,
  lines: readonly LedgerLine[],
  { found }: ParquetPlan,
  files: Batch['parquet'],
  base: number,
): Promise<void> {
  const temporary = new Set(files.flatMap(({ o, temporary }) => (temporary ? [o] : [])))
  const rows = lines.flatMap(({ objectId, object, state }) => {
    const columns = state === 'stored' || state === 'partial' ? found.get(objectId - base)?.columns : null
    const wrapped = temporary.has(objectId - base) && object.keeping.kind !== 'in-place'
    return columns ? [{ object_id: objectId, columns: JSON.stringify(columns), wrapped }] : []
  })
  if (rows.length === 0) return
  await tx.run(
    sql`
      INSERT INTO lake_file
      SELECT f.object_id, f.columns, f.wrapped
      FROM (SELECT unnest(from_json($rows, '[{"object_id":"UINTEGER","columns":"VARCHAR","wrapped":"BOOLEAN"}]')) f)`,
    { rows: JSON.stringify(rows) },
  )
}
