import { stat } from 'node:fs/promises'
import { hashFile } from './hash-file.ts'
import type { CaseFile } from './store/case-file.ts'
import { bytesAt } from './store/evidence.ts'

/** Where the bytes of an object lie: a file with the hash that the ledger has of it. */
export interface KeptBytes {
  readonly path: string
  readonly sha256: string
  /** Place of the object in the file, when that is an archive. */
  readonly entry: number | null
}

/** Where the evidence of an object is, or a sentence that says why there is none. */
export async function whereKept(file: CaseFile, objectId: number): Promise<KeptBytes | string> {
  const row = await ledgerRow(file, objectId)
  if (!row) return `object ${objectId} is not in the ledger`
  const archive = row.evidence === 'member' && row.parent !== null ? await ledgerRow(file, row.parent) : row
  if (!archive?.sha256 || archive.evidence === 'none') return 'no evidence was kept of this object'
  if (archive.evidence === 'in-place' && archive.evidence_path === null)
    return 'the ledger does not say where the evidence is'
  const path = bytesAt(file.path, archive.sha256, archive.evidence === 'in-place' ? archive.evidence_path : null)
  return { path, sha256: archive.sha256, entry: row.entry }
}

const unchanged = new Map<string, string>()

/** Whether a file still has its hash; hashed once, and again when its size or time of change is another. */
export async function isUnchanged({ path, sha256 }: Pick<KeptBytes, 'path' | 'sha256'>): Promise<boolean> {
  const { size, mtimeMs, ctimeMs } = await stat(path)
  const state = `${sha256} ${size} ${mtimeMs} ${ctimeMs}`
  if (unchanged.get(path) === state) return true
  if ((await hashFile(path)) !== sha256) return false
  if (unchanged.size > 10_000) unchanged.clear()
  unchanged.set(path, state)
  return true
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
