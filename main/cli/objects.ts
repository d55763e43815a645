import { Option } from 'commander'
import { type ObjectRow, type ObjectState, objectStates } from '../../shared/case.ts'
import { type ObjectProof, objectProofs } from '../../shared/proof.ts'
import type { Context, Door, Register } from './context.ts'
import { examples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { safeJson } from './printable.ts'
import { table } from './table.ts'

interface Options {
  readonly case: string
  readonly state?: ObjectState
  readonly format?: string
  readonly search?: string
  readonly proof?: ObjectProof
  readonly unmapped?: true
  readonly json?: true
}

/** `coldtrail objects --case DIR` */
export const objectsCommand: Register = (program, context, end) => {
  program
    .command('objects')
    .description('list every object that was brought into a case, and what became of it')
    .requiredOption('--case <dir>', 'folder of the case')
    .addOption(new Option('--state <state>', 'only objects that ended so').choices(objectStates))
    .option('--format <format>', 'only objects that were read as this log format; none for those of no format')
    .option('--search <words>', 'only objects with these words in their address, reason or hash')
    .addOption(
      new Option('--proof <verdict>', 'only objects of which the last verification said so').choices(objectProofs),
    )
    .option('--unmapped', 'list instead the fields that were seen and that their format does not know')
    .option('--json', 'print one JSON document a line')
    .addHelpText(
      'after',
      examples(
        'objects --case intrusion.coldtrail',
        'objects --case intrusion.coldtrail --state rejected --json',
        'objects --case intrusion.coldtrail --unmapped',
      ),
    )
    .action(async (options: Options) => end(await (options.unmapped ? listFields : list)(context, options)))
}

async function list(context: Context, options: Options): Promise<number> {
  return inCase(context, { dir: options.case }, async (door) => {
    let first = true
    for await (const rows of pages(context, door, options)) {
      await context.terminal.print(options.json ? rows.map(objectLine).join('') : objectTable(rows, first))
      first = false
    }
    return exitCodes.fine
  })
}

async function* pages(
  { signal }: Context,
  { api }: Door,
  { state, format, search, proof }: Pick<Options, 'state' | 'format' | 'search' | 'proof'>,
): AsyncGenerator<readonly ObjectRow[]> {
  const which = {
    state: state ?? null,
    format: format === 'none' ? '' : (format ?? null),
    search: search ?? '',
    proof: proof ?? null,
  }
  for (let offset = 0; ; ) {
    const { rows, total } = await api.objects({ ...which, offset, limit: 1000 }, signal)
    if (rows.length > 0 || offset === 0) yield rows
    offset += rows.length
    if (rows.length === 0 || offset >= total) return
  }
}

/** Fields seen and not mapped, by format: what the events hold in `extra` and no column tells of. */
async function listFields(context: Context, options: Options): Promise<number> {
  const { unmapped } = await inCase(context, { dir: options.case }, ({ api }) => api.ledger({}, context.signal))
  if (options.json) {
    await context.terminal.print(unmapped.map((field) => `${safeJson(JSON.stringify(field))}\n`).join(''))
    return exitCodes.fine
  }
  const columns = [
    { title: 'format' },
    { title: 'field' },
    { title: 'records', right: true },
    { title: 'objects', right: true },
  ]
  await context.terminal.print(
    table(
      columns,
      unmapped.map(({ format, field, records, objects }) => [format, field, records, objects]),
    ),
  )
  return exitCodes.fine
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
