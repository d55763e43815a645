import type { Answers } from '../../../shared/answers.ts'
import type { Checked } from '../../../shared/api.ts'
import { type EventColumnName, eventColumnNames } from '../../../shared/event.ts'
import { Problem } from '../../../shared/problem.ts'
import type { Cell } from '../../../shared/rows.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { stateChanged, stateOrder } from '../schema.ts'
import { objectColumns } from './objects.ts'

type Detail = Answers['event']

/** Reads a record back from the evidence. */
export type ReadRaw = (
  object_id: number,
  ordinal: number,
  signal?: Signal,
) => Promise<Pick<Detail, 'raw' | 'rawIs' | 'rawProblem' | 'rawCutAt'>>

/** Everything about one event. Throws `not-found` when the case holds no such event. */
export async function eventDetail(db: Db, event: Checked<'event'>, readRaw: ReadRaw, signal?: Signal): Promise<Detail> {
  const { object_id, ordinal } = event
  const [columns] = await db.all<Record<EventColumnName, Cell>>(
    sql`
      SELECT ${eventColumnNames.join(', ')}
      FROM event
      WHERE object_id = $object_id AND ordinal = $ordinal`,
    event,
    signal,
  )
  if (!columns) throw new Problem('not-found', `no event at ${object_id}:${ordinal}; it may belong to another case`)
  const [object] = await db.all<Detail['object']>(
    sql`SELECT ${objectColumns.join(', ')}, evidence FROM object WHERE object_id = $object_id`,
    { object_id },
    signal,
  )
  if (!object) throw new Problem('not-found', `object ${object_id} is not in the ledger; verify the case`)
  const origins = await db.all<Detail['origins'][number]>(
    sql`
      SELECT origin.other_object_id AS object_id, origin.other_ordinal AS ordinal, object.uri
      FROM event_origin AS origin
      JOIN object ON object.object_id = origin.other_object_id
      WHERE origin.object_id = $object_id AND origin.ordinal = $ordinal
      ORDER BY ALL
      LIMIT 1000`,
    event,
    signal,
  )
  return {
    columns,
    object,
    origins,
    conflicts: await conflicts(db, columns.id, event, signal),
    states: columns.category === 'finding' && columns.shared_id !== null ? await states(db, columns, signal) : [],
    ...(await readRaw(object_id, ordinal, signal)),
  }
}

/** `conflict` pairs the first event of an id with each of the others; all of them conflict with each other. */
function conflicts(
  db: Db,
  id: Cell,
  { object_id, ordinal }: Checked<'event'>,
  signal: Signal | undefined,
): Promise<Detail['conflicts'][number][]> {
  return db.all<Detail['conflicts'][number]>(
    sql`
      WITH same_id AS (
        SELECT object_id, ordinal FROM conflict WHERE id = $id
        UNION
        SELECT other_object_id, other_ordinal FROM conflict WHERE id = $id
      )
      SELECT same_id.object_id, same_id.ordinal, object.uri
      FROM same_id
      JOIN object ON object.object_id = same_id.object_id
      WHERE NOT (same_id.object_id = $object_id AND same_id.ordinal = $ordinal)
      ORDER BY ALL
      LIMIT 1000`,
    { id, object_id, ordinal },
    signal,
  )
}

/** What a finding was over time: see the view `finding` in schema.ts. */
function states(
  db: Db,
  { service, shared_id }: Detail['columns'],
  signal: Signal | undefined,
): Promise<Detail['states'][number][]> {
  return db.all<Detail['states'][number]>(
    sql`
      SELECT object_id, ordinal, ${stateChanged} AS changed,
        severity, title, (object_id, ordinal) IN (SELECT (object_id, ordinal) FROM finding) AS latest
      FROM event
      WHERE category = 'finding' AND shared_id = $shared_id AND service IS NOT DISTINCT FROM $service
      ORDER BY latest DESC, ${stateOrder}, object_id DESC, ordinal DESC
      LIMIT 1000`,
    { shared_id, service },
    signal,
  )
}
