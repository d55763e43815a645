import { mkdir, rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { ObjectState } from '../shared/case.ts'
import { Problem } from '../shared/problem.ts'
import type { EventsVerified } from '../shared/proof.ts'
import { sql } from '../shared/sql.ts'
import { tasksOf } from './collect.ts'
import type { Task } from './collect-worker.ts'
import { decoders } from './decode/index.ts'
import { readTable } from './decode/table.ts'
import type { Found } from './source/folder.ts'
import type { CaseFile } from './store/case-file.ts'
import { compareEvents } from './store/compare-events.ts'
import { bytesAt } from './store/evidence.ts'
import { WorkerPool } from './worker-pool.ts'

export interface EventsCompared {
  readonly events: EventsVerified
  readonly problems: readonly { readonly what: string; readonly reason: string }[]
}

const mostProblems = 1000

/**
 * Reads all evidence of a case again, as an import would, and compares every event with its record: whether the rows are
 * what the evidence says. Nothing of the case is changed; what is read lies in its folder for temporary files meanwhile.
 * `amiss`: files whose bytes are no longer those of the ledger, so that nothing can be said of their events.
 * Error `refused`: events differ, and something was brought into the case at the same time.
 */
export async function verifyEvents(
  file: CaseFile,
  amiss: ReadonlySet<string>,
  report: (objects: { readonly done: number; readonly total: number }, rows: number) => void,
  signal: AbortSignal,
): Promise<EventsCompared> {
  const version = file.dataVersion
  const lines = await ledgerOf(file)
  const wholes = lines.filter((line) => line.parent === null && !amiss.has(pathOf(file, line)))
  const memberOf = new Map(
    lines.flatMap((line) => (line.parent === null ? [] : [[`${line.parent} ${line.entry}`, line]])),
  )
  const founds = new Map<Found, Line>(wholes.map((line) => [foundOf(file, line), line]))
  const folder = join(file.tmp, 'again')
  await mkdir(join(folder, 'tmp'), { recursive: true })
  const pool = new WorkerPool(folder, availableParallelism(), () => false)
  const sum = { objects: 0, records: 0, altered: 0, missing: 0, invented: 0, ledger: 0 }
  const problems: { what: string; reason: string }[] = []
  const tell = (some: EventsCompared['problems']) => problems.push(...some.slice(0, mostProblems - problems.length))
  const tasks = tasksFor(founds, lines)
  const total = tasks.reduce((all, { objects }) => all + objects.length, 0)
  let done = 0
  const onRead = (objects: number) => {
    done += objects
    report({ done, total }, sum.records)
  }
  try {
    for await (const { task, batch } of pool.read(tasks, false, onRead, signal)) {
      const placed = linesOf(task, batch.objects, founds, memberOf)
      const ids = placed.map((line) => line?.object_id ?? null)
      const compared = await compareEvents(
        { db: file.db, tmp: join(folder, 'tmp') },
        { batch, ids },
        decoders,
        readTable,
        signal,
      )
      const counts = placed.flatMap((line) =>
        line === null ? [] : countedOtherwise(line, compared.objects.get(line.object_id)),
      )
      const uris = new Map(placed.flatMap((line) => (line === null ? [] : [[line.object_id, line.uri]])))
      sum.objects += ids.filter((id) => id !== null).length
      sum.records += compared.records
      sum.altered += compared.altered
      sum.missing += compared.missing
      sum.invented += compared.invented
      sum.ledger += counts.length
      tell(
        compared.problems.map(({ objectId, reason }) => ({ what: uris.get(objectId) ?? `object ${objectId}`, reason })),
      )
      tell(counts)
      await Promise.all([...batch.lines, ...batch.parquet].map(({ path }) => removed(path, folder)))
    }
    signal.throwIfAborted()
    const said = await contradictions(file)
    sum.ledger += said.length
    tell(said)
  } finally {
    await pool.close()
    await rm(folder, { recursive: true, force: true })
  }
  const isAmiss = sum.altered + sum.missing + sum.invented + sum.ledger > 0
  if (isAmiss && file.dataVersion !== version)
    throw new Problem(
      'refused',
      'events differ from the evidence, but the case was changed while they were compared: verify it again when nothing is brought in',
    )
  return { events: sum, problems }
}

/** A line of the ledger whose bytes are kept. */
interface Line {
  readonly object_id: number
  readonly uri: string
  readonly state: ObjectState
  readonly parent: number | null
  readonly entry: number | null
  readonly sha256: string
  readonly bytes: number
  readonly in_place: string | null
  readonly modified_at: string | null
  readonly metadata: string | null
  readonly events: number
  readonly duplicates: number
  readonly bad_records: number
  /** The format that a person chose for it. */
  readonly as: string | null
}

/** Duplicates have no records of their own: that their bytes are those of another object is looked at by themselves. */
function ledgerOf({ db }: CaseFile): Promise<Line[]> {
  return db.all<Line>(sql`
    SELECT o.object_id, o.uri, o.state, CASE o.evidence WHEN 'member' THEN o.parent END AS parent, o.entry, o.sha256, o.bytes,
      CASE o.evidence WHEN 'in-place' THEN o.evidence_path END AS in_place, o.modified_at, o.metadata, o.events, o.duplicates,
      o.bad_records, json_extract_string(i.what, '$.as') AS "as"
    FROM object o
    LEFT JOIN import i USING (import_id)
    WHERE o.evidence IN ('copied', 'in-place', 'member') AND o.sha256 IS NOT NULL AND o.state <> 'duplicate'
    ORDER BY o.object_id`)
}

function pathOf({ path }: CaseFile, { sha256, in_place }: Line): string {
  return bytesAt(path, sha256, in_place)
}

function foundOf(file: CaseFile, line: Line): Found {
  return {
    uri: line.uri,
    path: pathOf(file, line),
    bytes: line.bytes,
    modifiedAt: line.modified_at,
    metadata: line.metadata === null ? null : (JSON.parse(line.metadata) as Record<string, unknown>),
    unreadable: null,
  }
}

/** An archive of which a member was read again as another format is read once for each format. */
function tasksFor(founds: ReadonlyMap<Found, Line>, lines: readonly Line[]): readonly Task[] {
  const chosen = new Map<string | null, Set<number>>()
  for (const { as, parent, object_id } of lines) {
    const objects = chosen.get(as) ?? new Set()
    chosen.set(as, objects.add(parent ?? object_id))
  }
  return [...chosen]
    .flatMap(([as, objects]) =>
      tasksOf(
        [...founds].flatMap(([found, { object_id }]) => (objects.has(object_id) ? [found] : [])),
        { as, inPlace: true },
      ),
    )
    .map((task, number) => ({ ...task, number }))
}

/** Which line of the ledger each object of a batch is: members follow their archive. */
function linesOf(
  { objects, as }: Task,
  read: readonly { readonly keeping: { readonly kind: string; readonly entry?: number } }[],
  founds: ReadonlyMap<Found, Line>,
  memberOf: ReadonlyMap<string, Line>,
): readonly (Line | null)[] {
  let next = 0
  let whole: Line | undefined
  return read.map(({ keeping }) => {
    if (keeping.kind !== 'member') {
      const found = objects[next++]
      whole = found && founds.get(found)
    }
    const line = keeping.kind === 'member' ? memberOf.get(`${whole?.object_id} ${keeping.entry}`) : whole
    return line?.as === as ? line : null
  })
}

/** Where the ledger counts otherwise than the evidence. */
function countedOtherwise(
  { uri, state, events, duplicates, bad_records }: Line,
  found: { readonly records: number; readonly bad: number } | undefined,
): EventsCompared['problems'] {
  const told = events + duplicates
  const { records, bad } = found ?? { records: 0, bad: 0 }
  if (state !== 'stored' && state !== 'partial')
    return records === 0
      ? []
      : [
          {
            what: uri,
            reason: `missing: the ledger says ${state}, and ${records} records can be read of it: retry reads it again`,
          },
        ]
  if (told === records && (found === undefined || bad === bad_records)) return []
  return [
    {
      what: uri,
      reason: `altered: the ledger tells of ${told} records and ${bad_records} that could not be read, its evidence gives ${records} and ${bad}`,
    },
  ]
}

/** What no object tells by itself: duplicates of nothing, and events of one id that the case does not tell as contradicting each other. */
async function contradictions({ db }: CaseFile): Promise<EventsCompared['problems']> {
  const duplicates = await db.all<{ uri: string }>(sql`
    SELECT uri FROM object
    WHERE state = 'duplicate' AND sha256 NOT IN (SELECT sha256 FROM object WHERE state IN ('stored', 'partial') AND sha256 IS NOT NULL)
    ORDER BY object_id LIMIT 100`)
  const hidden = await db.all<{ id: string; events: number }>(sql`
    SELECT id, count(*) AS events FROM event
    WHERE id <> '' AND id NOT IN (SELECT id FROM conflict)
    GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 100`)
  return [
    ...duplicates.map(({ uri }) => ({
      what: uri,
      reason: 'altered: the ledger says duplicate, and no object that was read has its bytes',
    })),
    ...hidden.map(({ id, events }) => ({
      what: id,
      reason: `altered: ${events} events have this id, and the case does not tell that they contradict each other`,
    })),
  ]
}

/** Parquet may lie in the evidence itself, which stays. */
async function removed(path: string, folder: string): Promise<void> {
  if (path.startsWith(folder)) await rm(path, { force: true })
}
