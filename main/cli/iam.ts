import { resolve } from 'node:path'
import type { Context, Register } from './context.ts'
import { examples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { addCollectCommand } from './iam-collect.ts'
import { addCaseCommands } from './iam-of-case.ts'
import { addTimeCommands } from './iam-time.ts'
import { safeJson } from './printable.ts'
import { table } from './table.ts'

/** `coldtrail iam …` */
export const iamCommand: Register = (program, context, end) => {
  const command = program
    .command('iam')
    .description('judge identities and policies')
    .addHelpText(
      'after',
      examples(
        'iam check --case intrusion.coldtrail',
        'iam paths --case intrusion.coldtrail',
        'iam verdict trust.json --kind trust',
      ),
    )
  addCaseCommands(command, context, end)
  addTimeCommands(command, context, end)
  addCollectCommand(command, context, end)
  command
    .command('verdict')
    .description('judge whom one trust or resource policy lets in')
    .argument('<file>', 'the policy document, or the answer of an AWS command that holds it')
    .requiredOption('--kind <kind>', 'what it hangs on: trust, bucket, key, queue, topic, function, secret, …')
    .option('--context <file>', 'JSON: own_account, org_id, org_accounts, management_account, known_vendor_accounts')
    .option('--json', 'print the result as one JSON document')
    .addHelpText(
      'after',
      examples(
        'iam verdict trust.json --kind trust',
        'iam verdict bucket-policy.json --kind bucket --context ours.json --json',
      ),
    )
    .action(async (file: string, options: VerdictOptions) => end(await verdict(context, file, options)))
}

interface VerdictOptions {
  readonly kind: string
  readonly context?: string
  readonly json?: true
}

async function verdict({ terminal, judge }: Context, file: string, options: VerdictOptions): Promise<number> {
  const around = options.context === undefined ? null : resolve(options.context)
  const found = await judge(resolve(file), options.kind, around)
  if (options.json === true) await terminal.print(`${safeJson(JSON.stringify(found))}\n`)
  else {
    await terminal.line(`${found.verdict} (${found.severity}): ${found.why}`)
    await terminal.print(
      table(
        [
          { title: 'statement' },
          { title: 'line' },
          { title: 'severity' },
          { title: 'verdict' },
          { title: 'principal' },
          { title: 'why' },
        ],
        found.statements.map(({ index, sid, line, severity, verdict: each, principal, why }) => [
          sid ?? index + 1,
          line,
          severity,
          each,
          principal,
          why,
        ]),
      ),
    )
    for (const problem of found.problems) terminal.say(problem)
  }
  return found.problems.length > 0 ? exitCodes.problems : exitCodes.fine
}
