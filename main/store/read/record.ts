import { Problem } from '../../../shared/problem.ts'
import type { RecordHead, RecordImport, RecordObject, RecordPages } from '../../../shared/record.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

const atOnce = 2000

/** What an acquisition record says of a case, or of one import of it. Error `not-found`: there is no such import. */
export async function recordOfCase(
  db: Db,
  importId: number | null,
  signal: Signal,
): Promise<Pick<RecordHead, 'imports' | 'totals'> & { readonly pages: RecordPages; readonly count: number }> {
  const of = { importId }
  const imports = await db.all<RecordImport>(
    sql`
      SELECT import_id, started_at, ended_at, state, who, what
      FROM import WHERE $importId IS NULL OR import_id = $importId
      ORDER BY import_id`,
    of,
    signal,
  )
  if (importId !== null && imports.length === 0) throw new Problem('not-found', `this case has no import ${importId}`)
  const sums = await db.all<{
    state: RecordObject['state']
    objects: number
    bytes: number
    events: number
    last: number
  }>(
    sql`
      SELECT state, count(*) AS objects, coalesce(sum(bytes) FILTER (parent IS NULL), 0)::BIGINT AS bytes,
        sum(events)::BIGINT AS events, max(object_id) AS "last"
      FROM object WHERE $importId IS NULL OR import_id = $importId
      GROUP BY state`,
    of,
    signal,
  )
  const last = Math.max(-1, ...sums.map((one) => one.last))
  const add = (count: (one: (typeof sums)[number]) => number) => sums.reduce((sum, one) => sum + Number(count(one)), 0)
  return {
    imports,
    totals: {
      objects: Object.fromEntries(sums.map(({ state, objects }) => [state, objects])),
      bytes: add(({ bytes }) => bytes),
      events: add(({ events }) => events),
    },
    count: add(({ objects }) => objects),
    pages: () => pages(db, importId, last, signal),
  }
}

/** Up to the object that was the last one when it began: every reading gives the same. */
async function* pages(db: Db, importId: number | null, last: number, signal: Signal): AsyncGenerator<RecordObject[]> {
  for (let after = -1; ; ) {
    signal.throwIfAborted()
    const rows = await db.all<RecordObject>(
      sql`
        SELECT object_id, import_id, uri, state, reason, bytes, sha256, modified_at, imported_at
        FROM object
        WHERE object_id > $after AND object_id <= $last AND ($importId IS NULL OR import_id = $importId)
        ORDER BY object_id
        LIMIT ${atOnce}`,
      { after, last, importId },
      signal,
    )
    if (rows.length === 0) return
    after = rows.at(-1)?.object_id ?? last
    yield rows
  }
}

/** Places in the list of objects that the case does not hold so: another address, other bytes, or gone. */
export async function notInCase(
  db: Db,
  objects: readonly Pick<RecordObject, 'uri' | 'sha256' | 'bytes'>[],
  signal: Signal,
): Promise<ReadonlySet<number>> {
  const rows = await db.all<{ at: number }>(
    sql`
      WITH asked AS (
        SELECT unnest(from_json($objects, '[{"at": "UINTEGER", "uri": "VARCHAR", "sha256": "VARCHAR", "bytes": "BIGINT"}]'), recursive := true)
      )
      SELECT asked.at AS at FROM asked
      WHERE NOT EXISTS (
        SELECT 1 FROM object
        WHERE object.uri = asked.uri AND object.sha256 IS NOT DISTINCT FROM asked.sha256 AND object.bytes = asked.bytes
      )`,
    { objects: JSON.stringify(objects.map(({ uri, sha256, bytes }, at) => ({ at, uri, sha256, bytes }))) },
    signal,
  )
  return new Set(rows.map(({ at }) => at))
}
