import { createReadStream, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as z from 'zod'
import { sql } from '../../shared/sql.ts'
import { parseAuditLine } from './audit.ts'
import type { Db } from './db.ts'

/**
 * left.json: the newest line of the audit log, and, of a case that was closed, a digest of its ledger. A log that was cut is
 * still a chain, and a line of the ledger has no hash: without this nobody would see either.
 */
const Left = z.object({
  audit: z.object({ line: z.number(), sha256: z.string() }).nullable(),
  ledger: z.string().nullable(),
})
type Left = z.infer<typeof Left>

/**
 * Writes down how a case is left. Not waited for: a power cut only takes the knowledge. On closing the file is there, and made
 * anew it would lie in a folder that somebody is about to remove.
 */
export async function leaveBehind(casePath: string, db: Db, audit: Left['audit'], isClosed: boolean): Promise<void> {
  const left: Left = { audit, ledger: isClosed ? await ledgerDigest(db) : null }
  writeFileSync(
    leftPath(casePath),
    `${JSON.stringify(left)}
`,
    { flag: isClosed ? 'r+' : 'w' },
  )
}

/** What was changed since the case was left, in sentences; after a crash the ledger is not known and not judged. */
export async function changedSince(
  casePath: string,
  db: Db,
  newest: Left['audit'],
  hasCrashed: boolean,
): Promise<readonly string[]> {
  const left = readLeft(casePath)
  if (left === null) return []
  const found: string[] = []
  if (left.audit !== null && newest?.sha256 !== left.audit.sha256 && !(await holdsLine(casePath, left.audit)))
    found.push(
      `the audit log was cut or rewritten: it has no line ${left.audit.line} with the hash that it had when the case was left`,
    )
  const ledger = left.ledger === null || hasCrashed ? null : await ledgerDigest(db)
  const isComparable = ledger?.split(' ')[0] === left.ledger?.split(' ')[0]
  if (ledger !== null && isComparable && ledger !== left.ledger)
    found.push('the ledger was changed: it is not as it was when the case was closed')
  return found
}

function readLeft(casePath: string): Left | null {
  try {
    return Left.parse(JSON.parse(readFileSync(leftPath(casePath), 'utf8')))
  } catch {
    return null
  }
}

function leftPath(casePath: string): string {
  return join(casePath, 'left.json')
}

/** Over every line of the ledger, in any order; MD5 is what DuckDB has as a number. Begins with the version that wrote values as text. */
async function ledgerDigest(db: Db): Promise<string> {
  const [row] = await db.all<{ engine: string; objects: number; digest: string | null }>(sql`
    SELECT version() AS engine, count(*) AS objects, CAST(bit_xor(md5_number(CAST(to_json(line) AS VARCHAR))) AS VARCHAR) AS digest
    FROM (
      SELECT object_id, uri, parent, entry, state, reason, format, bytes, sha256, modified_at, metadata, evidence,
        evidence_path, import_id, imported_at, imported_by, events, duplicates, conflicts, bad_records, "first", "last"
      FROM object
    ) AS line`)
  return `${row?.engine} ${row?.objects} ${row?.digest ?? ''}`
}

async function holdsLine(casePath: string, { line, sha256 }: NonNullable<Left['audit']>): Promise<boolean> {
  for await (const text of createInterface({ input: createReadStream(join(casePath, 'audit.jsonl')) })) {
    const found = parseAuditLine(text)
    if (found?.seq === line) return found.hash === sha256
  }
  return false
}
