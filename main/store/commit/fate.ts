import type { Batch, DecodedObject } from '../../../shared/batch.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { wellFormed } from '../well-formed.ts'

/** What becomes of an object of a batch, before any of its records are looked at. */
export type Fate =
  /** A new line of the ledger. */
  | { readonly kind: 'fresh' }
  /** A new line of the ledger, but its bytes are those of `of`, so its records are not read again. */
  | { readonly kind: 'duplicate'; readonly of: number; readonly reason: string }
  /** The ledger has this very object, or failed on it in the same way before: no new line. */
  | {
      readonly kind: 'there'
      readonly objectId: number
      readonly state: 'duplicate' | 'skipped' | 'rejected'
      readonly reason: string | null
    }

export interface Fates {
  readonly of: readonly Fate[]
  /** Lines of the ledger about failures that this batch has made good, or has failed on for another reason. */
  readonly superseded: readonly {
    readonly objectId: number
    readonly uri: string
    readonly state: string
    readonly reason: string | null
  }[]
}

/**
 * Compares the objects of a batch with the ledger and with each other. The n-th object becomes `base + n` if it is
 * new; `known` gives the object that holds the bytes of a SHA-256.
 */
export async function fates(
  tx: Db,
  batch: Batch,
  base: number,
  known: (sha256: string) => number | undefined,
): Promise<Fates> {
  const before = await ledgerLines(tx, batch.objects)
  const uriOf = await urisOf(
    tx,
    batch.objects.flatMap(({ sha256 }) => (sha256 === null ? [] : (known(sha256) ?? []))),
  )
  const superseded = new Map<number, Line>()
  const byBytes = new Map<string, number>()
  const byName = new Map<string, number>()

  const decide = (object: DecodedObject, place: number): Fate => {
    const { sha256, uri } = object
    const name = `${sha256} ${uri}`
    const twin = byName.get(name)
    if (twin !== undefined) return there(twin, 'this very object is in the batch twice')
    const lines = before.get(place) ?? []
    const held = lines.find((line) => line.sha256 === sha256 && !failed(line.state))
    if (held) return there(held.object_id, `already in the case as object ${held.object_id}`)

    const readable = !failed(object.state)
    const failures = lines.filter((line) => failed(line.state))
    if (!readable) {
      const again = failures.find(
        (line) => line.sha256 === sha256 && line.state === object.state && line.reason === object.reason,
      )
      if (again)
        return {
          kind: 'there',
          objectId: again.object_id,
          state: object.state as 'skipped' | 'rejected',
          reason: again.reason,
        }
    }
    for (const line of failures) superseded.set(line.object_id, line)
    byName.set(name, base + place)
    if (!readable || sha256 === null) return { kind: 'fresh' }

    const stored = known(sha256)
    if (stored !== undefined) return sameBytes(stored, uriOf.get(stored) ?? 'unknown')
    const earlier = byBytes.get(sha256)
    if (earlier !== undefined) return sameBytes(base + earlier, batch.objects[earlier]?.uri ?? 'unknown')
    byBytes.set(sha256, place)
    return { kind: 'fresh' }
  }

  const of = batch.objects.map(decide)
  return {
    of,
    superseded: [...superseded.values()].map(({ object_id, uri, state, reason }) => ({
      objectId: object_id,
      uri,
      state,
      reason,
    })),
  }
}

interface Line {
  readonly place: number
  readonly object_id: number
  readonly uri: string
  readonly sha256: string | null
  readonly state: string
  readonly reason: string | null
}

/** Lines of the ledger with the URI of an object of the batch and its bytes, or with no bytes because they could not be read. */
async function ledgerLines(tx: Db, objects: readonly DecodedObject[]): Promise<ReadonlyMap<number, readonly Line[]>> {
  const wanted = objects.map(({ uri, sha256 }, place) => ({ place, uri: wellFormed(uri), sha256 }))
  const lines = await tx.all<Line>(
    sql`
      SELECT w.place, o.object_id, o.uri, o.sha256, o.state, o.reason
      FROM object o
      JOIN (SELECT unnest(from_json($wanted, '[{"place":"UINTEGER","uri":"VARCHAR","sha256":"VARCHAR"}]')) w) ON o.uri = w.uri
      WHERE o.sha256 IS NULL OR o.sha256 = w.sha256
      ORDER BY o.object_id`,
    { wanted: JSON.stringify(wanted) },
  )
  const byPlace = new Map<number, Line[]>()
  for (const line of lines) byPlace.set(line.place, [...(byPlace.get(line.place) ?? []), line])
  return byPlace
}

async function urisOf(tx: Db, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.all<{ object_id: number; uri: string }>(
    `SELECT object_id, uri FROM object WHERE object_id IN (${[...new Set(ids)].join(', ')})`,
  )
  return new Map(rows.map(({ object_id, uri }) => [object_id, uri]))
}

function failed(state: string): boolean {
  return state === 'skipped' || state === 'rejected'
}

function there(objectId: number, reason: string): Fate {
  return { kind: 'there', objectId, state: 'duplicate', reason }
}

function sameBytes(of: number, uri: string): Fate {
  return { kind: 'duplicate', of, reason: `same bytes as object ${of}, ${uri}` }
}
