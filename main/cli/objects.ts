import { Option } from 'commander'
import { type ObjectRow, type ObjectState, objectStates } from '../../shared/case.ts'
import type { Context, Door, Register } from './context.ts'
import { examples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { safeJson } from './printable.ts'
import { table } from './table.ts'

interface Options {
  readonly case: string
  readonly state?: ObjectState
  readonly json?: true
}

/** `coldtrail objects --case DIR` */
export const objectsCommand: Register = (program, context, end) => {
  program
    .command('objects')
    .description('list every object that was brought into a case, and what became of it')
    .requiredOption('--case <dir>', 'folder of the case')
    .addOption(new Option('--state <state>', 'only objects that ended so').choices(objectStates))
    .option('--json', 'print one JSON document a line')
    .addHelpText(
      'after',
      examples('objects --case intrusion.coldtrail', 'objects --case intrusion.coldtrail --state rejected --json'),
    )
    .action(async (options: Options) => end(await list(context, options)))
}

async function list(context: Context, options: Options): Promise<number> {
  return inCase(context, { dir: options.case }, async (door) => {
    let first = true
    for await (const rows of pages(context, door, options.state ?? null)) {
      await context.terminal.print(options.json ? rows.map(objectLine).join('') : objectTable(rows, first))
      first = false
    }
    return exitCodes.fine
  })
}

async function* pages(
  { signal }: Context,
  { api }: Door,
  state: ObjectState | null,
): AsyncGenerator<readonly ObjectRow[]> {
  for (let offset = 0; ; ) {
    const { rows, total } = await api.objects({ state, offset, limit: 1000 }, signal)
    if (rows.length > 0 || offset === 0) yield rows
    offset += rows.length
    if (rows.length === 0 || offset >= total) return
  }
}

/** One line of `--json`: the fields of the contract, in its order. */
export function objectLine(row: ObjectRow): string {
  const { uri, state, reason, format, events, duplicates, bytes, sha256, first, last, integrity } = row
  const fields = { uri, state, reason, format, events, duplicates, bytes, sha256, first, last, integrity }
  return `${safeJson(JSON.stringify(fields))}\n`
}

function objectTable(rows: readonly ObjectRow[], withTitles: boolean): string {
  const text = table(
    [
      { title: 'state' },
      { title: 'format' },
      { title: 'events', right: true },
      { title: 'duplicates', right: true },
      { title: 'bytes', right: true },
      { title: 'first' },
      { title: 'last' },
      { title: 'object' },
      { title: 'reason' },
    ],
    rows.map((row) => [
      row.state,
      row.format,
      row.events,
      row.duplicates,
      row.bytes,
      row.first,
      row.last,
      row.uri,
      row.reason,
    ]),
  )
  return withTitles ? text : text.split('\n').slice(2).join('\n')
}
