import { stat } from 'node:fs/promises'
import type { Checked } from '../shared/api.ts'
import type { ImportResult, ObjectState } from '../shared/case.ts'
import type { Progress } from '../shared/job.ts'
import type { Retry } from '../shared/ledger.ts'
import { Problem } from '../shared/problem.ts'
import { bring, Tally, tasksOf } from './collect.ts'
import { decoders } from './decode/index.ts'
import { isUnchanged } from './kept-bytes.ts'
import { originalPath } from './original-path.ts'
import type { Found } from './source/folder.ts'
import type { CaseFile } from './store/case-file.ts'
import { bytesAt } from './store/evidence.ts'

/**
 * Reads objects again that were not read, or not wholly: from the evidence, or from their original place where nothing
 * was kept. What can be read now takes the place of the failure in the ledger (store/commit/fate.ts); of a partial
 * object, only if no less is read than before. What cannot be read again stays, with the reason among the problems.
 * Errors: `bad-input` for an unknown format, `not-found` when nothing is to be read again.
 */
export async function retryObjects(
  file: CaseFile,
  { which, as }: Checked<'startRetry'>,
  report: (progress: Progress) => void,
  onCommit: () => void,
  signal: AbortSignal,
): Promise<ImportResult> {
  if (as !== null && !decoders.has(as)) {
    throw new Problem('bad-input', `there is no format '${as}' among ${[...decoders.keys()].join(', ')}`)
  }
  const lines = await chosen(file, which)
  if (lines.length === 0)
    throw new Problem('not-found', 'no such object: only partial, skipped and rejected ones are read again')
  const tally = new Tally(report)
  const sources = new Map<string, Source>()
  for (const line of lines) {
    signal.throwIfAborted()
    const source = sources.get(placeOf(line)) ?? (await sourceOf(file, line))
    if (typeof source === 'string') tally.stays(line.uri, line.state, source)
    else
      sources.set(placeOf(line), {
        ...source,
        again: [...source.again, ...(line.state === 'partial' ? [line.object_id] : [])],
      })
  }
  for (const { found } of sources.values()) tally.found(found)
  const asked = { retry: which, objects: lines.map(({ object_id }) => object_id), as }
  return bring(file, asked, tasks([...sources.values()], as), false, tally, onCommit, signal)
}

interface Line {
  readonly object_id: number
  readonly uri: string
  readonly state: ObjectState
  /** Of the file that holds it: the object itself, or the archive that it is a member of. */
  readonly whole_uri: string
  readonly whole_sha256: string | null
  readonly evidence: 'copied' | 'in-place' | 'none'
  readonly evidence_path: string | null
  readonly modified_at: string | null
  readonly metadata: string | null
  readonly in_place: boolean
}

/** A file to read, and the objects of the ledger that it is to take the place of. */
interface Source {
  readonly found: Found
  readonly inPlace: boolean
  readonly again: readonly number[]
}

function chosen(file: CaseFile, which: Retry): Promise<Line[]> {
  const condition =
    'objects' in which
      ? 'list_contains(from_json($wanted, \'["UINTEGER"]\'), o.object_id)'
      : 'list_contains(from_json($wanted, \'["VARCHAR"]\'), o.state)'
  return file.db.all<Line>(
    `SELECT o.object_id, o.uri, o.state, w.uri AS whole_uri, w.sha256 AS whole_sha256, w.evidence, w.evidence_path,
       w.modified_at, w.metadata, coalesce(json_extract_string(i.what, '$.inPlace') = 'true', false) AS in_place
     FROM object o
     JOIN object w ON w.object_id = coalesce(o.parent, o.object_id)
     LEFT JOIN import i ON i.import_id = w.import_id
     WHERE o.state IN ('partial', 'skipped', 'rejected') AND ${condition}
     ORDER BY o.object_id`,
    { wanted: JSON.stringify('objects' in which ? which.objects : which.states) },
  )
}

function placeOf(line: Line): string {
  return `${line.whole_sha256} ${line.whole_uri}`
}

/** The file to read an object from, or why it cannot be read again. */
async function sourceOf(file: CaseFile, line: Line): Promise<Source | string> {
  const { evidence, evidence_path, whole_sha256: sha256, whole_uri: uri } = line
  const kept = sha256 !== null && evidence !== 'none'
  const original = originalPath(uri)
  const path = kept ? bytesAt(file.path, sha256, evidence === 'in-place' ? evidence_path : null) : original
  if (path === null)
    return 'its bytes were not kept, and it did not come from a file of this machine: import or collect it again'
  try {
    const status = await stat(path)
    if (!status.isFile()) return `${path} is no file`
    if (kept && !(await isUnchanged({ path, sha256 }))) return `${path} no longer has the bytes that were imported`
    const metadata = line.metadata === null ? null : (JSON.parse(line.metadata) as Record<string, unknown>)
    const modifiedAt = kept ? line.modified_at : status.mtime.toISOString()
    return {
      found: { uri, path, bytes: status.size, modifiedAt, metadata, unreadable: null },
      inPlace: kept ? evidence === 'in-place' : line.in_place,
      again: [],
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return kept
      ? `its evidence cannot be read: ${why}`
      : `its bytes were not kept, and its original place cannot be read: ${why}`
  }
}

/** An object that takes another's place is a batch by itself: if it must stay as it was, nothing else does. */
function tasks(sources: readonly Source[], as: string | null) {
  const together = (inPlace: boolean) =>
    tasksOf(
      sources.filter((source) => source.again.length === 0 && source.inPlace === inPlace).map(({ found }) => found),
      { as, inPlace },
    )
  const alone = sources
    .filter(({ again }) => again.length > 0)
    .map(({ found, inPlace, again }) => ({ objects: [found], as, inPlace, again }))
  return [...together(false), ...together(true), ...alone].map((task, number) => ({ ...task, number }))
}
