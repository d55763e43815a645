import { everything } from '../../shared/filter.ts'
import type { ViewFilter } from '../../shared/ossec.ts'
import type { Source } from '../../shared/source.ts'
import type { Context, Door, Register } from './context.ts'
import { examples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { printableLines, safeJson } from './printable.ts'
import { count } from './quantities.ts'
import { readText } from './read-text.ts'
import { importOssecCommand } from './sources-import-ossec.ts'
import { policyCommand } from './sources-policy.ts'
import { table } from './table.ts'

interface InCase {
  readonly case: string
  readonly json?: true
}

/** `coldtrail sources list|add|remove|export|import-ossec|policy` */
export const sourcesCommand: Register = (program, context, end) => {
  const command = program
    .command('sources')
    .description('where a case collects from: list, add, export, bring an ossec.conf, print the policies it needs')
    .addHelpText(
      'after',
      examples(
        'sources import-ossec ossec.conf --case intrusion.coldtrail',
        'sources policy "cloudtrail trail-bucket" --case intrusion.coldtrail',
        'sources export --case intrusion.coldtrail > sources.yml',
      ),
    )

  command
    .command('list')
    .description('the sources of a case, and how much its view filters hide')
    .requiredOption('--case <dir>', 'folder of the case')
    .option('--json', 'print their definitions as one JSON document')
    .addHelpText('after', examples('sources list --case intrusion.coldtrail'))
    .action(async (options: InCase) => end(await list(context, options)))

  command
    .command('add')
    .description('add the sources of a YAML file: all of them or, with a mistake in it, none')
    .argument('<file>', 'the file; - reads stdin')
    .requiredOption('--case <dir>', 'folder of the case')
    .option('--replace', 'replace sources of the same name')
    .option('--confirm-delete', 'keep deleting of objects and messages switched on where the file has it on')
    .option('--json', 'print what was saved as one JSON document')
    .addHelpText('after', examples('sources add sources.yml --case intrusion.coldtrail'))
    .action(async (file: string, options: AddOptions) => end(await add(context, file, options)))

  command
    .command('remove')
    .description('remove a source; what it brought stays in the case')
    .argument('<name>', 'name of the source')
    .requiredOption('--case <dir>', 'folder of the case')
    .addHelpText('after', examples('sources remove "cloudtrail trail-bucket" --case intrusion.coldtrail'))
    .action(async (name: string, options: InCase) => {
      await inCase(context, { dir: options.case }, ({ api }) => api.removeSource({ name }, context.signal))
      end(exitCodes.fine)
    })

  command
    .command('export')
    .description('the sources as YAML, without secrets')
    .argument('[name...]', 'names of sources (default: all)')
    .requiredOption('--case <dir>', 'folder of the case')
    .addHelpText('after', examples('sources export --case intrusion.coldtrail > sources.yml'))
    .action(async (names: string[], options: InCase) => {
      const asked = { names: names.length > 0 ? names : null }
      const { yaml } = await inCase(context, { dir: options.case }, ({ api }) =>
        api.exportSources(asked, context.signal),
      )
      await context.terminal.print(context.terminal.watched ? printableLines(yaml) : yaml)
      end(exitCodes.fine)
    })

  importOssecCommand(command, context, end)
  policyCommand(command, context, end)
}

async function list(context: Context, options: InCase): Promise<number> {
  const { terminal } = context
  const { sources, hidden } = await inCase(context, { dir: options.case }, async ({ api }) => ({
    sources: await api.sources({}, context.signal),
    hidden: options.json ? [] : await hiddenBy(api, await api.viewFilters({}, context.signal), context.signal),
  }))
  if (options.json) await terminal.print(`${safeJson(JSON.stringify(sources))}\n`)
  else {
    const columns = [{ title: 'name' }, { title: 'kind' }, { title: 'where' }, { title: 'as' }, { title: 'runs' }]
    const rows = sources.map((source) => [source.name, source.kind, whereOf(source), whoOf(source), whenOf(source)])
    await terminal.print(table(columns, rows))
    for (const line of hidden) await terminal.line(line)
  }
  return exitCodes.fine
}

/** Discard rules of imported configurations: everything is in the case, and so much of it they hide from view. */
function hiddenBy(api: Door['api'], filters: readonly ViewFilter[], signal: AbortSignal): Promise<readonly string[]> {
  return Promise.all(
    filters.map(async ({ name, hides }) => {
      const { events } = await api.count({ filter: { ...everything, search: hides } }, signal)
      return `view filter '${name}' hides ${count(events, 'event')}: ${hides}`
    }),
  )
}

function whereOf(source: Source): string {
  if ('queue' in source) return source.queue
  if ('bucket' in source) return `s3://${source.bucket}/${source.kind === 's3-bucket' ? source.path : ''}`
  return source.regions.join(', ') || 'its own region'
}

function whoOf({ access: { roles, credentials } }: Source): string {
  return roles.at(-1)?.arn ?? (credentials.kind === 'profile' ? credentials.profile : credentials.kind)
}

function whenOf({ disabled, everyMinutes, runOnStart }: Source): string {
  if (disabled) return 'never: switched off'
  const every = everyMinutes === null ? 'when asked' : `every ${everyMinutes} min`
  return runOnStart ? `at start, ${every}` : every
}

interface AddOptions extends InCase {
  readonly replace?: true
  readonly confirmDelete?: true
}

async function add(context: Context, file: string, options: AddOptions): Promise<number> {
  const yaml = readText(file)
  const { saved, notes, mistakes } = await inCase(context, { dir: options.case }, ({ api }) =>
    api.importSources(
      { yaml, confirmDelete: options.confirmDelete === true, replace: options.replace === true },
      context.signal,
    ),
  )
  if (options.json) await context.terminal.print(`${safeJson(JSON.stringify({ saved, notes, mistakes }))}\n`)
  else if (mistakes.length === 0) await context.terminal.line(`${count(saved.length, 'source')} added`)
  for (const note of notes) context.terminal.say(note)
  for (const { line, message } of mistakes)
    context.terminal.say(`${file}${line === null ? '' : `:${line}`}: ${message}`)
  return mistakes.length > 0 ? exitCodes.problems : exitCodes.fine
}
