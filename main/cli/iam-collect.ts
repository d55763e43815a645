import type { Command } from 'commander'
import { accessOptions, type CollectOptions, collect } from './collect.ts'
import type { Context } from './context.ts'
import { examples } from './examples.ts'
import { listOption } from './options.ts'

/** `coldtrail iam collect --case DIR` */
export function addCollectCommand(command: Command, context: Context, end: (exitCode: number) => void): void {
  const collecting = command
    .command('collect')
    .description(
      'save the identities and policies of an account into a case, with your credentials and calls that only read; says first which',
    )
    .requiredOption('--case <dir>', 'folder of the case')
    .option('--plan', 'say which calls would be made, and make none of them')
    .option('--test', 'make them, and keep nothing: which permission is missing')
    .option(
      '--regions <regions>',
      'whose keys, functions, queues, topics, secrets and the like are asked, between commas',
      listOption,
    )
    .option('--save', 'save the source in the case, as api:iam')
    .option('--json', 'print the result as one JSON document')
  accessOptions(collecting)
    .addHelpText(
      'after',
      examples(
        'iam collect --case intrusion.coldtrail --profile responder --plan',
        'iam collect --case intrusion.coldtrail --profile responder --regions eu-west-1,us-east-1',
      ),
    )
    .action(async (options: CollectOptions) => end(await planAndCollect(context, options)))
}

async function planAndCollect(context: Context, options: CollectOptions): Promise<number> {
  const chosen = { ...options, versions: true, digests: true }
  if (!options.plan && !options.test && !options.json) {
    const { save: _, ...plan } = chosen
    await collect(context, ['api:iam'], { ...plan, plan: true })
  }
  return collect(context, ['api:iam'], chosen)
}
