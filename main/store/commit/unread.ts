import { isUtf8 } from 'node:buffer'
import type { Batch } from '../../../shared/batch.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { wellFormed } from '../well-formed.ts'
import { framedLines } from './framed-lines.ts'
import type { LinesFile } from './insert-lines.ts'

/** Records of an object that were framed and are not in the database. */
export interface Unread {
  readonly count: number
  /** The first 100. */
  readonly records: readonly { readonly ordinal: number; readonly reason: string }[]
}

const told = 100

/**
 * Finds the records that DuckDB left out: `inserted` says how many rows each object came to, and only where that is
 * fewer than were framed are the lines looked at again, to name them and to say why.
 */
export async function unread(
  tx: Db,
  batch: Batch,
  files: readonly LinesFile[],
  base: number,
  inserted: ReadonlyMap<number, number>,
  without: ReadonlySet<number>,
): Promise<ReadonlyMap<number, Unread>> {
  const short = batch.objects.flatMap((object, o) =>
    !without.has(o) && (inserted.get(o) ?? 0) < object.records ? [o] : [],
  )
  if (short.length === 0) return new Map()

  const missing = new Map<number, Set<number>>()
  for (const o of short) missing.set(o, await missingOrdinals(tx, base + o, upTo(batch, o)))
  const found = new Map<number, { ordinal: number; reason: string }[]>()
  const counts = new Map<number, number>()
  for (const { path, shredded } of files) {
    if (shredded) continue
    for await (const lines of framedLines(path)) {
      for (const { o, n, bytes } of lines) {
        if (!missing.get(o)?.has(n)) continue
        counts.set(o, (counts.get(o) ?? 0) + 1)
        const records = found.get(o) ?? []
        found.set(o, records)
        if (records.length < told) records.push({ ordinal: n, reason: whyUnread(bytes) })
      }
    }
  }
  return new Map(
    short.map((o) => {
      const lost = (batch.objects[o]?.records ?? 0) - (inserted.get(o) ?? 0)
      return [o, { count: Math.max(lost, counts.get(o) ?? 0), records: found.get(o) ?? [] }]
    }),
  )
}

function upTo(batch: Batch, o: number): number {
  const object = batch.objects[o]
  return object ? object.records + object.badCount : 0
}

async function missingOrdinals(tx: Db, objectId: number, upTo: number): Promise<Set<number>> {
  const rows = await tx.all<{ n: number }>(
    sql`
      SELECT range AS n FROM range($upTo)
      WHERE range NOT IN (SELECT ordinal FROM event WHERE object_id = $objectId)`,
    { upTo, objectId },
  )
  return new Set(rows.map(({ n }) => n))
}

/** One sentence about a framed line that DuckDB could not read. */
function whyUnread(line: Buffer): string {
  if (!isUtf8(line)) return 'its bytes are not UTF-8'
  try {
    const record = JSON.parse(line.toString('utf8')).r
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      return `it is ${article(record)}, not an object`
    }
    if (Object.values(record).every((value) => value === null)) return 'it is an object without any value'
    return /\\ud[89a-f]/i.test(JSON.stringify(record))
      ? 'it holds half of a surrogate pair, which is no Unicode text'
      : 'the database could not read it'
  } catch (error) {
    return wellFormed(`it is no JSON: ${String(error instanceof Error ? error.message : error).slice(0, 200)}`)
  }
}

function article(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
