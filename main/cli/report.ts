import { dirname, resolve } from 'node:path'
import { Option } from 'commander'
import { unloggedSaid } from '../../shared/job.ts'
import { Problem } from '../../shared/problem.ts'
import { type ReportFormat, reportFiles, reportFormatOf, reportFormats } from '../../shared/report/formats.ts'
import type { Context, Door, Register } from './context.ts'
import { examples } from './examples.ts'
import { Ended, exitCodes } from './exit-codes.ts'
import { isFolder } from './export-file.ts'
import { inCase } from './in-case.ts'
import { safeJson } from './printable.ts'
import { count, size } from './quantities.ts'
import { runJob } from './run-job.ts'

interface Options {
  readonly case: string
  readonly output: string
  readonly format?: ReportFormat
  readonly draft?: true
  readonly share?: true
  readonly json?: true
}

/** `coldtrail report --case DIR -o FILE` */
export const reportCommand: Register = (program, context, end) => {
  program
    .command('report')
    .description('write the report of a case to a file; a case without one gets a first draft')
    .requiredOption('--case <dir>', 'folder of the case')
    .requiredOption('-o, --output <file>', 'file to write')
    .addOption(
      new Option('--format <format>', 'format of the file (default: as its extension says)').choices(reportFormats),
    )
    .option('--draft', 'make a new first draft in place of the report that is there (can be undone in the interface)')
    .option(
      '--share',
      'put pseudonyms in the place of accounts, identities, addresses, keys and names; the case keeps who they are',
    )
    .option('--json', 'print what was written as one JSON document')
    .addHelpText(
      'after',
      examples('report --case intrusion.coldtrail -o report.html', 'verify report.html --case intrusion.coldtrail'),
    )
    .action(async (options: Options) => end(await report(context, options)))
}

async function report(context: Context, options: Options): Promise<number> {
  const path = resolve(options.output)
  const format = options.format ?? formatOf(path)
  if (!(await isFolder(dirname(path))))
    throw new Ended(exitCodes.usage, `cannot write '${path}': there is no such folder`)
  const result = await inCase(context, { dir: options.case }, async (door) => {
    await prepare(context, door, options.draft === true)
    const job = await runJob(context, door, () => door.api.startReport({ format, path, share: options.share === true }))
    if (job.state === 'cancelled' || job.result === null || !('rows' in job.result))
      throw new Problem('cancelled', 'cancelled; nothing was written')
    return job.result
  })
  const { rows, bytes, sha256 } = result
  if (result.isUnlogged) context.terminal.say(unloggedSaid)
  if (options.json)
    await context.terminal.print(
      `${safeJson(JSON.stringify({ path, format, shared: options.share === true, rows, bytes, sha256 }))}\n`,
    )
  else
    await context.terminal.line(
      `report (${size(bytes)}, ${count(rows, 'row')} of figures) written to ${path}, sha256 ${sha256}`,
    )
  return exitCodes.fine
}

async function prepare({ terminal }: Context, { api }: Door, anew: boolean): Promise<void> {
  const { blocks } = await api.report({})
  if (!anew && blocks.length > 0) return
  const { blocks: drafted } = await api.draftReport({})
  terminal.say(`made a first draft of ${count(drafted.length, 'block')}`)
}

function formatOf(path: string): ReportFormat {
  const format = reportFormatOf(path)
  if (format !== null) return format
  const endings = reportFormats.map((each) => `.${reportFiles[each].extension}`)
  throw new Ended(exitCodes.usage, `'${path}' names no format: end it in ${endings.join(', ')}, or give --format`)
}
