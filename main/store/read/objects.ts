import type { Answers } from '../../../shared/answers.ts'
import type { Checked } from '../../../shared/api.ts'
import type { ObjectRow } from '../../../shared/case.ts'
import type { Ledger } from '../../../shared/ledger.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import type { Where } from './where.ts'

/** Lines of the ledger in an order; what is equal in it stays in the order in which objects were imported. */
export async function objects(
  db: Db,
  { order, offset, limit, ...which }: Checked<'objects'>,
  signal?: Signal,
): Promise<Answers['objects']> {
  const where = ofLedger(which)
  const [count] = await db.all<{ total: number }>(
    sql`SELECT count(*) AS total FROM object WHERE ${where.sql}`,
    where.params,
    signal,
  )
  const rows = await db.all<Record<keyof ObjectRow, never>>(
    sql`
      SELECT ${objectColumns.join(', ')}
      FROM object
      WHERE ${where.sql}
      ORDER BY "${order.column}" ${order.descending ? 'DESC' : 'ASC'} NULLS LAST, object_id
      LIMIT $limit OFFSET $offset`,
    { ...where.params, limit, offset },
    signal,
  )
  return { total: count?.total ?? 0, rows }
}

/** The condition on lines of the ledger. Every word of the search has to be in the address, the reason or the hash. */
export function ofLedger({ state, format, search, proof }: Ledger): Where {
  const words = search.trim().split(/\s+/).filter(Boolean)
  const conditions = [
    ...(state === null ? [] : ['state = $state']),
    ...(format === null ? [] : [format === '' ? 'format IS NULL' : 'format = $format']),
    ...(proof === null ? [] : [proof === 'none' ? 'integrity IS NULL' : "split_part(integrity, ':', 1) = $proof"]),
    ...words.map((_, i) => `contains(lower(concat_ws(' ', uri, url_decode(uri), reason, sha256)), lower($word_${i}))`),
  ]
  return {
    sql: conditions.join(' AND ') || 'true',
    params: {
      ...(state === null ? {} : { state }),
      ...(format === null || format === '' ? {} : { format }),
      ...(proof === null || proof === 'none' ? {} : { proof }),
      ...Object.fromEntries(words.map((word, i) => [`word_${i}`, word])),
    },
  }
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
