import type { Kept, ObjectDetail, ObjectName, Some } from '../../../shared/ledger.ts'
import { Problem } from '../../../shared/problem.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db, Params } from '../db.ts'
import { objectColumns } from './objects.ts'

/** Everything the case knows of an object. Throws `not-found`. */
export async function objectDetail(db: Db, object_id: number, signal?: Signal): Promise<ObjectDetail> {
  const params = { object_id }
  const [row] = await db.all<Row>(
    sql`
      SELECT ${objectColumns.join(', ')}, evidence AS kept, evidence_path AS kept_at, modified_at, imported_by,
        metadata, import_id, parent, unmapped
      FROM object
      WHERE object_id = $object_id`,
    params,
    signal,
  )
  if (!row) throw new Problem('not-found', `there is no object ${object_id} in this case`)
  const some = <R extends object>(from: string, columns: string, order: string, more: Params = params) =>
    first<R>(db, from, columns, order, more, signal)
  const { import_id, parent, unmapped, ...shown } = row
  const [asked] = await db.all<NonNullable<ObjectDetail['import']>>(
    sql`SELECT import_id, started_at, ended_at, state, what FROM import WHERE import_id = $import_id`,
    { import_id },
    signal,
  )
  const [archive] = await db.all<ObjectName>(
    sql`SELECT object_id, uri, state FROM object WHERE object_id = $parent`,
    { parent },
    signal,
  )
  return {
    ...shown,
    import: asked ?? null,
    parent: archive ?? null,
    members: await some<ObjectName>('object WHERE parent = $object_id', name, 'entry, object_id'),
    same: await some<ObjectName>('object WHERE sha256 = $sha256 AND object_id <> $object_id', name, 'object_id', {
      sha256: row.sha256,
      object_id,
    }),
    repeats: await some<ObjectName & { readonly events: number }>(
      `(SELECT origin.object_id, count(*) AS events FROM event_origin AS origin
        WHERE origin.other_object_id = $object_id GROUP BY origin.object_id) AS elsewhere
       JOIN object USING (object_id)`,
      `${name}, elsewhere.events AS events`,
      'elsewhere.events DESC, object_id',
    ),
    bad: await some<{ readonly ordinal: number; readonly reason: string }>(
      'bad_record WHERE object_id = $object_id',
      'ordinal, reason',
      'ordinal',
    ),
    unmapped: fields(unmapped),
  }
}

type Row = Omit<ObjectDetail, 'import' | 'parent' | 'members' | 'same' | 'repeats' | 'bad' | 'unmapped' | 'kept'> & {
  readonly kept: Kept
  readonly import_id: number
  readonly parent: number | null
  readonly unmapped: string | null
}

const name = 'object.object_id AS object_id, object.uri AS uri, object.state AS state'
const most = 200

/** `from`, `columns` and `order` are ours; what a log says is in `params`. */
async function first<R extends object>(
  db: Db,
  from: string,
  columns: string,
  order: string,
  params: Params,
  signal: Signal | undefined,
): Promise<Some<R>> {
  const rows = await db.all<R & { readonly of: number }>(
    sql`SELECT ${columns}, count(*) OVER () AS "of" FROM ${from} ORDER BY ${order} LIMIT ${most}`,
    params,
    signal,
  )
  return { total: rows[0]?.of ?? 0, rows: rows.map(({ of: _, ...row }) => row as unknown as R) }
}

function fields(unmapped: string | null): ObjectDetail['unmapped'] {
  const counted = JSON.parse(unmapped ?? '{}') as Record<string, number>
  return Object.entries(counted)
    .map(([field, records]) => ({ field, records }))
    .sort((a, b) => b.records - a.records || (a.field < b.field ? -1 : 1))
}
