import type { Seal } from '../../shared/proof.ts'
import { sql } from '../../shared/sql.ts'
import type { Db } from './db.ts'
import { wellFormed } from './well-formed.ts'

const shape = {
  kind: 'VARCHAR',
  uri: 'VARCHAR',
  objectId: 'UINTEGER',
  verdict: 'VARCHAR',
  reason: 'VARCHAR',
  digestId: 'UINTEGER',
  link: 'VARCHAR',
  from: 'VARCHAR',
  to: 'VARCHAR',
}
const atOnce = 5000

/** Puts what the signatures say in the place of what they said before, and the verdict of each object into the ledger. */
export async function saveSeals(tx: Db, seals: readonly Seal[], at: string): Promise<void> {
  await tx.run(sql`DELETE FROM seal`)
  for (let from = 0; from < seals.length; from += atOnce) {
    const some = seals.slice(from, from + atOnce)
    await tx.run(insert, {
      at,
      rows: JSON.stringify(some, (_, value) => (typeof value === 'string' ? wellFormed(value) : value)),
    })
  }
  await tx.run(sql`UPDATE object SET integrity = NULL WHERE integrity IS NOT NULL`)
  await tx.run(sql`
    UPDATE object SET integrity = told.integrity
    FROM (
      SELECT object_id, CASE verdict WHEN 'sealed' THEN verdict ELSE concat_ws(': ', verdict, reason) END AS integrity
      FROM seal WHERE object_id IS NOT NULL
    ) AS told
    WHERE object.object_id = told.object_id`)
}

const insert = sql`
  INSERT INTO seal
  SELECT s.kind, s.uri, s."objectId", s.verdict, s.reason, s."digestId", s.link,
    CAST(try_cast(s."from" AS TIMESTAMPTZ) AS TIMESTAMP), CAST(try_cast(s."to" AS TIMESTAMPTZ) AS TIMESTAMP),
    CAST(CAST($at AS TIMESTAMPTZ) AS TIMESTAMP)
  FROM (SELECT unnest(from_json($rows, '${JSON.stringify([shape])}')) AS s)`
