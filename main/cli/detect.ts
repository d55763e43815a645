import { resolve } from 'node:path'
import { Option } from 'commander'
import type { DetectResult, RuleFound } from '../../shared/detection.ts'
import { type Level, levels } from '../../shared/rule.ts'
import type { Context, Register } from './context.ts'
import { examples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { safeJson } from './printable.ts'
import { count, duration } from './quantities.ts'
import { refusedLines } from './refused.ts'
import { runJob } from './run-job.ts'
import { table } from './table.ts'

interface Options {
  readonly case: string
  readonly rules?: readonly string[]
  /** false with --no-pack. */
  readonly pack: boolean
  readonly level?: Level
  readonly failOn?: Level
  readonly json?: true
}

/** `coldtrail detect --case DIR` */
export const detectCommand: Register = (program, context, end) => {
  program
    .command('detect')
    .description('run detection rules over the events of a case; what was looked at before is not looked at again')
    .requiredOption('--case <dir>', 'folder of the case')
    .option(
      '--rules <path>',
      'rule file or folder of such, beside those that come with Coldtrail; may be repeated',
      gathered,
    )
    .option('--no-pack', 'leave out the rules that come with Coldtrail')
    .addOption(new Option('--level <level>', 'show only what rules of this level and above found').choices(levels))
    .addOption(
      new Option(
        '--fail-on <level>',
        `exit with ${exitCodes.found} when something open is of this level or above`,
      ).choices(levels),
    )
    .option('--json', 'print the result as one JSON document')
    .addHelpText(
      'after',
      examples(
        'detect --case intrusion.coldtrail',
        'detect --case intrusion.coldtrail --rules ./sigma/rules/cloud/aws --level high',
        'detect --case intrusion.coldtrail --no-pack --rules mine.yml --fail-on high --json',
      ),
    )
    .action(async (options: Options) => end(await detect(context, options)))
}

function gathered(path: string, before: readonly string[] = []): readonly string[] {
  return [...before, path]
}

async function detect(context: Context, options: Options): Promise<number> {
  const folders = (options.rules ?? []).map((path) => resolve(path))
  const job = await inCase(context, { dir: options.case }, (door) =>
    runJob(context, door, () => door.api.startDetect({ folders, pack: options.pack })),
  )
  const result = job.result !== null && 'rules' in job.result ? (job.result as DetectResult) : null
  if (job.state === 'cancelled' || result === null) return exitCodes.cancelled
  const findings = result.findings.filter(({ level }) => isAtLeast(level, options.level ?? 'informational'))
  await print(context, { ...result, findings }, options.json === true)
  const { failOn } = options
  if (failOn !== undefined && result.findings.some(({ level, open }) => open > 0 && isAtLeast(level, failOn)))
    return exitCodes.found
  return result.rules.refused.length > 0 ? exitCodes.problems : exitCodes.fine
}

function isAtLeast(level: Level, least: Level): boolean {
  return levels.indexOf(level) >= levels.indexOf(least)
}

async function print({ terminal }: Context, result: DetectResult, json: boolean): Promise<void> {
  const { rules, findings, looked, seconds } = result
  if (json) return terminal.print(`${safeJson(JSON.stringify({ rules, findings, looked, seconds }))}\n`)
  await terminal.print(foundTable(findings))
  await terminal.line(`${count(rules.loaded, 'rule')} over ${count(looked, 'new event')} in ${duration(seconds)}`)
  for (const line of refusedLines(rules.refused)) terminal.say(line)
  for (const { title, reason } of rules.dead) terminal.say(`never finds anything: ${title}: ${reason}`)
  for (const { title, events } of rules.noisy) terminal.say(`noisy: ${title}: ${count(events, 'event')}`)
}

function foundTable(findings: readonly RuleFound[]): string {
  return table(
    [
      { title: 'level' },
      { title: 'events', right: true },
      { title: 'incidents', right: true },
      { title: 'open', right: true },
      { title: 'first' },
      { title: 'last' },
      { title: 'rule' },
    ],
    findings.map(({ level, events, incidents, open, first, last, title }) => [
      level,
      events,
      incidents || '',
      open,
      first,
      last,
      title,
    ]),
  )
}
