import { Option } from 'commander'
import { type ExportFormat, type ExportWhat, exportFormats } from '../../shared/api.ts'
import { DetectionFilter } from '../../shared/detection.ts'
import type { EventColumnName } from '../../shared/event.ts'
import type { Context, Register } from './context.ts'
import { examples } from './examples.ts'
import { Ended, exitCodes } from './exit-codes.ts'
import { exportFile, formatOf } from './export-file.ts'
import { inCase } from './in-case.ts'
import { columnsOption, timeOption } from './options.ts'
import { safeJson } from './printable.ts'
import { written } from './written.ts'

interface Options {
  readonly case: string
  readonly output: string
  readonly format?: ExportFormat
  readonly search?: string
  readonly from?: string
  readonly to?: string
  readonly at?: string
  readonly columns?: readonly EventColumnName[]
  readonly json?: true
}

/** `coldtrail export VIEW|SQL --case DIR -o FILE` */
export const exportCommand: Register = (program, context, end) => {
  program
    .command('export')
    .description(
      'write events, what rules found, weaknesses of identities, the ledger of objects, the acquisition manifest, or the rows of a query to a file',
    )
    .argument('<view|sql>', 'events, hits, findings, iam, iam-ocsf, objects, manifest, or one SELECT')
    .requiredOption('--case <dir>', 'folder of the case')
    .requiredOption('-o, --output <file>', 'file to write')
    .addOption(
      new Option('--format <format>', 'format of the file (default: as its extension says)').choices(exportFormats),
    )
    .option('--search <search>', 'events only: those that this search finds')
    .option('--from <time>', 'events only: at this time or later, UTC', timeOption)
    .option('--to <time>', 'events only: before this time, UTC', timeOption)
    .option('--at <time>', 'iam and iam-ocsf only: as identities were at this time, UTC', timeOption)
    .option('--columns <names>', 'events only: these columns, between commas', columnsOption)
    .option('--json', 'print what was written as one JSON document')
    .addHelpText(
      'after',
      examples(
        'export events --case intrusion.coldtrail -o events.csv --from 2024-01-15 --to 2024-01-16',
        'export events --case intrusion.coldtrail -o denied.jsonl --search "outcome:denied" --columns time,actor,service,action',
        'export hits --case intrusion.coldtrail -o hits.csv',
        'export objects --case intrusion.coldtrail -o ledger.csv',
        'export manifest --case intrusion.coldtrail -o manifest.json',
        'export iam --case intrusion.coldtrail -o identities.csv',
        'export iam-ocsf --case intrusion.coldtrail -o identities.ocsf.json',
        `export "SELECT * FROM event WHERE service = 'iam'" --case intrusion.coldtrail -o iam.parquet`,
      ),
    )
    .action(async (view: string, options: Options) => end(await exportView(context, view, options)))
}

async function exportView(context: Context, view: string, options: Options): Promise<number> {
  const what = whatOf(view, options)
  const format = options.format ?? formatOf(options.output)
  if (format === null) {
    throw new Ended(
      exitCodes.usage,
      `'${options.output}' names no format: end it in .${exportFormats.join(', .')}, or give --format`,
    )
  }
  const result = await inCase(context, { dir: options.case }, (door) =>
    exportFile(context, door, what, format, options.output),
  )
  const { path, rows, bytes, sha256 } = result
  if (options.json) await context.terminal.print(`${safeJson(JSON.stringify({ path, rows, bytes, sha256 }))}\n`)
  else await context.terminal.line(written(result))
  return exitCodes.fine
}

/** What a person means by a view or a query, and the options that only events have. */
export function whatOf(view: string, options: Pick<Options, 'search' | 'from' | 'to' | 'columns' | 'at'>): ExportWhat {
  const { search = '', from = null, to = null, columns = null, at = null } = options
  const isIam = view === 'iam' || view === 'iam-ocsf'
  if (at !== null && !isIam)
    throw new Ended(exitCodes.usage, '--at is for iam and iam-ocsf: weaknesses as they were then')
  if (view === 'events') {
    const order = { column: 'time', descending: false } as const
    return { kind: 'events', filter: { search, from, to }, columns: columns && [...columns], order }
  }
  const given = (['search', 'from', 'to', 'columns'] as const).find((name) => options[name] !== undefined)
  if (given !== undefined) throw new Ended(exitCodes.usage, `--${given} is for events: say the same in SQL`)
  if (view === 'objects' || view === 'manifest') return { kind: view }
  if (view === 'findings' || view === 'hits') return { kind: view, found: DetectionFilter.parse({}) }
  if (isIam) return { kind: 'iam', which: 'both', shape: view === 'iam' ? 'findings' : 'ocsf', at }
  if (/\s/.test(view.trim())) return { kind: 'sql', sql: view }
  throw new Ended(
    exitCodes.usage,
    `'${view}' is neither events, hits, findings, iam, iam-ocsf, objects, manifest nor a SELECT`,
  )
}
