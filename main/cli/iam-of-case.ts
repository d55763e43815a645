import { type Command, Option } from 'commander'
import { type IamFinding, type IamPaths, type IamSeverity, iamSeverities, type LogDays } from '../../shared/iam.ts'
import type { Context } from './context.ts'
import { examples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { asOfText, cisText, externalText, unansweredText } from './iam-check-text.ts'
import { inCase } from './in-case.ts'
import { timeOption } from './options.ts'
import { safeJson } from './printable.ts'
import { count } from './quantities.ts'
import { table } from './table.ts'

interface Options {
  readonly case: string
  readonly at?: string
  readonly to?: string
  readonly all?: true
  readonly level?: IamSeverity
  readonly failOn?: IamSeverity
  readonly json?: true
}

/** `coldtrail iam check|paths|who-can --case DIR` */
export function addCaseCommands(command: Command, context: Context, end: (exitCode: number) => void): void {
  const judged = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .requiredOption('--case <dir>', 'folder of the case')
      .option('--at <time>', 'judge conditions on the date at this time, not now', timeOption)
      .option('--json', 'print the result as one JSON document')
  const levelled = (name: string, description: string) =>
    judged(name, description)
      .addOption(new Option('--level <level>', 'show only findings of this level and above').choices(iamSeverities))
      .addOption(
        new Option(
          '--fail-on <level>',
          `exit with ${exitCodes.found} when something is of this level or above`,
        ).choices(iamSeverities),
      )
  levelled('check', 'find weak identities and policies in the evidence of a case')
    .addHelpText(
      'after',
      examples('iam check --case intrusion.coldtrail', 'iam check --case intrusion.coldtrail --fail-on high --json'),
    )
    .action(async (options: Options) => end(await check(context, options)))
  levelled('paths', 'find ways from each principal to every right')
    .option('--to <arn>', 'find ways to this user, role, bucket, key, secret or other resource instead')
    .addHelpText(
      'after',
      examples(
        'iam paths --case intrusion.coldtrail',
        'iam paths --case intrusion.coldtrail --to arn:aws:iam::111122223333:role/deploy',
        'iam paths --case intrusion.coldtrail --to arn:aws:s3:::backup',
      ),
    )
    .action(async (options: Options) => end(await paths(context, options)))
  judged('who-can', 'list who may do an action on a resource')
    .argument('<action>', 'as IAM names it: s3:GetObject')
    .argument('[resource]', 'ARN; any resource when left out', '*')
    .option('--all', 'list also those that may not')
    .addHelpText(
      'after',
      examples(
        'iam who-can iam:PassRole --case intrusion.coldtrail',
        'iam who-can s3:GetObject arn:aws:s3:::backup/db.dump --case intrusion.coldtrail --json',
      ),
    )
    .action(async (action: string, resource: string, options: Options) =>
      end(await whoCan(context, action, resource, options)),
    )
}

async function check(context: Context, options: Options): Promise<number> {
  const result = await inCase(context, { dir: options.case }, (door) =>
    door.api.iamCheck({ at: options.at ?? null }, context.signal),
  )
  const findings = shown(result.findings, options)
  if (options.json === true) await print(context, { ...result, findings })
  else {
    await context.terminal.print(findingTable(findings, result.logs))
    await context.terminal.line(
      `${count(findings.length, 'finding')} of ${count(result.checks, 'check')}${asOfText(result)}`,
    )
    for (const part of [externalText(result, options.level), unansweredText(result), cisText(result)])
      if (part !== '') await context.terminal.print(`\n${part}`)
    for (const remark of result.remarks) context.terminal.say(remark)
  }
  return exitCodeFor(result.findings, options)
}

async function paths(context: Context, options: Options): Promise<number> {
  const result = await inCase(context, { dir: options.case }, (door) =>
    door.api.iamPaths({ to: options.to ?? null, at: options.at ?? null }, context.signal),
  )
  const findings = shown(result.findings, options)
  if (options.json === true) await print(context, { ...result, findings })
  else await printPaths(context, { ...result, findings })
  return exitCodeFor(result.findings, options)
}

async function printPaths(
  { terminal }: Context,
  { findings, admins, principals, logs, remarks, asOf }: IamPaths,
): Promise<void> {
  await terminal.print(findingTable(findings, logs))
  await terminal.line(
    `${count(admins.length, 'principal')} of ${principals} may do everything: ${admins.join(', ') || 'none'}${asOfText({ asOf })}`,
  )
  for (const remark of remarks) terminal.say(remark)
}

async function whoCan(context: Context, action: string, resource: string, options: Options): Promise<number> {
  const result = await inCase(context, { dir: options.case }, (door) =>
    door.api.iamWhoCan({ action, resource, at: options.at ?? null }, context.signal),
  )
  const { terminal } = context
  if (options.json === true) await print(context, result)
  else {
    const actors = result.principals.filter(({ result: each }) => options.all === true || each !== 'denied')
    await terminal.print(
      table(
        [{ title: 'result' }, { title: 'principal' }, { title: 'if' }, { title: 'policies' }],
        actors.map(({ result: each, principal, when, why, statements }) => [
          each,
          principal,
          when.join(' and ') || why,
          [...new Set(statements.map(({ policy, sid, index }) => `${policy} ${sid ?? `statement ${index + 1}`}`))].join(
            ', ',
          ),
        ]),
      ),
    )
    await terminal.line(`${count(actors.length, 'principal')} of ${result.principals.length}`)
    for (const remark of result.remarks) terminal.say(remark)
  }
  return exitCodes.fine
}

function findingTable(findings: readonly IamFinding[], { first, last }: LogDays): string {
  const never =
    first === null ? 'no logs in the case' : `not seen ${first.slice(0, 10)} to ${(last ?? first).slice(0, 10)}`
  return table(
    [
      { title: 'severity' },
      { title: 'confidence' },
      { title: 'check' },
      { title: 'principal' },
      { title: 'why' },
      { title: 'used' },
    ],
    findings.map(({ severity, confidence, check: id, principal, why, used, isJoined }) => [
      severity,
      confidence,
      id,
      principal,
      why,
      !isJoined ? '' : used === null ? never : `${used.count} times, ${used.first} to ${used.last}`,
    ]),
  )
}

function shown<T extends IamFinding>(findings: readonly T[], { level = 'info' }: Options): readonly T[] {
  return findings.filter(({ severity }) => iamSeverities.indexOf(severity) <= iamSeverities.indexOf(level))
}

function exitCodeFor(findings: readonly IamFinding[], { failOn }: Options): number {
  const isFound = failOn !== undefined && shown(findings, { case: '', level: failOn }).length > 0
  return isFound ? exitCodes.found : exitCodes.fine
}

async function print({ terminal }: Context, result: unknown): Promise<void> {
  await terminal.print(`${safeJson(JSON.stringify(result))}\n`)
}
