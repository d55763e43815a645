import type { Committed, DecodedObject } from '../../../shared/batch.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { wellFormed } from '../well-formed.ts'

/**
 * Writes down, in the transaction that stores them, which objects of a source are in the case now. What a run failed on
 * is written down too, so that the map of what is missing is true; the next run tries it again.
 */
export async function noteCollected(
  tx: Db,
  objects: readonly DecodedObject[],
  told: Committed['objects'],
  stamp: { readonly importId: number; readonly at: string },
): Promise<void> {
  const rows = objects.flatMap(({ uri, bytes, collected }, o) => {
    const outcome = told[o]
    if (!collected || !outcome) return []
    const { source, etag, version, mark, account, region, service, day } = collected
    const { state, object_id } = outcome
    return [
      { uri: wellFormed(uri), etag, version, mark, source, account, region, service, day, bytes, state, object_id },
    ]
  })
  for (let from = 0; from < rows.length; from += atOnce) {
    const some = { rows: JSON.stringify(rows.slice(from, from + atOnce)) }
    await tx.run(
      sql`
        DELETE FROM collected USING (SELECT unnest(from_json($rows, '[${JSON.stringify(shape)}]')) r) AS fresh
        WHERE collected.uri = fresh.r.uri AND collected.state = 'rejected'`,
      some,
    )
    await tx.run(
      sql`
        INSERT INTO collected BY NAME
        SELECT r.*, $importId AS import_id, CAST(CAST($at AS TIMESTAMPTZ) AS TIMESTAMP) AS collected_at
        FROM (SELECT unnest(from_json($rows, '[${JSON.stringify(shape)}]')) r)`,
      { ...some, ...stamp },
    )
  }
}

const atOnce = 2000
const shape = {
  uri: 'VARCHAR',
  etag: 'VARCHAR',
  version: 'VARCHAR',
  mark: 'VARCHAR',
  source: 'VARCHAR',
  account: 'VARCHAR',
  region: 'VARCHAR',
  service: 'VARCHAR',
  day: 'DATE',
  bytes: 'BIGINT',
  state: 'VARCHAR',
  object_id: 'UINTEGER',
}
