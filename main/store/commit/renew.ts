import { Problem } from '../../../shared/problem.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { wellFormed } from '../well-formed.ts'
import type { LedgerLine } from './ledger.ts'

/** A line of the ledger whose object is read again in this transaction. */
export interface Withdrawn {
  readonly object_id: number
  readonly uri: string
  readonly sha256: string | null
  /** Events of it, stored or stored elsewhere. */
  readonly records: number
}

/**
 * Takes objects out of the case, so that the transaction can store them anew: their events, what those repeat, their
 * bad records and their lines. Events that other objects repeat are remembered: `renew` wants them back. Error `refused`
 * for an object whose events contradict others: which came first is part of what a conflict says.
 */
export async function withdraw(tx: Db, objectIds: readonly number[]): Promise<readonly Withdrawn[]> {
  if (objectIds.length === 0) return []
  const ids = objectIds.map((id) => Math.trunc(id)).join(', ')
  const [torn] = await tx.all<{ object_id: number }>(
    `SELECT object_id FROM conflict WHERE object_id IN (${ids})
     UNION SELECT other_object_id FROM conflict WHERE other_object_id IN (${ids})`,
  )
  if (torn) {
    throw new Problem(
      'refused',
      `object ${torn.object_id} holds events that contradict those of other objects, so it stays as it was read; import it into another case to read it anew`,
    )
  }
  const lines = await tx.all<Withdrawn>(
    `SELECT object_id, uri, sha256, events + duplicates AS records FROM object WHERE object_id IN (${ids})`,
  )
  await tx.run(sql`
    CREATE OR REPLACE TEMP TABLE needed AS
    SELECT object_id, ordinal, id FROM event
    WHERE object_id IN (${ids}) AND (object_id, ordinal) IN (SELECT (object_id, ordinal) FROM event_origin WHERE object_id IN (${ids}))`)
  for (const from of ['event', 'bad_record', 'lake_file', 'object']) {
    await tx.run(`DELETE FROM ${from} WHERE object_id IN (${ids})`)
  }
  await tx.run(`DELETE FROM event_origin WHERE other_object_id IN (${ids})`)
  return lines
}

/**
 * Gives what was read now the number that the object had, as duplicates, archives and people's notes name it; answers
 * how numbers of this batch are to be told. Error `refused` when less was read than before, or an event that other
 * objects repeat is gone: then the transaction must be given up, and everything stays as it was.
 */
export async function renew(
  tx: Db,
  withdrawn: readonly Withdrawn[],
  lines: readonly LedgerLine[],
): Promise<(objectId: number) => number> {
  if (withdrawn.length === 0) return (objectId) => objectId
  const numbers = new Map<number, number>()
  for (const before of withdrawn) {
    const now = lines.find(({ object }) => wellFormed(object.uri) === before.uri && object.sha256 === before.sha256)
    const records = now && (now.state === 'stored' || now.state === 'partial') ? now.events + now.duplicates : 0
    if (!now || records < before.records) {
      const why = now?.reason ? ` (${now.reason})` : ''
      throw new Problem(
        'refused',
        `read again, it gives ${records} records where ${before.records} are stored${why}: what was read before stays`,
      )
    }
    numbers.set(now.objectId, before.object_id)
    for (const [table, column] of named) {
      await tx.run(`UPDATE ${table} SET ${column} = $old WHERE ${column} = $new`, {
        old: before.object_id,
        new: now.objectId,
      })
    }
  }
  const [gone] = await tx.all<{ object_id: number; ordinal: number }>(sql`
    SELECT needed.object_id, needed.ordinal FROM needed
    LEFT JOIN event ON event.object_id = needed.object_id AND event.ordinal = needed.ordinal AND event.id = needed.id
    WHERE event.id IS NULL
    LIMIT 1`)
  await tx.run(sql`DROP TABLE temp.needed`)
  if (gone) {
    throw new Problem(
      'refused',
      `read again, record ${gone.ordinal} of object ${gone.object_id} is another event, which other objects repeat: what was read before stays`,
    )
  }
  return (objectId) => numbers.get(objectId) ?? objectId
}

/** Where the number of an object stands. */
const named = [
  ['event', 'object_id'],
  ['bad_record', 'object_id'],
  ['lake_file', 'object_id'],
  ['event_origin', 'object_id'],
  ['event_origin', 'other_object_id'],
  ['conflict', 'object_id'],
  ['conflict', 'other_object_id'],
  ['object', 'object_id'],
  ['object', 'parent'],
] as const
