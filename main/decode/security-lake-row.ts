import { sql } from '../../shared/sql.ts'
import { type Columns, isNothing, nothing } from './columns.ts'

/** How a row without an id is known: the hash of all of it as JSON. */
export const hashOf = (row: string) => sql`'sha256:' || sha256(${row})`

/** The same of rows that should have an id: computed only where `id` is NULL. */
export const hashWithout = (id: string, columns: Columns) =>
  sql`CASE WHEN ${id} IS NULL THEN ${hashOf(columns.row())} END`

/** A TIMESTAMP as AWS writes it, with thousandths where there are some. */
export const isoOf = (time: string) =>
  sql`CASE WHEN date_part('millisecond', ${time}) % 1000 = 0 THEN strftime(${time}, '%Y-%m-%dT%H:%M:%SZ') ELSE ${isoMillis(time)} END`

/** A TIMESTAMP as Security Hub writes it: always with thousandths. */
export const isoMillis = (time: string) => sql`strftime(${time}, '%Y-%m-%dT%H:%M:%S.%gZ')`

/** A text as a JSON text. */
export const asJson = (text: string) => (isNothing(text) ? nothing('JSON') : `to_json(${text})`)

/** A JSON object of members, each JSON or NULL; without those that are NULL, and NULL when all are. */
export function objectOf(members: Readonly<Record<string, string>>): string {
  const all = Object.entries(members).filter(([, value]) => !isNothing(value))
  if (all.length === 0) return nothing('JSON')
  const list = all.map(([name, value]) => sql`'${JSON.stringify(name)}:' || CAST(${value} AS VARCHAR)`)
  return sql`CAST('{' || nullif(concat_ws(',', ${list.join(', ')}), '') || '}' AS JSON)`
}

/** A text that is not the dash by which flow logs say that there is none. */
export const notDash = (text: string) => (isNothing(text) ? text : sql`nullif(nullif(${text}, '-'), '')`)
