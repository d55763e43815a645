import { eventColumnNames, eventColumns } from '../../../shared/event.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

const mostSaid = 200
const mostCompared = 20
const mostColumns = 5
const mostSigns = 100

type Amiss = 'altered' | 'other' | 'missing' | 'gone' | 'invented' | 'twice'

interface Row {
  readonly object_id: number
  readonly ordinal: number
  readonly amiss: Amiss
  readonly kept_object: number | null
  readonly kept_ordinal: number | null
}

/** The first of what is amiss in a comparison, a sentence each; of events that were altered, which columns and how. */
export async function differencesOf(
  db: Db,
  { amiss, events }: { readonly amiss: string; readonly events: readonly string[] },
  signal: Signal,
): Promise<readonly { readonly objectId: number; readonly reason: string }[]> {
  const rows = await db.all<Row>(
    sql`SELECT object_id, ordinal, amiss, kept_object, kept_ordinal FROM ${amiss} ORDER BY object_id, ordinal LIMIT ${String(mostSaid)}`,
    {},
    signal,
  )
  const altered = rows.filter((row) => row.amiss === 'altered').slice(0, mostCompared)
  const columns = altered.length === 0 ? new Map() : await columnsOf(db, altered, events, signal)
  return rows.map((row) => ({
    objectId: row.object_id,
    reason: said(row, columns.get(`${row.object_id} ${row.ordinal}`) ?? ''),
  }))
}

function said({ ordinal, amiss, kept_object, kept_ordinal }: Row, columns: string): string {
  const kept = `event ${kept_ordinal} of object ${kept_object}`
  switch (amiss) {
    case 'altered':
      return `altered: event ${ordinal} is not what its record says${columns === '' ? '' : `: ${columns}`}`
    case 'other':
      return `altered: record ${ordinal} is told to be ${kept} once more, and says something else`
    case 'missing':
      return `missing: record ${ordinal} has no event in the case`
    case 'gone':
      return `missing: record ${ordinal} is told to be ${kept} once more, which is not in the case`
    case 'invented':
      return `invented: the evidence holds no record ${ordinal}, the case tells of one`
    case 'twice':
      return `invented: record ${ordinal} is one record, and the case tells of it more than once`
  }
}

const columns = eventColumnNames.filter((name) => name !== 'object_id' && name !== 'ordinal')
const asText = columns.map((name) => `CAST("${name}" AS VARCHAR) AS "${name}"`).join(', ')

/** Which columns of events differ from their records, by object and ordinal. */
async function columnsOf(
  db: Db,
  altered: readonly Row[],
  events: readonly string[],
  signal: Signal,
): Promise<ReadonlyMap<string, string>> {
  const places = altered.map(({ object_id, ordinal }) => `(${object_id}, ${ordinal})`).join(', ')
  type Said = Readonly<Record<string, string | null>> & { readonly object_id: number; readonly ordinal: number }
  const held = await db.all<Said>(
    sql`SELECT object_id, ordinal, ${asText} FROM event WHERE (object_id, ordinal) IN (${places})`,
    {},
    signal,
  )
  const found = new Map<string, string>()
  for (const each of events)
    for (const record of await db.all<Said>(
      sql`SELECT "@object" AS object_id, ordinal, ${asText} FROM (${each}) WHERE ("@object", ordinal) IN (${places})`,
      {},
      signal,
    )) {
      const event = held.find((one) => one.object_id === record.object_id && one.ordinal === record.ordinal)
      const differing = columns.filter((name) => event?.[name] !== record[name])
      const some = differing
        .slice(0, mostColumns)
        .map(
          (name) => `${eventColumns[name].title} is ${short(event?.[name])}, its record gives ${short(record[name])}`,
        )
      const more = differing.length - some.length
      found.set(
        `${record.object_id} ${record.ordinal}`,
        [...some, ...(more > 0 ? [`${more} more columns`] : [])].join('; '),
      )
    }
  return found
}

function short(value: string | null | undefined): string {
  if (value == null) return 'nothing'
  return JSON.stringify(value.length > mostSigns ? `${value.slice(0, mostSigns)}…` : value)
}
