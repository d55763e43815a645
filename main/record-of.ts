import type { Answers } from '../shared/api.ts'
import { readRecord } from './decode/read-record.ts'
import { isUnchanged, whereKept } from './kept-bytes.ts'
import type { CaseFile } from './store/case-file.ts'

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
