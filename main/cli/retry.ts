import { InvalidArgumentError, Option } from 'commander'
import { type RetryState, retryStates } from '../../shared/ledger.ts'
import type { Context, Register } from './context.ts'
import { examples } from './examples.ts'
import { Ended, exitCodes } from './exit-codes.ts'
import { tell } from './import.ts'
import { inCase } from './in-case.ts'
import { runJob } from './run-job.ts'

interface Options {
  readonly case: string
  readonly state?: readonly RetryState[]
  readonly as?: string
  readonly json?: true
}

/** `coldtrail retry [OBJECT…] --case DIR` */
export const retryCommand: Register = (program, context, end) => {
  program
    .command('retry')
    .description('read objects again that were not read, or not wholly: from the evidence or their original place')
    .argument('[object...]', 'numbers of objects: object_id in coldtrail sql', objectOption, [])
    .requiredOption('--case <dir>', 'folder of the case')
    .addOption(new Option('--state <state...>', 'all objects that ended so').choices(retryStates))
    .option('--as <format>', 'read them as this log format instead of recognising it')
    .option('--json', 'print the result as one JSON document')
    .addHelpText(
      'after',
      examples(
        'retry --case intrusion.coldtrail --state rejected partial',
        'retry 17 --case intrusion.coldtrail --as cloudtrail',
      ),
    )
    .action(async (objects: readonly number[], options: Options) => end(await retry(context, objects, options)))
}

async function retry(context: Context, objects: readonly number[], options: Options): Promise<number> {
  const { state = [], as = null } = options
  if ((objects.length === 0) === (state.length === 0)) {
    throw new Ended(exitCodes.usage, 'which objects? Give their numbers, or --state partial, skipped or rejected')
  }
  const which = state.length > 0 ? { states: [...state] } : { objects: [...objects] }
  const job = await inCase(context, { dir: options.case }, (door) =>
    runJob(context, door, () => door.api.startRetry({ which, as })),
  )
  return tell(context, job, options.json === true)
}

function objectOption(text: string, before: readonly number[]): readonly number[] {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('the number of an object is a whole number')
  return [...before, Number(text)]
}
