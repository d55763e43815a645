import { writeFile } from 'node:fs/promises'
import { Option } from 'commander'
import { exportFormats } from '../../shared/api.ts'
import type { SqlResult } from '../../shared/rows.ts'
import type { Context, Register } from './context.ts'
import { examples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { exportFile, exportToStdout, formatOf } from './export-file.ts'
import { inCase } from './in-case.ts'
import { table } from './table.ts'
import { written } from './written.ts'

const formats = ['table', ...exportFormats] as const

interface Options {
  readonly case: string
  readonly format?: (typeof formats)[number]
  readonly json?: true
  readonly output?: string
}

/** `coldtrail sql --case DIR 'SELECT …'` */
export const sqlCommand: Register = (program, context, end) => {
  program
    .command('sql')
    .description('ask a case in SQL: one SELECT over event, object and the other tables')
    .argument('<query>', 'one SELECT')
    .requiredOption('--case <dir>', 'folder of the case')
    .addOption(
      new Option('--format <format>', 'how rows are written (default: as the file is named, else a table)').choices(
        formats,
      ),
    )
    .option('--json', 'the same as --format json')
    .option('-o, --output <file>', 'write to this file instead of stdout')
    .addHelpText(
      'after',
      examples(
        `sql --case intrusion.coldtrail "SELECT service, action, count(*) AS calls FROM event GROUP BY ALL ORDER BY calls DESC LIMIT 20"`,
        `sql --case intrusion.coldtrail "SELECT * FROM event WHERE outcome = 'denied'" --format jsonl`,
        `sql --case intrusion.coldtrail "SELECT time, actor, source_ip FROM event" -o rows.parquet`,
      ),
    )
    .action(async (query: string, options: Options) => end(await ask(context, query, options)))
}

async function ask(context: Context, sql: string, { output, ...options }: Options): Promise<number> {
  const format = options.json ? 'json' : (options.format ?? (output === undefined ? null : formatOf(output)) ?? 'table')
  await inCase(context, { dir: options.case }, async (door) => {
    if (format !== 'table') {
      const what = { kind: 'sql', sql } as const
      if (output === undefined) return exportToStdout(context, door, what, format)
      return context.terminal.say(written(await exportFile(context, door, what, format, output)))
    }
    const result = await door.api.sql({ sql }, context.signal)
    if (output === undefined) await context.terminal.print(sqlTable(result))
    else await writeFile(output, sqlTable(result))
    if (result.truncated !== null) {
      context.terminal.say(`not all rows are here: ${result.truncated}; --format jsonl gives all of them`)
    }
  })
  return exitCodes.fine
}

const numbers = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*)$/

function sqlTable({ columns, rows }: SqlResult): string {
  return table(
    columns.map(({ name, type }) => ({ title: name, right: numbers.test(type) })),
    rows,
  )
}
