import { resolve } from 'node:path'
import type { ReportVerified } from '../../shared/job.ts'
import type { Context } from './context.ts'
import { exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { safeJson } from './printable.ts'
import { count } from './quantities.ts'
import { runJob } from './run-job.ts'

/** Checks the HTML file of a report against its case. Exit code 1 when anything of it does not hold. */
export async function verifyReport(context: Context, file: string, dir: string, json: boolean): Promise<number> {
  const path = resolve(file)
  const job = await inCase(context, { dir }, (door) =>
    runJob(context, door, () => door.api.startVerifyReport({ path })),
  )
  const result = job.result !== null && 'stands' in job.result ? job.result : null
  if (result === null) return exitCodes.cancelled
  const { terminal } = context
  if (json) await terminal.print(`${safeJson(JSON.stringify(result))}\n`)
  else for (const line of told(result)) await terminal.line(line)
  return result.stands ? exitCodes.fine : exitCodes.problems
}

function told({
  stands,
  isAsWritten,
  written,
  otherCase,
  figures,
  sources,
  sha256,
  title,
}: ReportVerified): readonly string[] {
  const broken = figures.filter(({ holds }) => !holds)
  return [
    `${stands ? 'the report holds' : 'THE REPORT DOES NOT HOLD'}: ${title} (sha256 ${sha256})`,
    `page: ${isAsWritten ? 'as Coldtrail wrote it, byte for byte' : 'CHANGED since Coldtrail wrote it: what it shows is not what its figures say'}`,
    written === null
      ? 'audit log: NO LINE says that this case wrote this very file: its words may be anybody’s'
      : `audit log: written ${written.at} by ${written.by} (line ${written.line})`,
    ...(otherCase === null ? [] : [`case: ${otherCase}`]),
    `figures: ${count(figures.length - broken.length, 'figure')} of ${figures.length} the same when computed again`,
    ...broken.map(({ number, title: name, reason }) => `figure ${number}, ${name}: ${reason}`),
    ...sources.map(({ object_id, reason }) => `object ${object_id}: ${reason}`),
  ]
}
