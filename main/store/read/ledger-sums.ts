import type { LedgerSum, LedgerSums } from '../../../shared/ledger.ts'
import type { Signal } from '../../../shared/signal.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'

/** Adds the ledger up by state and format, and says where it does not agree with the events that are stored. */
export async function ledgerSums(db: Db, signal?: Signal): Promise<LedgerSums> {
  const lines = await db.all<LedgerSum>(
    sql`
      SELECT
        state,
        format,
        count(*) AS objects,
        coalesce(sum(bytes) FILTER (parent IS NULL), 0)::BIGINT AS bytes,
        sum(events)::BIGINT AS events,
        sum(duplicates)::BIGINT AS duplicates,
        sum(conflicts)::BIGINT AS conflicts,
        sum(bad_records)::BIGINT AS bad_records
      FROM object
      GROUP BY state, format
      ORDER BY list_position(['stored', 'partial', 'duplicate', 'skipped', 'rejected'], state), format NULLS LAST`,
    {},
    signal,
  )
  const [stored] = await db.all<{ events: number; astray: number; verified: boolean }>(
    sql`
      SELECT
        (SELECT count(*) FROM event) AS events,
        EXISTS (SELECT 1 FROM verification) AS verified,
        (SELECT count(*) FROM (
          SELECT object_id, count(*) AS events FROM event GROUP BY object_id
        ) AS held FULL JOIN object USING (object_id)
        WHERE coalesce(held.events, 0) <> coalesce(object.events, 0)) AS astray`,
    {},
    signal,
  )
  const { events = 0, astray = 0, verified = false } = stored ?? {}
  const told = lines.reduce((sum, line) => sum + line.events, 0)
  return { lines, events, amiss: amiss(told, events, astray), verified, unmapped: await unmapped(db, signal) }
}

function amiss(told: number, stored: number, astray: number): readonly string[] {
  return [
    ...(told === stored ? [] : [`the ledger tells of ${told} events, the case holds ${stored}`]),
    ...(astray === 0 ? [] : [`${astray} objects hold another number of events than their line of the ledger says`]),
  ]
}

function unmapped(db: Db, signal: Signal | undefined): Promise<LedgerSums['unmapped'][number][]> {
  return db.all<LedgerSums['unmapped'][number]>(
    sql`
      SELECT format, field.key AS field, count(*) AS objects, sum(CAST(field.value AS BIGINT))::BIGINT AS records
      FROM object, json_each(object.unmapped) AS field
      WHERE object.unmapped IS NOT NULL
      GROUP BY format, field.key
      ORDER BY records DESC, format, field
      LIMIT 1000`,
    {},
    signal,
  )
}
