import { sql } from '../../shared/sql.ts'
import type { Db } from './db.ts'

/** An object of the ledger whose bytes the case answers for. */
export interface HeldObject {
  readonly object_id: number
  readonly uri: string
  readonly format: string | null
  readonly sha256: string
  /** SHA-256 of the file that holds it: its own, or its archive's. */
  readonly file_sha256: string
  /** Where that file lies when it was imported in place. */
  readonly in_place: string | null
  /** Place in the archive. */
  readonly entry: number | null
  /** User metadata that CloudTrail puts on digests. */
  readonly signature: string | null
  readonly backfill: boolean
}

/** All objects with kept or referenced bytes, in the order of the files that hold them. */
export async function heldObjects(db: Db): Promise<readonly HeldObject[]> {
  return db.all<HeldObject>(sql`
    SELECT
      o.object_id,
      o.uri,
      o.format,
      o.sha256,
      coalesce(archive.sha256, o.sha256) AS file_sha256,
      CASE coalesce(archive.evidence, o.evidence)
        WHEN 'in-place' THEN coalesce(archive.evidence_path, o.evidence_path)
      END AS in_place,
      o.entry,
      o.metadata->'user'->>'signature' AS signature,
      (o.metadata->'user'->>'backfill-generation-timestamp') IS NOT NULL OR o.uri LIKE '%backfill.json.gz' AS backfill
    FROM object o
    LEFT JOIN object archive ON archive.object_id = o.parent AND o.evidence = 'member'
    WHERE o.sha256 IS NOT NULL AND coalesce(archive.evidence, o.evidence) IN ('copied', 'in-place')
    ORDER BY file_sha256, in_place, o.object_id`)
}
