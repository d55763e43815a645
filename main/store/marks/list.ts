import type { Answers } from '../../../shared/answers.ts'
import type { Checked } from '../../../shared/api.ts'
import { type EventColumnName, eventColumnNames, eventColumns } from '../../../shared/event.ts'
import type { Filter } from '../../../shared/filter.ts'
import {
  type LostMark,
  type ManualEvent,
  type MarkSummary,
  type MarksOfEvent,
  manualObject,
} from '../../../shared/mark.ts'
import { Problem } from '../../../shared/problem.ts'
import type { Cell } from '../../../shared/rows.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { where } from '../read/where.ts'
import { keyOf, type Place, saidOf, sumUp } from './said.ts'
import { lastAct } from './write.ts'

const told: Partial<Record<EventColumnName, string>> = {
  time: '"time"',
  format: "'manual'",
  id: 'id',
  title: 'title',
  action: 'title',
  object_id: `${manualObject}::UINTEGER`,
  ordinal: 'ordinal',
}

/** Manual events under the columns of `event`, so that a search can be asked of them too. */
const manualRows = sql`(
  SELECT ${eventColumnNames.map((name) => `${told[name] ?? `CAST(${name === 'extra' ? `json_object('text', text)` : 'NULL'} AS ${eventColumns[name].type})`} AS "${name}"`).join(', ')}
  FROM manual_event)`

/** Marked events and manual ones, in the order of time. */
export async function marks(
  db: Db,
  { search, columns, offset, limit }: Checked<'marks'>,
  signal?: Signal,
): Promise<Answers['marks']> {
  const matching = where({ search, from: null, to: null })
  const shown = [...new Set<EventColumnName>(['object_id', 'ordinal', 'id', ...columns])].map((name) => `"${name}"`)
  const asked = [...new Set([...shown, '"time"'])].join(', ')
  const every = sql`
    SELECT ${asked} FROM event
    WHERE (object_id, ordinal) IN (SELECT (object_id, ordinal) FROM marked WHERE object_id <> ${manualObject}) AND (${matching.sql})
    UNION ALL
    SELECT ${asked} FROM ${manualRows} WHERE ${matching.sql}`
  const [count] = await db.all<{ total: number }>(
    sql`SELECT count(*) AS total FROM (${every})`,
    matching.params,
    signal,
  )
  const rows = await db.all<Place & { readonly id: string | null } & Record<string, Cell>>(
    sql`
      SELECT shown.*, object.uri AS "in uri", object.sha256 AS "in sha256"
      FROM (SELECT * FROM (${every}) ORDER BY "time" NULLS LAST, object_id, ordinal LIMIT ${limit} OFFSET ${offset}) shown
      LEFT JOIN object USING (object_id)
      ORDER BY "time" NULLS LAST, object_id, ordinal`,
    matching.params,
    signal,
  )
  const said = await saidOf(db, rows, signal)
  return {
    total: count?.total ?? 0,
    rows: rows.map((row) => {
      const { history: _, ...sums } = sumUp(said.get(keyOf(row)) ?? [])
      return {
        object_id: row.object_id,
        ordinal: row.ordinal,
        event_id: row.id === '' ? null : row.id,
        manual: row.object_id === manualObject,
        cells: Object.fromEntries(columns.map((name) => [name, row[name] ?? null])),
        uri: row['in uri'] as string | null,
        sha256: row['in sha256'] as string | null,
        ...sums,
      }
    }),
  }
}

/** All that is said of one event. Error `not-found`: there is no such manual event. */
export async function eventMarks(db: Db, event: Place, signal?: Signal): Promise<MarksOfEvent> {
  const said = await saidOf(db, [event], signal)
  const sums = sumUp(said.get(keyOf(event)) ?? [])
  if (event.object_id !== manualObject) return { ...sums, manual: null }
  const [manual] = await manualEventsWhere(db, 'ordinal = $ordinal', { ordinal: event.ordinal }, signal)
  if (!manual) throw new Problem('not-found', 'this manual event was taken away; undo brings it back')
  const { ordinal: _, ...rest } = manual
  return { ...sums, manual: rest }
}

/** Manual events under a condition, with who told them first, in the order of time. */
async function manualEventsWhere(
  db: Db,
  condition: string,
  params: Readonly<Record<string, Cell>>,
  signal?: Signal,
): Promise<readonly (ManualEvent & { readonly ordinal: number })[]> {
  return db.all(
    sql`
      SELECT manual_event.ordinal, id, "time", title, text, first.by AS "by", first.at AS "at"
      FROM manual_event JOIN (
        SELECT event_id, arg_min("by", "at") AS "by", min("at") AS "at" FROM mark WHERE aspect = 'event' GROUP BY event_id
      ) first ON first.event_id = manual_event.id
      WHERE ${condition}
      ORDER BY "time", manual_event.ordinal
      LIMIT 10000`,
    params,
    signal,
  )
}

/** Manual events in the range of a filter for which its search holds. */
export async function manualMatching(db: Db, filter: Filter, signal?: Signal) {
  const matching = where(filter)
  return manualEventsWhere(
    db,
    `manual_event.ordinal IN (SELECT ordinal FROM ${manualRows} WHERE ${matching.sql})`,
    matching.params,
    signal,
  )
}

/** Marks that have no place in this case, the newest first, with the reason. */
export async function lostMarks(db: Db, limit: number, signal?: Signal): Promise<Answers['lostMarks']> {
  const [count] = await db.all<{ total: number }>(
    sql`SELECT count(*) AS total FROM mark WHERE current AND object_id IS NULL`,
    {},
    signal,
  )
  const rows = await db.all<Omit<LostMark, 'reason'> & { readonly twins: number }>(
    sql`
      SELECT mark_id, event_id, aspect, value, "by", "at",
        (SELECT count(*) FROM event WHERE event.id = lost.event_id) AS twins
      FROM (
        SELECT * FROM mark WHERE current AND object_id IS NULL ORDER BY "at" DESC, mark_id LIMIT ${limit}
      ) lost
      ORDER BY "at" DESC, mark_id`,
    {},
    signal,
  )
  return {
    total: count?.total ?? 0,
    rows: rows.map(({ twins, ...mark }) => ({
      ...mark,
      reason:
        twins > 1
          ? `${twins} events of this case bear the id, and the object in which this one was seen is not here`
          : mark.event_id === null
            ? 'the event has no id, and the object in which it was seen is not here'
            : 'no event of this case bears the id: import the logs that hold it',
    })),
  }
}

export async function markSummary(db: Db, signal?: Signal): Promise<MarkSummary> {
  const [counts] = await db.all<Omit<MarkSummary, 'undo'>>(
    sql`
      SELECT count(*) AS events, count(*) FILTER (star) AS starred, count(*) FILTER (tag = 'bad') AS bad,
        count(*) FILTER (tag = 'suspicious') AS suspicious, count(*) FILTER (tag = 'good') AS good,
        count(*) FILTER (len(comments) > 0) AS commented, coalesce(sum(len(comments)), 0)::BIGINT AS comments,
        count(*) FILTER (hidden) AS hidden, count(*) FILTER (disputed) AS disputed,
        (SELECT count(*) FROM mark WHERE current AND object_id IS NULL) AS lost,
        (SELECT count(*) FROM manual_event) AS manual
      FROM marked`,
    {},
    signal,
  )
  const last = await lastAct(db)
  const undo = last && { events: last.events, at: last.at, aspects: last.aspects }
  if (!counts) throw new Error('the marks cannot be counted')
  return { ...counts, undo }
}
