import type { AuditEntry } from '../../shared/audit.ts'
import type { Context, Register } from './context.ts'
import { examples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { safeJson } from './printable.ts'
import { table } from './table.ts'

interface Options {
  readonly case: string
  readonly search?: string
  readonly action?: string
  readonly json?: true
}

/** `coldtrail audit --case DIR` */
export const auditCommand: Register = (program, context, end) => {
  program
    .command('audit')
    .description('list what was done to a case, by whom and when, newest first; verify walks its chain of hashes')
    .requiredOption('--case <dir>', 'folder of the case')
    .option('--search <words>', 'only lines that hold these words')
    .option('--action <action>', 'only lines of this kind, such as import-begun')
    .option('--json', 'print one JSON document a line')
    .addHelpText(
      'after',
      examples('audit --case intrusion.coldtrail', 'audit --case intrusion.coldtrail --action sql-run'),
    )
    .action(async (options: Options) => end(await list(context, options)))
}

async function list(context: Context, { case: dir, search, action, json }: Options): Promise<number> {
  return inCase(context, { dir }, async ({ api }) => {
    for (let offset = 0; ; ) {
      const input = { search: search ?? '', action: action ?? null, offset, limit: 1000 }
      const { rows, total } = await api.auditLog(input, context.signal)
      if (rows.length > 0 || offset === 0)
        await context.terminal.print(json ? rows.map(auditLine).join('') : auditTable(rows, offset === 0))
      offset += rows.length
      if (rows.length === 0 || offset >= total) return exitCodes.fine
    }
  })
}

function auditLine({ details, ...entry }: AuditEntry): string {
  const isWritten = entry.seq !== null
  return `${safeJson(JSON.stringify({ ...entry, details: isWritten ? JSON.parse(details) : details }))}\n`
}

function auditTable(rows: readonly AuditEntry[], withTitles: boolean): string {
  const text = table(
    [{ title: 'line', right: true }, { title: 'time' }, { title: 'who' }, { title: 'what' }, { title: 'details' }],
    rows.map(({ seq, at, who, action, details }) => [seq, at, who, action, details.replace(/\s+/g, ' ').slice(0, 200)]),
  )
  return withTitles ? text : text.split('\n').slice(2).join('\n')
}
