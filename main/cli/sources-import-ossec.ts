import type { Command } from 'commander'
import type { OssecImport } from '../../shared/ossec.ts'
import type { Context } from './context.ts'
import { examples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { safeJson } from './printable.ts'
import { count } from './quantities.ts'
import { readText } from './read-text.ts'

interface Options {
  readonly case?: string
  readonly replace?: true
  readonly json?: true
}

/** `coldtrail sources import-ossec FILE [--case DIR]` */
export function importOssecCommand(command: Command, context: Context, end: (exitCode: number) => void): void {
  command
    .command('import-ossec')
    .description('take the AWS sources out of an ossec.conf or agent.conf, and say what became of every tag')
    .argument('<file>', 'the file, or a part of it that was copied; - reads stdin')
    .option('--case <dir>', 'folder of the case that they go into (default: only the report)')
    .option('--replace', 'replace sources of the same name')
    .option('--json', 'print sources, view filters and report as one JSON document')
    .addHelpText(
      'after',
      examples('sources import-ossec ossec.conf', 'sources import-ossec ossec.conf --case intrusion.coldtrail'),
    )
    .action(async (file: string, options: Options) => end(await importOssec(context, file, options)))
}

async function importOssec(context: Context, file: string, options: Options): Promise<number> {
  const { terminal } = context
  const text = readText(file)
  const door = context.open()
  let read: OssecImport
  try {
    read = await door.api.importOssec({ text }, context.signal)
  } finally {
    await door.close()
  }
  const { sources, views, report } = read
  const mistakes =
    options.case === undefined || sources.length === 0 ? [] : await save(context, options.case, read, options)
  const errors = report.filter(({ severity }) => severity === 'error')
  if (options.json) await terminal.print(`${safeJson(JSON.stringify({ sources, views, report, mistakes }))}\n`)
  else {
    for (const { line, tag, severity, outcome, text: why } of report) {
      await terminal.line(`${file}:${line}: ${severity}: ${tag}: ${outcome.replace('-', ' ')}: ${why}`)
    }
    const where = options.case === undefined ? 'found; name a case with --case to save them' : 'saved'
    if (mistakes.length === 0)
      await terminal.line(`${count(sources.length, 'source')} ${where}, ${count(errors.length, 'line')} refused`)
  }
  for (const mistake of mistakes) terminal.say(mistake)
  return errors.length + mistakes.length > 0 ? exitCodes.problems : exitCodes.fine
}

async function save(
  context: Context,
  dir: string,
  { sources, views }: OssecImport,
  { replace }: Options,
): Promise<readonly string[]> {
  const { mistakes } = await inCase(context, { dir }, ({ api }) =>
    api.importSources({ sources: [...sources], views: [...views], replace: replace === true }, context.signal),
  )
  return mistakes.map(({ message }) => message)
}
