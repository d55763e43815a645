import type { Order } from '../../../shared/api.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { type Ordered, selected } from './ordered.ts'
import { timed, type Where } from './where.ts'

/** A table of `scratch` that holds the row ids (rid) of the events of a filter in order: its own rowid is the row number. */
export interface SortedRows {
  readonly table: string
  readonly total: number
}

/** Sorts once. Ten million rows take 4 s and 80 MB; events that are equal in the column are ordered by time. */
export async function sortRows(
  db: Db,
  table: string,
  where: Where,
  { column, descending }: Order,
  signal?: Signal,
): Promise<SortedRows> {
  const direction = descending ? 'DESC' : 'ASC'
  const keys =
    column === 'time' ? [`CASE WHEN ${timed} THEN time END`, 'object_id', 'ordinal'] : [column, 'time', 'rowid']
  await db.run(
    sql`
      CREATE TABLE ${table} AS
      SELECT rowid AS rid
      FROM event
      WHERE ${where.sql}
      ORDER BY ${keys.map((key) => `${key} ${direction} NULLS LAST`).join(', ')}`,
    where.params,
    signal,
  )
  const [row] = await db.all<{ n: number }>(sql`SELECT count(*) AS n FROM ${table}`, {}, signal)
  return { table, total: row?.n ?? 0 }
}

/** Pages of what was sorted. */
export function sortedOrder(db: Db, where: Where, { table, total }: SortedRows): Ordered {
  return {
    total,

    rows: (columns, offset, limit, signal) =>
      db.rows(
        sql`
          SELECT ${selected(columns)}
          FROM (SELECT rowid AS row_number, rid FROM ${table} WHERE rowid >= $first AND rowid < $end) AS page
          JOIN event ON event.rowid = page.rid
          ORDER BY page.row_number`,
        { first: offset, end: offset + limit },
        signal,
      ),

    async find(of, signal) {
      const [found] = await db.all<{ row_number: number }>(
        'time' in of
          ? sql`
              SELECT rowid AS row_number FROM ${table}
              WHERE rid = (
                SELECT rowid FROM event
                WHERE (${where.sql}) AND ${timed} AND time >= CAST($time AS TIMESTAMP)
                ORDER BY time, object_id, ordinal
                LIMIT 1
              )`
          : sql`
              SELECT rowid AS row_number FROM ${table}
              WHERE rid IN (SELECT rowid FROM event WHERE object_id = $object_id AND ordinal = $ordinal)`,
        'time' in of ? { ...where.params, ...of } : of,
        signal,
      )
      return found?.row_number ?? null
    },
  }
}
