import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type ImportResult, objectStates } from '../../shared/case.ts'
import type { Job } from '../../shared/job.ts'
import type { Context, Register } from './context.ts'
import { examples } from './examples.ts'
import { Ended, exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { safeJson } from './printable.ts'
import { count, duration, size } from './quantities.ts'
import { runJob } from './run-job.ts'

interface Options {
  readonly case: string
  readonly inPlace?: true
  readonly as?: string
  readonly json?: true
}

/** `coldtrail import PATH… --case DIR` */
export const importCommand: Register = (program, context, end) => {
  program
    .command('import')
    .description('bring files and folders into a case, which is created when it does not exist')
    .argument('<path...>', 'files and folders: .json, .json.gz, .zip, …')
    .requiredOption('--case <dir>', 'folder of the case')
    .option('--in-place', 'record the hash of each file and leave it where it is, instead of copying it into the case')
    .option('--as <format>', 'read everything as this log format instead of recognising it')
    .option('--json', 'print the result as one JSON document')
    .addHelpText(
      'after',
      examples(
        'import ./AWSLogs --case intrusion.coldtrail',
        'import trail-1.json.gz trail-2.json.gz --case intrusion.coldtrail --json',
        'import /mnt/evidence --case intrusion.coldtrail --in-place',
      ),
    )
    .action(async (paths: string[], options: Options) => end(await importPaths(context, paths, options)))
}

async function importPaths(context: Context, paths: readonly string[], options: Options): Promise<number> {
  const full = paths.map((path) => resolve(path))
  for (const path of full) {
    await access(path).catch((cause) => {
      throw new Ended(
        exitCodes.usage,
        `cannot import '${path}': there is no such file or folder, or it cannot be read`,
        { cause },
      )
    })
  }
  const job = await inCase(context, { dir: options.case, create: true }, (door) =>
    runJob(context, door, () =>
      door.api.startImport({ paths: full, inPlace: options.inPlace ?? false, as: options.as ?? null }),
    ),
  )

  return tell(context, job, options.json === true)
}

/** Says what an import came to, and answers the exit code. */
export async function tell(context: Context, job: Job, json: boolean): Promise<number> {
  const cancelled = job.state === 'cancelled'
  const result = job.result !== null && 'objects' in job.result ? job.result : null
  if (result) await print(context, result, json)
  if (cancelled) context.terminal.say('cancelled; importing the same again goes on where this ended')
  if (cancelled || result === null) return exitCodes.cancelled
  return hasProblems(result) ? exitCodes.problems : exitCodes.fine
}

async function print({ terminal }: Context, result: ImportResult, json: boolean): Promise<void> {
  if (json) return terminal.print(`${safeJson(JSON.stringify(importJson(result)))}\n`)
  for (const line of summary(result)) await terminal.line(line)
  for (const { object, state, reason } of result.problems)
    terminal.say(`${state}: ${oneLine(object)}: ${oneLine(reason)}`)
  const { skipped, rejected, partial } = result.objects
  const more = skipped + rejected + partial - result.problems.length
  if (more > 0) terminal.say(`and ${more.toLocaleString('en-US')} more: coldtrail objects lists them all`)
}

/** The fields of the contract, in its order. */
export function importJson({ objects, events, bytes, seconds, problems }: ImportResult) {
  const { stored, duplicate, skipped, rejected, partial } = objects
  return {
    objects: { stored, duplicate, skipped, rejected, partial },
    events: { stored: events.stored, duplicate: events.duplicate, conflicts: events.conflicts, bad: events.bad },
    bytes,
    seconds,
    problems: problems.map(({ object, state, reason }) => ({ object, state, reason })),
  }
}

/** What an import came to, in two lines; what did not happen is not said. */
export function summary({ objects, events, bytes, seconds }: ImportResult): readonly string[] {
  const seen = objectStates.reduce((sum, state) => sum + objects[state], 0)
  const states = objectStates
    .filter((state) => objects[state] > 0)
    .map((state) => `${objects[state].toLocaleString('en-US')} ${state}`)
  const others = [
    events.duplicate > 0 ? count(events.duplicate, 'duplicate') : '',
    events.conflicts > 0 ? count(events.conflicts, 'conflict') : '',
    events.bad > 0 ? count(events.bad, 'bad record') : '',
  ].filter((part) => part !== '')
  return [
    `${count(seen, 'object')} (${size(bytes)}) in ${duration(seconds)}${states.length > 0 ? `: ${states.join(', ')}` : ''}`,
    [`${count(events.stored, 'event')} stored`, ...others].join(', '),
  ]
}

/** Whether anything was not simply taken: each object of which that is true is among the problems. */
export function hasProblems({ objects, events, problems }: ImportResult): boolean {
  return problems.length > 0 || objects.skipped + objects.rejected + objects.partial > 0 || events.bad > 0
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}
