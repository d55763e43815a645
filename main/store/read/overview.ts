import type { Answers, Overview, Top } from '../../../shared/answers.ts'
import { objectStates } from '../../../shared/case.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { timed, untimed, where } from './where.ts'

/** The case at a glance. It counts every event a dozen times: keep it while the data stays as it is. */
export async function overview(db: Db, signal?: Signal): Promise<Answers['overview']> {
  const ledger = await readLedger(db, signal)
  const events = await readEvents(db, signal)
  return {
    ...ledger,
    ...events,
    problems: await db.all<Overview['problems'][number]>(problems, {}, signal),
    tops: await readTops(db, signal),
    unfinished: await readUnfinished(db, signal),
  }
}

/** What a responder ranks first; `search` leaves out the events that would only drown it, for us and behind the doors. */
const tops: readonly { readonly column: Top['column']; readonly search: string }[] = [
  {
    column: 'actor',
    search: '-actor_type:(AWSService OR AWSInternal) -actor:*AWSServiceRoleFor* -role:*/aws-service-role/*',
  },
  { column: 'source_ip', search: '' },
  { column: 'service', search: '-read_only:true' },
  { column: 'action', search: '-read_only:true' },
  { column: 'account', search: '' },
  { column: 'region', search: '' },
  { column: 'user_agent', search: '-source_service:*' },
]
const topLength = 10

async function readTops(db: Db, signal: Signal | undefined): Promise<readonly Top[]> {
  const found: Top[] = []
  for (const { column, search } of tops) {
    const rows = where({ search, from: null, to: null })
    const values = await db.all<Top['values'][number]>(
      sql`
        SELECT ${column} AS value, count(*) AS events, count(*) FILTER (outcome = 'denied') AS denied
        FROM event
        WHERE ${column} IS NOT NULL AND ${rows.sql}
        GROUP BY value
        ORDER BY events DESC, value
        LIMIT ${topLength}`,
      rows.params,
      signal,
    )
    found.push({ column, search, values })
  }
  return found
}

async function readLedger(
  db: Db,
  signal: Signal | undefined,
): Promise<Pick<Overview, 'objects' | 'bytes' | 'duplicates' | 'conflicts' | 'badRecords'>> {
  const states = await db.all<{
    state: string
    objects: number
    bytes: number
    duplicates: number
    conflicts: number
    bad: number
  }>(
    sql`
      SELECT
        state,
        count(*) AS objects,
        sum(bytes) FILTER (parent IS NULL) AS bytes,
        sum(duplicates) AS duplicates,
        sum(conflicts) AS conflicts,
        sum(bad_records) AS bad
      FROM object
      GROUP BY state`,
    {},
    signal,
  )
  const sum = (of: 'bytes' | 'duplicates' | 'conflicts' | 'bad'): number =>
    states.reduce((total, row) => total + (row[of] ?? 0), 0)
  const inState = (state: string): number => states.find((row) => row.state === state)?.objects ?? 0
  return {
    objects: Object.fromEntries(objectStates.map((state) => [state, inState(state)])) as unknown as Overview['objects'],
    bytes: sum('bytes'),
    duplicates: sum('duplicates'),
    conflicts: sum('conflicts'),
    badRecords: sum('bad'),
  }
}

type EventFacts = Pick<Overview, 'events' | 'findings' | 'untimed' | 'first' | 'last' | 'accounts' | 'regions'>

async function readEvents(db: Db, signal: Signal | undefined): Promise<EventFacts> {
  const [row] = await db.all<EventFacts>(
    sql`
      SELECT
        (SELECT count(*) FROM event) AS events,
        (SELECT count(*) FROM finding) AS findings,
        (SELECT count(*) FROM event WHERE ${untimed}) AS untimed,
        (SELECT min(time) FROM event WHERE ${timed}) AS first,
        (SELECT max(time) FROM event WHERE ${timed}) AS last,
        (SELECT count(DISTINCT account) FROM event) AS accounts,
        (SELECT count(DISTINCT region) FROM event) AS regions`,
    {},
    signal,
  )
  return row ?? { events: 0, findings: 0, untimed: 0, first: null, last: null, accounts: 0, regions: 0 }
}

const problems = sql`
  SELECT object_id, uri, state, coalesce(reason, '') AS reason
  FROM object
  WHERE state NOT IN ('stored', 'duplicate')
  ORDER BY list_position(['rejected', 'partial', 'skipped'], state), object_id
  LIMIT 200`

/** Imports that ended with the engine and were not done since. */
async function readUnfinished(db: Db, signal: Signal | undefined): Promise<Overview['unfinished']> {
  const rows = await db.all<{ startedAt: string; what: string }>(
    sql`
      SELECT started_at AS "startedAt", what
      FROM import
      WHERE state = 'interrupted' AND json_extract(what, '$.retry') IS NULL AND NOT EXISTS (
        FROM import AS later
        WHERE later.state = 'done' AND later.import_id > import.import_id AND later.what = import.what
      )
      ORDER BY import_id`,
    {},
    signal,
  )
  return rows.map(({ startedAt, what }) => ({ startedAt, paths: pathsOf(what) }))
}

/** `what` is what the import was asked: an object that holds paths. */
function pathsOf(what: string): readonly string[] {
  const asked: unknown = JSON.parse(what)
  const paths = typeof asked === 'object' && asked !== null && 'paths' in asked ? asked.paths : []
  return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : []
}
