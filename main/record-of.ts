import type { Answers } from '../shared/answers.ts'
import { readRecord } from './decode/read-record.ts'
import { isUnchanged, whereKept } from './kept-bytes.ts'
import { parquetRecord } from './parquet-record.ts'
import type { CaseFile } from './store/case-file.ts'

type Raw = Pick<Answers['event'], 'raw' | 'rawIs' | 'rawProblem' | 'rawCutAt'>

/** More bytes than this of one record is not shown; the whole of it is in the evidence. */
const mostText = 5_000_000

/**
 * The record as logged, read back from the evidence. Bytes that no longer have the hash of the ledger are not shown:
 * they are not what was imported.
 */
export async function recordOf(file: CaseFile, objectId: number, ordinal: number): Promise<Raw> {
  const kept = await whereKept(file, objectId)
  if (typeof kept === 'string') return without(kept)
  try {
    if (!(await isUnchanged(kept))) {
      return without(`${kept.path} no longer has the bytes that were imported`)
    }
    const parquet = await parquetRecord(file, kept, ordinal)
    const record = parquet ? parquet.row && Buffer.from(parquet.row) : await readRecord(kept.path, kept.entry, ordinal)
    if (!record) return without(`the evidence holds no record ${ordinal}`)
    const raw = record.subarray(0, mostText).toString('utf8')
    return {
      raw,
      rawIs: parquet ? 'row' : 'logged',
      rawProblem: null,
      rawCutAt: record.length > mostText ? mostText : null,
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return without(`the evidence cannot be read: ${reason}`)
  }
}

function without(rawProblem: string): Raw {
  return { raw: null, rawIs: 'logged', rawProblem, rawCutAt: null }
}
