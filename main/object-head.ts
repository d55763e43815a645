import { stat } from 'node:fs/promises'
import type { ObjectHead } from '../shared/ledger.ts'
import { readHead } from './decode/read-head.ts'
import { isUnchanged, whereKept } from './kept-bytes.ts'
import { originalPath } from './original-path.ts'
import type { CaseFile } from './store/case-file.ts'
import { objectDetail } from './store/read/object-detail.ts'

/**
 * The beginning of an object, whatever it is. Bytes that were not kept are read from their original place, but only
 * while they still have the hash of the ledger: another file there would be shown as what it is not.
 */
export async function objectHead(file: CaseFile, objectId: number): Promise<ObjectHead> {
  const { uri, sha256, bytes } = await objectDetail(file.db, objectId)
  const nothing = (problem: string): ObjectHead => ({ from: null, problem, bytes, stored: '', inside: null })
  const kept = await whereKept(file, objectId)
  const original = originalPath(uri)
  const from = typeof kept === 'string' ? 'original' : 'evidence'
  if (typeof kept === 'string' && (sha256 === null || original === null)) {
    return nothing(
      sha256 === null ? 'its bytes could never be read' : `${notKept} and cannot be read where it came from`,
    )
  }
  const { path, entry, ...known } =
    typeof kept === 'string' ? { path: original ?? '', entry: null, sha256: sha256 ?? '' } : kept
  try {
    if (!(await stat(path)).isFile()) return nothing(`${path} is no file`)
    if (!(await isUnchanged({ path, ...known }))) {
      return nothing(
        from === 'evidence'
          ? `${path} no longer has the bytes that were imported`
          : `${notKept}, and at its original place there are other bytes now`,
      )
    }
    const head = await readHead(path, entry)
    if (!head) return nothing('the archive holds no such entry')
    return {
      from,
      problem: null,
      bytes: head.bytes,
      stored: head.stored.toString('hex'),
      inside: head.inside?.toString('hex') ?? null,
    }
  } catch (error) {
    if (from === 'original' && isMissing(error)) return nothing(`${notKept}, and at its original place it is gone`)
    return nothing(`it cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const notKept = 'it was not kept in the case'

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
