import type { CitedObject } from '../../../shared/report/document.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/** Objects by their numbers, as a report names them, in the order of their numbers. */
export async function citedObjects(db: Db, ids: readonly number[], signal?: Signal): Promise<readonly CitedObject[]> {
  return db.all<CitedObject>(
    sql`
      SELECT object_id, uri, sha256, bytes, imported_at, imported_by, integrity
      FROM object
      WHERE object_id IN (SELECT unnest(from_json($ids, '["UINTEGER"]')))
      ORDER BY object_id`,
    { ids: JSON.stringify(ids) },
    signal,
  )
}
