import { randomUUID } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Checked, Handlers } from '../shared/api.ts'
import type { ExportResult, Progress } from '../shared/job.ts'
import { Problem } from '../shared/problem.ts'
import { writeIamFindings } from './export-iam.ts'
import { hashFile } from './hash-file.ts'
import { overLake } from './lake.ts'
import { moveInto } from './move-into.ts'
import type { CaseFile } from './store/case-file.ts'
import { exportMarks } from './store/marks/exchange.ts'
import { exportRows as writeRows } from './store/read/export.ts'
import { writeManifest } from './store/read/manifest.ts'
import { who } from './store/who.ts'

/**
 * Writes events, the rows of a query, the ledger, the manifest or weaknesses of identities to a file: whole, or not at all. DuckDB may write in the case's tmp
 * folder only, so it writes there and the file is moved to where the person wants it.
 */
export async function exportRows(
  file: CaseFile,
  { what, format, path }: Checked<'startExport'>,
  version: string,
  iam: Pick<Handlers<'case'>, 'iamCheck' | 'iamPaths'>,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<ExportResult> {
  const target = resolve(path)
  const folder = await stat(dirname(target)).catch(() => null)
  if (!folder?.isDirectory()) throw new Problem('not-found', `there is no folder '${dirname(target)}' to write to`)

  const written = join(file.tmp, `export-${randomUUID()}`)
  const tell = (phase: string, rows: number) =>
    report({
      phase,
      objects: { done: 0, total: 1 },
      bytes: { done: 0, total: null },
      rows,
      rowsPerSecond: 0,
      secondsLeft: null,
    })
  const write = async (to: string): Promise<number> => {
    if (what.kind === 'marks') return exportMarks(file.db, await file.info(), to, signal)
    if (what.kind === 'iam') return writeIamFindings(iam, what, format, to, version, signal)
    if (what.kind !== 'manifest')
      return writeRows(file.db, what, format, to, signal, (query, asked) => overLake(file, query, asked))
    const manifest = await manifestOf(file, version)
    return writeManifest(file.db, manifest, format, to, signal, (objects) => tell('writing', objects))
  }
  try {
    tell('writing', 0)
    const rows = await write(written)
    tell('hashing', rows)
    const result = { path: target, rows, bytes: (await stat(written)).size, sha256: await hashFile(written) }
    await moveInto(written, target)
    file.audit('exported', { what, format, ...result })
    return result
  } finally {
    await rm(written, { force: true })
  }
}

async function manifestOf(file: CaseFile, version: string) {
  const { id, name, path, createdAt } = await file.info()
  const writtenAt = new Date().toISOString()
  return { tool: `Coldtrail ${version}`, case: { id, name, path, createdAt }, writtenAt, writtenBy: who() }
}
