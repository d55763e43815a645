import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as z from 'zod'
import { sql } from '../../shared/sql.ts'
import { Audit, type AuditLine, parseAuditLine } from './audit.ts'
import type { Db } from './db.ts'
import { who } from './who.ts'
import { writeWhole } from './whole-file.ts'

/**
 * left.json: the newest line of the audit log, and, of a case that was closed, a digest of its ledger. A log that was cut is
 * still a chain, and a line of the ledger has no hash: without this nobody would see either. That a case has this file stands
 * in its audit log, so that taking it away is seen as well.
 */
const Left = z.object({
  audit: z.object({ line: z.number(), sha256: z.string() }).nullable(),
  ledger: z.string().nullable(),
})
type Left = z.infer<typeof Left>

/** Stands in the details of a line of the audit log, from which on the case has left.json. */
export const keepsLeft = { keeps: 'left.json' } as const

/**
 * Writes down how a case is left, so that a crash leaves the old or the new file. On closing the file is there, and made anew
 * it would lie in a folder that somebody is about to remove.
 */
export async function leaveBehind(casePath: string, db: Db, audit: Left['audit'], isClosed: boolean): Promise<void> {
  if (!isClosed) return write(casePath, { audit, ledger: null })
  const text = textOf({ audit, ledger: await ledgerDigest(db) })
  const file = await open(leftPath(casePath), 'r+')
  try {
    const { bytesWritten } = await file.write(text, 0)
    await file.truncate(bytesWritten)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The same for a case that came without the file, in a bundle. */
export async function leaveUnpacked(casePath: string): Promise<void> {
  const audit = Audit.open(casePath, who())
  const { newest } = audit
  audit.close()
  await write(casePath, { audit: newest, ledger: null })
}

/** What was changed since the case was left, in sentences; after a crash the ledger is not known and not judged. */
export async function changedSince(
  casePath: string,
  db: Db,
  newest: Left['audit'],
  hasCrashed: boolean,
): Promise<readonly string[]> {
  const left = readLeft(casePath)
  if (left === null) {
    // What is written on closing may be torn by a crash; the file itself is there before anything else is done.
    const isTorn = hasCrashed && existsSync(leftPath(casePath))
    return !isTorn && (await findLine(casePath, isKept)) !== null ? [gone] : []
  }
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

const gone =
  'left.json is gone or not as Coldtrail wrote it: whether the audit log was cut, or the ledger changed, since the case was left can no longer be told'

function isKept({ details }: AuditLine): boolean {
  return (details as { readonly keeps?: unknown } | null)?.keeps === keepsLeft.keeps
}

function readLeft(casePath: string): Left | null {
  try {
    return Left.parse(JSON.parse(readFileSync(leftPath(casePath), 'utf8')))
  } catch {
    return null
  }
}

function write(casePath: string, left: Left): Promise<void> {
  return writeWhole(leftPath(casePath), textOf(left))
}

function textOf(left: Left): string {
  return `${JSON.stringify(left)}\n`
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
  return (await findLine(casePath, ({ seq }) => seq === line))?.hash === sha256
}

/** The first line of the audit log that is such; null: there is none. */
async function findLine(casePath: string, isIt: (line: AuditLine) => boolean): Promise<AuditLine | null> {
  for await (const text of createInterface({ input: createReadStream(join(casePath, 'audit.jsonl')) })) {
    const found = parseAuditLine(text)
    if (found !== null && isIt(found)) return found
  }
  return null
}
