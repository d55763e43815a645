import { stat } from 'node:fs/promises'
import type { Answers } from '../shared/api.ts'
import { readRecord } from './decode/read-record.ts'
import { hashFile } from './hash-file.ts'
import type { CaseFile } from './store/case-file.ts'
import { evidencePath } from './store/evidence.ts'

type Raw = Pick<Answers['event'], 'raw' | 'rawProblem' | 'rawCutAt'>

/** More bytes than this of one record is not shown; the whole of it is in the evidence. */
const mostText = 5_000_000

/**
 * The record as logged, read back from the evidence. Bytes that no longer have the hash of the ledger are not shown:
 * they are not what was imported.
 */
export async function recordOf(file: CaseFile, objectId: number, ordinal: number): Promise<Raw> {
  const kept = await whereKept(file, objectId)
  if (typeof kept === 'string') return { raw: null, rawProblem: kept, rawCutAt: null }
  try {
    if (!(await isUnchanged(kept))) {
      return { raw: null, rawProblem: `${kept.path} no longer has the bytes that were imported`, rawCutAt: null }
    }
    const record = await readRecord(kept.path, kept.entry, ordinal)
    if (!record) return { raw: null, rawProblem: `the evidence holds no record ${ordinal}`, rawCutAt: null }
    const raw = record.subarray(0, mostText).toString('utf8')
    return { raw, rawProblem: null, rawCutAt: record.length > mostText ? mostText : null }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { raw: null, rawProblem: `the evidence cannot be read: ${reason}`, rawCutAt: null }
  }
}

const unchanged = new Map<string, string>()

/** Hashes a file once, and again when its size or time of change is another. */
async function isUnchanged({ path, sha256 }: Kept): Promise<boolean> {
  const { size, mtimeMs, ctimeMs } = await stat(path)
  const state = `${sha256} ${size} ${mtimeMs} ${ctimeMs}`
  if (unchanged.get(path) === state) return true
  if ((await hashFile(path)) !== sha256) return false
  if (unchanged.size > 10_000) unchanged.clear()
  unchanged.set(path, state)
  return true
}

interface Kept {
  readonly path: string
  readonly sha256: string
  readonly entry: number | null
}

async function whereKept(file: CaseFile, objectId: number): Promise<Kept | string> {
  const row = await ledgerRow(file, objectId)
  if (!row) return `object ${objectId} is not in the ledger`
  const archive = row.evidence === 'member' && row.parent !== null ? await ledgerRow(file, row.parent) : row
  if (!archive?.sha256) return 'no evidence was kept of this object'
  const path = archive.evidence === 'in-place' ? archive.evidence_path : evidencePath(file.path, archive.sha256)
  if (path === null) return 'the ledger does not say where the evidence is'
  return { path, sha256: archive.sha256, entry: row.entry }
}

async function ledgerRow(file: CaseFile, objectId: number) {
  const [row] = await file.db.all<{
    parent: number | null
    entry: number | null
    evidence: string
    evidence_path: string | null
    sha256: string | null
  }>('SELECT parent, entry, evidence, evidence_path, sha256 FROM object WHERE object_id = $objectId', {
    objectId,
  })
  return row
}
