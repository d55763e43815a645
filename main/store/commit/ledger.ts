import type { DecodedObject } from '../../../shared/batch.ts'
import type { ObjectState } from '../../../shared/case.ts'
import { sql } from '../../../shared/sql.ts'
import type { Db } from '../db.ts'
import { evidenceName } from '../evidence.ts'
import { wellFormed } from '../well-formed.ts'

/** A new line of the ledger: what an object was found to be and what its records came to. */
export interface LedgerLine {
  readonly object: DecodedObject
  readonly objectId: number
  readonly parent: number | null
  readonly state: ObjectState
  readonly reason: string | null
  readonly events: number
  readonly duplicates: number
  readonly conflicts: number
  readonly badCount: number
  readonly bad: readonly { readonly ordinal: number; readonly reason: string }[]
  /** Time of its earliest and latest record, as DuckDB writes it. */
  readonly first: string | null
  readonly last: string | null
}

const linesAtOnce = 2000

/** Writes lines of the ledger and the bad records that they tell of. */
export async function writeLedger(
  tx: Db,
  lines: readonly LedgerLine[],
  stamp: { readonly importId: number; readonly at: string; readonly who: string },
): Promise<void> {
  for (let from = 0; from < lines.length; from += linesAtOnce) {
    const some = lines.slice(from, from + linesAtOnce)
    await tx.run(insertObjects, { lines: JSON.stringify(some.map(ledgerRow)), ...stamp })
    const bad = some.flatMap(({ objectId, bad }) =>
      bad.map(({ ordinal, reason }) => ({ object_id: objectId, ordinal, reason: wellFormed(reason) })),
    )
    if (bad.length > 0) await tx.run(insertBad, { bad: JSON.stringify(bad) })
  }
}

/** Strikes lines of failures that a later import made good; one that others stand on stays. */
export async function strike(tx: Db, objectIds: readonly number[]): Promise<void> {
  if (objectIds.length === 0) return
  const struck = `object_id IN (${objectIds.join(', ')}) AND object_id NOT IN (SELECT parent FROM object WHERE parent IS NOT NULL)`
  await tx.run(`DELETE FROM bad_record WHERE ${struck}`)
  await tx.run(`DELETE FROM object WHERE ${struck}`)
}

const shape = {
  object_id: 'UINTEGER',
  uri: 'VARCHAR',
  parent: 'UINTEGER',
  entry: 'UINTEGER',
  state: 'VARCHAR',
  reason: 'VARCHAR',
  format: 'VARCHAR',
  bytes: 'BIGINT',
  sha256: 'VARCHAR',
  modified_at: 'VARCHAR',
  metadata: 'VARCHAR',
  evidence: 'VARCHAR',
  evidence_path: 'VARCHAR',
  events: 'UINTEGER',
  duplicates: 'UINTEGER',
  conflicts: 'UINTEGER',
  bad_records: 'UINTEGER',
  first: 'VARCHAR',
  last: 'VARCHAR',
  unmapped: 'VARCHAR',
} as const

const insertObjects = sql`
  INSERT INTO object BY NAME
  SELECT
    l.* REPLACE (
      try_cast(try_cast(l.modified_at AS TIMESTAMPTZ) AS TIMESTAMP) AS modified_at,
      try_cast(try_cast(l."first" AS TIMESTAMPTZ) AS TIMESTAMP) AS "first",
      try_cast(try_cast(l."last" AS TIMESTAMPTZ) AS TIMESTAMP) AS "last"
    ),
    $importId AS import_id,
    CAST(CAST($at AS TIMESTAMPTZ) AS TIMESTAMP) AS imported_at,
    $who AS imported_by
  FROM (SELECT unnest(from_json($lines, '[${JSON.stringify(shape)}]')) l)`

const insertBad = sql`
  INSERT INTO bad_record
  SELECT b.object_id, b.ordinal, b.reason
  FROM (SELECT unnest(from_json($bad, '[{"object_id":"UINTEGER","ordinal":"UINTEGER","reason":"VARCHAR"}]')) b)`

function ledgerRow(line: LedgerLine): Record<keyof typeof shape, string | number | null> {
  const { object } = line
  const { keeping } = object
  return {
    object_id: line.objectId,
    uri: wellFormed(object.uri),
    parent: line.parent,
    entry: keeping.kind === 'member' ? keeping.entry : null,
    state: line.state,
    reason: line.reason === null ? null : wellFormed(line.reason),
    format: object.format,
    bytes: object.bytes,
    sha256: object.sha256,
    modified_at: object.modifiedAt,
    metadata: object.metadata === null ? null : wellFormed(JSON.stringify(object.metadata)),
    evidence: keeping.kind,
    evidence_path: evidenceOf(object),
    events: line.events,
    duplicates: line.duplicates,
    conflicts: line.conflicts,
    bad_records: line.badCount,
    first: line.first,
    last: line.last,
    unmapped: Object.keys(object.unmapped).length === 0 ? null : JSON.stringify(object.unmapped),
  }
}

function evidenceOf({ keeping, sha256 }: DecodedObject): string | null {
  if (keeping.kind === 'in-place') return wellFormed(keeping.path)
  return keeping.kind === 'copied' && sha256 !== null ? evidenceName(sha256) : null
}
