import type { Answers, Checked } from '../../../shared/api.ts'
import type { ObjectRow } from '../../../shared/case.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/** The ledger, in the order in which objects were imported. */
export async function objects(
  db: Db,
  { state, offset, limit }: Checked<'objects'>,
  signal?: Signal,
): Promise<Answers['objects']> {
  const condition = state === null ? 'true' : 'state = $state'
  const params = state === null ? {} : { state }
  const [count] = await db.all<{ total: number }>(
    sql`SELECT count(*) AS total FROM object WHERE ${condition}`,
    params,
    signal,
  )
  const rows = await db.all<Record<keyof ObjectRow, never>>(
    sql`
      SELECT ${objectColumns.join(', ')}
      FROM object
      WHERE ${condition}
      ORDER BY object_id
      LIMIT $limit OFFSET $offset`,
    { ...params, limit, offset },
    signal,
  )
  return { total: count?.total ?? 0, rows }
}

const names: Readonly<Record<keyof ObjectRow, true>> = {
  object_id: true,
  uri: true,
  state: true,
  reason: true,
  format: true,
  events: true,
  duplicates: true,
  conflicts: true,
  bad_records: true,
  bytes: true,
  sha256: true,
  first: true,
  last: true,
  integrity: true,
  imported_at: true,
}

/** What of an object the ledger shows, quoted: `first` and `last` are also functions. */
export const objectColumns: readonly string[] = Object.keys(names).map((name) => `"${name}"`)
