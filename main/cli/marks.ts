import { readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { Option } from 'commander'
import { type MarkedEvent, type MarkTag, markTags } from '../../shared/mark.ts'
import type { Context, Register } from './context.ts'
import { examples } from './examples.ts'
import { Ended, exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { safeJson } from './printable.ts'
import { count } from './quantities.ts'
import { runJob } from './run-job.ts'
import { table } from './table.ts'
import { written } from './written.ts'

interface ListOptions {
  readonly case: string
  readonly tag?: MarkTag
  readonly search?: string
  readonly lost?: true
  readonly json?: true
}

/** `coldtrail marks list|export|import` */
export const marksCommand: Register = (program, context, end) => {
  const command = program
    .command('marks')
    .description('what people say of events: stars, tags, comments, hidden rows, manual events')
    .addHelpText('after', examples('marks list --case intrusion.coldtrail --tag bad'))

  command
    .command('list')
    .description('list marked and manual events in the order of time')
    .requiredOption('--case <dir>', 'folder of the case')
    .addOption(new Option('--tag <tag>', 'only events with this tag').choices(markTags))
    .option('--search <search>', 'only events that this search finds, such as "starred:true" or "disputed:true"')
    .option('--lost', 'list instead the marks whose events are not in this case')
    .option('--json', 'print one JSON document a line')
    .addHelpText(
      'after',
      examples('marks list --case intrusion.coldtrail --tag bad', 'marks list --case intrusion.coldtrail --json'),
    )
    .action(async (options: ListOptions) => end(await (options.lost ? listLost : list)(context, options)))

  command
    .command('export')
    .description("write all marks to a file, for another person's case of the same incident")
    .requiredOption('--case <dir>', 'folder of the case')
    .requiredOption('-o, --output <file>', 'file to write')
    .addHelpText('after', examples('marks export --case intrusion.coldtrail -o marks-of-ana.json'))
    .action(async (options: { case: string; output: string }) => end(await exportTo(context, options)))

  command
    .command('import')
    .description('take in the marks of another person; again, or in another order, comes to the same')
    .argument('<file>', 'file that marks export wrote')
    .requiredOption('--case <dir>', 'folder of the case')
    .option('--json', 'print the result as one JSON document')
    .addHelpText('after', examples('marks import marks-of-ana.json --case intrusion.coldtrail'))
    .action(async (file: string, options: { case: string; json?: true }) =>
      end(await importFrom(context, file, options)),
    )
}

async function list({ terminal, signal, ...context }: Context, options: ListOptions): Promise<number> {
  const search = [options.tag && `tag:${options.tag}`, options.search && `(${options.search})`]
    .filter(Boolean)
    .join(' ')
  return inCase({ terminal, signal, ...context }, { dir: options.case }, async ({ api }) => {
    for (let offset = 0; ; ) {
      const { rows, total } = await api.marks({ search, offset, limit: 1000 }, signal)
      if (rows.length > 0 || offset === 0) {
        await terminal.print(options.json ? rows.map(jsonLine).join('') : markTable(rows, offset === 0))
      }
      offset += rows.length
      if (rows.length === 0 || offset >= total) return exitCodes.fine
    }
  })
}

function jsonLine(row: MarkedEvent): string {
  const { object_id: _, ordinal, cells, ...rest } = row
  return `${safeJson(JSON.stringify({ ...cells, ordinal: row.manual ? null : ordinal, ...rest }))}\n`
}

function markTable(rows: readonly MarkedEvent[], withTitles: boolean): string {
  const titles = ['time', 'marks', 'service', 'event', 'principal', 'source', 'comments']
  const text = table(
    titles.map((title) => ({ title })),
    rows.map(({ cells, manual, star, tag, hidden, disputed, discussion }) => [
      cells.time ?? null,
      [star && 'star', tag, hidden && 'hidden', disputed && 'DISPUTED', manual && 'manual'].filter(Boolean).join(' '),
      cells.service ?? null,
      cells.action ?? cells.title ?? null,
      cells.actor ?? null,
      cells.source_ip ?? null,
      discussion.map(({ by, text }) => `${by}: ${text}`).join(' | '),
    ]),
  )
  return withTitles ? text : text.split('\n').slice(2).join('\n')
}

async function listLost(context: Context, options: ListOptions): Promise<number> {
  const { rows, total } = await inCase(context, { dir: options.case }, ({ api }) =>
    api.lostMarks({ limit: 1000 }, context.signal),
  )
  if (options.json) await context.terminal.print(rows.map((row) => `${safeJson(JSON.stringify(row))}\n`).join(''))
  else {
    const titles = ['event id', 'aspect', 'value', 'by', 'at', 'reason']
    await context.terminal.print(
      table(
        titles.map((title) => ({ title })),
        rows.map(({ event_id, aspect, value, by, at, reason }) => [event_id, aspect, value, by, at, reason]),
      ),
    )
  }
  if (total > rows.length) context.terminal.say(`the newest ${rows.length} of ${count(total, 'mark')} are listed`)
  return exitCodes.fine
}

async function exportTo(
  context: Context,
  options: { readonly case: string; readonly output: string },
): Promise<number> {
  const path = resolve(options.output)
  const job = await inCase(context, { dir: options.case }, (door) =>
    runJob(context, door, () => door.api.startExport({ what: { kind: 'marks' }, format: 'json', path })),
  )
  const result = job.result !== null && 'path' in job.result ? job.result : null
  if (result === null) return exitCodes.cancelled
  context.terminal.say(written(result))
  return exitCodes.fine
}

async function importFrom(
  { terminal, signal, ...context }: Context,
  path: string,
  options: { readonly case: string; readonly json?: true },
): Promise<number> {
  const text = readText(path)
  const came = await inCase({ terminal, signal, ...context }, { dir: options.case }, ({ api }) =>
    api.importMarks({ text, name: basename(path) }, signal),
  )
  if (options.json) await terminal.print(`${safeJson(JSON.stringify(came))}\n`)
  else {
    const from = came.people.length > 0 ? ` of ${came.people.join(', ')}` : ''
    await terminal.line(
      `${count(came.fresh, 'new mark')}${from}, ${count(came.marks - came.fresh - came.refused, 'known one')}`,
    )
  }
  if (came.refused > 0) terminal.say(`${count(came.refused, 'mark')} refused: altered after they were made`)
  if (came.disputed > 0) {
    terminal.say(
      `people disagree about ${count(came.disputed, 'event')}: look at them with marks list --search disputed:true and decide in the interface`,
    )
  }
  if (came.lost > 0)
    terminal.say(`${count(came.lost, 'mark')} wait for events that are not in this case: marks list --lost`)
  if (came.otherCase !== null) terminal.say(`the file is of another case, '${came.otherCase}'`)
  return came.refused + came.disputed + came.lost > 0 ? exitCodes.problems : exitCodes.fine
}

function readText(path: string): string {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (cause) {
    throw new Ended(exitCodes.usage, `cannot read '${path}': ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    })
  }
}
