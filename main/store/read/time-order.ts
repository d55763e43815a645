import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { type Key, timedAxes, untimedAxes } from './bounds.ts'
import { type Ordered, selected } from './ordered.ts'
import { Slots } from './slots.ts'
import { and, timed, untimed, type Where } from './where.ts'

/** Counts of the events of a filter along time, good for both directions. */
export interface TimeSlots {
  readonly timed: Slots
  readonly untimed: Slots
}

export async function countTime(db: Db, where: Where, signal?: Signal): Promise<TimeSlots> {
  return {
    timed: await Slots.count(db, and(where, { sql: timed, params: {} }), timedAxes, signal),
    untimed: await Slots.count(db, and(where, { sql: untimed, params: {} }), untimedAxes, signal),
  }
}

/**
 * Order by time, then place in the evidence; events without a time come last in both directions. Any page sorts only
 * the rows of a few slots: a deep OFFSET over ten million rows takes seconds.
 */
export function timeOrder(db: Db, where: Where, slots: TimeSlots, descending: boolean): Ordered {
  const parts = [
    { slots: slots.timed, order: ['time', 'object_id', 'ordinal'], start: 0 },
    { slots: slots.untimed, order: ['object_id', 'ordinal'], start: slots.timed.rows },
  ]
  return {
    total: slots.timed.rows + slots.untimed.rows,

    async rows(columns, offset, limit, signal) {
      const pieces = []
      for (const part of parts) {
        const first = Math.max(offset - part.start, 0)
        const end = Math.min(offset + limit - part.start, part.slots.rows)
        if (first < end) pieces.push(await piece(db, part, columns, first, end, descending, signal))
      }
      if (pieces.length === 0) return db.rows(sql`SELECT ${selected(columns)} FROM event LIMIT 0`, {}, signal)
      return { columns: pieces[0]?.columns ?? [], rows: pieces.flatMap(({ rows }) => rows) }
    },

    async find(of, signal) {
      const key = 'time' in of ? await moment(db, of.time, signal) : await placed(db, where, of, signal)
      if (key === null) return null
      const part = parts[key.timed ? 0 : 1] as (typeof parts)[number]
      const rank = await part.slots.rank(key.key, signal)
      if (rank >= part.slots.rows) return null
      return part.start + (descending ? part.slots.rows - 1 - rank : rank)
    },
  }
}

interface Part {
  readonly slots: Slots
  readonly order: readonly string[]
}

/** Rows `first` to `end` of a part, counted in the direction asked for. */
async function piece(
  db: Db,
  { slots, order }: Part,
  columns: Parameters<Ordered['rows']>[0],
  first: number,
  end: number,
  descending: boolean,
  signal: Signal | undefined,
) {
  const [low, high] = descending ? [slots.rows - end, slots.rows - first] : [first, end]
  const start = await slots.at(low, signal)
  const last = await slots.at(high - 1, signal)
  const rows = slots.between(start.from, last.to)
  return db.rows(
    sql`
      SELECT ${selected(columns)}
      FROM event
      WHERE ${rows.sql}
      ORDER BY ${order.map((column) => `event.${column}${descending ? ' DESC' : ''}`).join(', ')}
      LIMIT $page_rows OFFSET $page_skip`,
    {
      ...rows.params,
      page_rows: high - low,
      page_skip: descending ? last.before + last.rows - high : low - start.before,
    },
    signal,
  )
}

interface Placed {
  readonly timed: boolean
  readonly key: Key
}

async function moment(db: Db, time: string, signal: Signal | undefined): Promise<Placed> {
  const [row] = await db.all<{ us: string }>(
    sql`SELECT CAST(epoch_us(CAST($time AS TIMESTAMP)) AS VARCHAR) AS us`,
    { time },
    signal,
  )
  return { timed: true, key: [BigInt(row?.us ?? 0)] }
}

/** Where an event stands along the axes, or null when the filter does not let it through. */
async function placed(
  db: Db,
  where: Where,
  event: { readonly object_id: number; readonly ordinal: number },
  signal: Signal | undefined,
): Promise<Placed | null> {
  const [row] = await db.all<{ us: string | null }>(
    sql`
      SELECT CASE WHEN ${timed} THEN CAST(epoch_us(time) AS VARCHAR) END AS us
      FROM event
      WHERE (${where.sql}) AND object_id = $object_id AND ordinal = $ordinal`,
    { ...where.params, ...event },
    signal,
  )
  if (!row) return null
  const place = [BigInt(event.object_id), BigInt(event.ordinal)]
  return row.us === null ? { timed: false, key: place } : { timed: true, key: [BigInt(row.us), ...place] }
}
