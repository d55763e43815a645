import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type CaseInfo, Ours } from '../../shared/case.ts'
import type { Context, Register } from './context.ts'
import { examples } from './examples.ts'
import { Ended, exitCodes } from './exit-codes.ts'
import { inCase, nameOf } from './in-case.ts'
import { safeJson } from './printable.ts'
import { count } from './quantities.ts'
import { table } from './table.ts'

/** `coldtrail case create|info|list|ours` */
export const caseCommand: Register = (program, context, end) => {
  const command = program
    .command('case')
    .description('create a case, look at it, and say who is "ours" in it')
    .addHelpText('after', examples('case create intrusion.coldtrail --name "Intrusion of May"', 'case list'))

  command
    .command('create')
    .description('create an empty case')
    .argument('<dir>', 'folder of the new case')
    .option('--name <name>', 'its name (default: that of the folder)')
    .option('--json', 'print the case as one JSON document')
    .addHelpText('after', examples('case create intrusion.coldtrail --name "Intrusion of May"'))
    .action(async (dir: string, options: { name?: string; json?: true }) => {
      const path = resolve(dir)
      end(await show(context, () => create(context, path, options.name ?? nameOf(path)), options.json))
    })

  command
    .command('info')
    .description('what a case is and holds')
    .argument('<dir>', 'folder of the case')
    .option('--json', 'print it as one JSON document')
    .addHelpText('after', examples('case info intrusion.coldtrail --json'))
    .action(async (dir: string, options: { json?: true }) => {
      end(
        await show(
          context,
          () => inCase(context, { dir }, ({ api }) => api.caseInfo({}, context.signal)),
          options.json,
        ),
      )
    })

  command
    .command('list')
    .description('the cases that were opened lately, and whether they are open')
    .option('--json', 'print them as one JSON document')
    .addHelpText('after', examples('case list'))
    .action(async (options: { json?: true }) => end(await list(context, options.json)))

  command
    .command('ours')
    .description('own and partner accounts, networks, users and the time of the incident, as JSON')
    .argument('<dir>', 'folder of the case')
    .option('--set <file>', 'replace them by those of this JSON file; - reads it from stdin')
    .addHelpText(
      'after',
      examples('case ours intrusion.coldtrail > ours.json', 'case ours intrusion.coldtrail --set ours.json'),
    )
    .action(async (dir: string, options: { set?: string }) => end(await ours(context, dir, options.set)))
}

async function create(context: Context, path: string, name: string): Promise<CaseInfo> {
  const door = context.open()
  try {
    return await door.api.createCase({ path, name })
  } catch (error) {
    throw new Ended(exitCodes.case, error instanceof Error ? error.message : String(error), { cause: error })
  } finally {
    await door.close()
  }
}

async function show({ terminal }: Context, get: () => Promise<CaseInfo>, json = false): Promise<number> {
  const info = await get()
  if (json) await terminal.print(`${safeJson(JSON.stringify(info))}\n`)
  else {
    await terminal.line(`${info.name}: ${count(info.events, 'event')}`)
    await terminal.line(
      `in ${info.path}, created ${info.createdAt} by Coldtrail ${info.createdBy}, schema ${info.schema}`,
    )
    if (info.readOnly) await terminal.line(`read-only: ${info.readOnlyBecause ?? 'opened so'}`)
  }
  return exitCodes.fine
}

async function list(context: Context, json = false): Promise<number> {
  const door = context.open()
  try {
    const cases = await door.api.listCases({}, context.signal)
    if (json) await context.terminal.print(`${safeJson(JSON.stringify(cases))}\n`)
    else {
      const columns = [{ title: 'name' }, { title: 'state' }, { title: 'opened' }, { title: 'folder' }]
      await context.terminal.print(
        table(
          columns,
          cases.map(({ name, state, openedAt, path }) => [name, state, openedAt, path]),
        ),
      )
    }
    return exitCodes.fine
  } finally {
    await door.close()
  }
}

async function ours(context: Context, dir: string, file: string | undefined): Promise<number> {
  const wanted = file === undefined ? null : readOurs(file)
  const info = await inCase(context, { dir }, ({ api }) =>
    wanted === null ? api.caseInfo({}, context.signal) : api.saveOurs({ ours: wanted }, context.signal),
  )
  await context.terminal.print(`${safeJson(JSON.stringify(info.ours, null, 2))}\n`)
  return exitCodes.fine
}

function readOurs(file: string): Ours {
  try {
    return Ours.parse(JSON.parse(readFileSync(file === '-' ? 0 : file, 'utf8')))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const message = `'${file}' does not say who is ours: ${why}; case ours without --set shows the form`
    throw new Ended(exitCodes.usage, message, { cause })
  }
}
