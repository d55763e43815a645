import { createReadStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, extname, join, resolve } from 'node:path'
import { type ExportFormat, type ExportWhat, exportFormats } from '../../shared/api.ts'
import type { ExportResult } from '../../shared/job.ts'
import { Problem } from '../../shared/problem.ts'
import type { Context, Door } from './context.ts'
import { Ended, exitCodes } from './exit-codes.ts'
import { printableLines, safeJson } from './printable.ts'
import { runJob } from './run-job.ts'

/** Writes a file; relative to where the person stands, for the engine stands elsewhere. */
export async function exportFile(
  context: Context,
  door: Door,
  what: ExportWhat,
  format: ExportFormat,
  file: string,
): Promise<ExportResult> {
  const path = resolve(file)
  if (!(await isFolder(dirname(path))))
    throw new Ended(exitCodes.usage, `cannot write '${path}': there is no such folder`)
  const job = await runJob(context, door, () => door.api.startExport({ what, format, path }))
  if (job.state === 'cancelled' || job.result === null || !('path' in job.result)) {
    throw new Problem('cancelled', 'cancelled; nothing was written')
  }
  return job.result
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  )
}

/** Writes to stdout, by way of a file of this user's own: all rows, however many. */
export async function exportToStdout(
  context: Context,
  door: Door,
  what: ExportWhat,
  format: ExportFormat,
): Promise<void> {
  if (format === 'parquet' && context.terminal.watched) {
    throw new Ended(exitCodes.usage, 'parquet is not for a terminal: name a file with -o, or pipe it')
  }
  const folder = await mkdtemp(join(tmpdir(), 'coldtrail-out-'))
  try {
    const file = join(folder, `rows.${format}`)
    await exportFile(context, door, what, format, file)
    const shown = format === 'csv' ? printableLines : safeJson
    if (context.terminal.watched) {
      for await (const text of createReadStream(file, 'utf8')) await context.terminal.print(shown(text))
    } else {
      for await (const bytes of createReadStream(file)) await context.terminal.print(bytes)
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The format that a file's extension names, or null. */
export function formatOf(file: string): ExportFormat | null {
  const extension = extname(file).slice(1).toLowerCase()
  return exportFormats.find((format) => format === (extension === 'ndjson' ? 'jsonl' : extension)) ?? null
}
