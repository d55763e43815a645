import type { Answers } from '../../shared/answers.ts'
import type { Checked } from '../../shared/api.ts'
import type { Seal, SealVerdict, Verification, VerifyResult } from '../../shared/proof.ts'
import type { Signal } from '../../shared/signal.ts'
import { sql } from '../../shared/sql.ts'
import type { Db } from './db.ts'
import { utc } from './imports.ts'
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
      SELECT object_id,
        arg_min(CASE verdict WHEN 'sealed' THEN verdict ELSE concat_ws(': ', verdict, reason) END, ${gravity}) AS integrity
      FROM seal WHERE object_id IS NOT NULL
      GROUP BY object_id
    ) AS told
    WHERE object.object_id = told.object_id`)
}

/** Keeps what a verification came to. */
export async function saveVerification(tx: Db, { at, by, result }: Omit<Verification, 'newer'>): Promise<void> {
  await tx.run(sql`INSERT INTO verification VALUES (${utc('at')}, $by, $result)`, {
    at,
    by,
    result: JSON.stringify(result, (_, value) => (typeof value === 'string' ? wellFormed(value) : value)),
  })
}

/** The last verification that was kept. */
export async function lastVerification(db: Db, signal?: Signal): Promise<Verification | null> {
  const [row] = await db.all<Omit<Verification, 'result'> & { readonly result: string }>(
    sql`
      SELECT verified_at AS at, verified_by AS "by", result,
        (SELECT count(*) FROM object WHERE imported_at > verified_at) AS newer
      FROM verification
      ORDER BY verified_at DESC
      LIMIT 1`,
    {},
    signal,
  )
  return row ? { ...row, result: JSON.parse(row.result) as VerifyResult } : null
}

/** Lines of the proof, the gravest first, then by address. Every word of the search has to be in the address or the reason. */
export async function seals(
  db: Db,
  { verdict, kind, search, offset, limit }: Checked<'seals'>,
  signal?: Signal,
): Promise<Answers['seals']> {
  const words = search.trim().split(/\s+/).filter(Boolean)
  const conditions = [
    ...(kind === null ? [] : ['kind = $kind']),
    ...words.map((_, at) => `contains(lower(concat_ws(' ', uri, reason)), lower($word_${at}))`),
  ]
  const every = conditions.join(' AND ') || 'true'
  const params = {
    ...(kind === null ? {} : { kind }),
    ...Object.fromEntries(words.map((word, at) => [`word_${at}`, word])),
  }
  const counted = await db.all<{ verdict: SealVerdict; lines: number }>(
    sql`SELECT verdict, count(*) AS lines FROM seal WHERE ${every} GROUP BY verdict`,
    params,
    signal,
  )
  const asked = counted.filter((one) => verdict === null || one.verdict === verdict)
  const rows = await db.all<Seal>(
    sql`
      SELECT kind, uri, object_id AS "objectId", verdict, reason, digest_id AS "digestId", link, "from", "to"
      FROM seal
      WHERE ${every} AND ($verdict IS NULL OR verdict = $verdict)
      ORDER BY ${gravity}, uri, kind, object_id
      LIMIT $limit OFFSET $offset`,
    { ...params, verdict, limit, offset },
    signal,
  )
  return {
    total: asked.reduce((sum, { lines }) => sum + lines, 0),
    verdicts: Object.fromEntries(counted.map((one) => [one.verdict, one.lines])),
    rows,
  }
}

/** What a person must look at comes first. */
const gravity = "list_position(['altered', 'missing', 'not-listed', 'unverifiable', 'not-covered', 'sealed'], verdict)"

const insert = sql`
  INSERT INTO seal
  SELECT s.kind, s.uri, s."objectId", s.verdict, s.reason, s."digestId", s.link,
    CAST(try_cast(s."from" AS TIMESTAMPTZ) AS TIMESTAMP), CAST(try_cast(s."to" AS TIMESTAMPTZ) AS TIMESTAMP),
    CAST(CAST($at AS TIMESTAMPTZ) AS TIMESTAMP)
  FROM (SELECT unnest(from_json($rows, '${JSON.stringify([shape])}')) AS s)`
