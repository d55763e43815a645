import { type Command, Option } from 'commander'
import type { CollectionPlan, CollectionResult } from '../../shared/collection.ts'
import type { Job } from '../../shared/job.ts'
import { bucketLayouts, type Source } from '../../shared/source.ts'
import { answerOnTerminal } from './ask-person.ts'
import type { Context, Door, Register } from './context.ts'
import { examples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { hasProblems, importJson, summary } from './import.ts'
import { inCase } from './in-case.ts'
import { dayOption, listOption, numberOption } from './options.ts'
import { planJson, planLines } from './plan-text.ts'
import { safeJson } from './printable.ts'
import { runJob } from './run-job.ts'
import { type SourceOptions, sourceOf } from './source-of.ts'

export interface CollectOptions extends SourceOptions {
  readonly case: string
  readonly plan?: true
  readonly test?: true
  readonly save?: true
  readonly confirmDelete?: true
  readonly json?: true
}

/** `coldtrail collect SOURCE… --case DIR` */
export const collectCommand: Register = (program, context, end) => {
  const command = program
    .command('collect')
    .description('collect logs from AWS into a case, which is created when it does not exist')
    .argument(
      '<source...>',
      'names of sources in the case, s3://bucket/path, lake://bucket, URL or ARN of a queue, api:cloudtrail|guardduty|macie|securityhub|iam',
    )
    .requiredOption('--case <dir>', 'folder of the case')
    .option('--plan', 'say what would be collected, and fetch nothing')
    .option('--test', 'test the connection: which permission is missing, what arrives')
    .option('--save', 'save the sources that are given by address in the case, under their address')
    .option('--json', 'print the result as one JSON document')
  sourceOptions(command)
    .addHelpText(
      'after',
      examples(
        'collect s3://trail-bucket --case intrusion.coldtrail --profile responder --plan',
        'collect s3://trail-bucket --case intrusion.coldtrail --profile responder --from 2026-01-01 --until 2026-01-31',
        'collect s3://findings/firehose/ --type firehose --case intrusion.coldtrail',
        'collect arn:aws:sqs:eu-west-1:111122223333:AmazonSecurityLake-1-Main-Queue --type security-lake --role arn:aws:iam::111122223333:role/AmazonSecurityLake-1 --external-id our-id --case intrusion.coldtrail',
        'collect api:cloudtrail --regions eu-west-1,us-east-1 --case intrusion.coldtrail',
      ),
    )
    .action(async (sources: string[], options: CollectOptions) => end(await collect(context, sources, options)))
}

/** With whose credentials, and which way. */
export function accessOptions(command: Command): Command {
  const more = (text: string, before: readonly string[] = []) => [...before, text]
  return command
    .option('--profile <name>', 'profile of the AWS configuration (default: what the AWS SDK finds)')
    .option('--role <arn>', 'role to assume; several times: one after the other', more)
    .option('--external-id <id>', 'external id of the last role')
    .option('--session-name <name>', 'name of the role session')
    .option('--duration <seconds>', 'of the role session, 900 to 43200', numberOption)
    .option('--mfa <serial>', 'MFA device of the first role; its code is asked for')
    .option('--region <region>', 'region to ask first')
    .option('--endpoint <url>', 'endpoint of S3')
    .option('--sts-endpoint <url>', 'endpoint of STS')
    .option('--service-endpoint <url>', 'endpoint of SQS and the other services')
    .option('--path-style', 'bucket names in the path, for S3-compatible stores')
    .option('--fips', 'FIPS endpoints')
    .option('--dual-stack', 'dual-stack endpoints')
}

function sourceOptions(command: Command): Command {
  command.addOption(
    new Option('--type <type>', 'what lies in the bucket, or security-lake of a queue').choices([
      ...bucketLayouts,
      'security-lake',
    ]),
  )
  return accessOptions(command)
    .option('--requester-pays', 'we pay for the requests')
    .option('--accounts <ids>', 'only these accounts, between commas', listOption)
    .option('--regions <regions>', 'only these regions, between commas', listOption)
    .option('--organizations <ids>', 'only these organizations, between commas', listOption)
    .option('--from <day>', 'first day (UTC), inclusive', dayOption)
    .option('--until <day>', 'last day (UTC), inclusive', dayOption)
    .option('--look-back <days>', 'folders of so many days around them are read too (default 1)', numberOption)
    .option('--key <pattern>', 'only keys that fit; * any text, ? one character')
    .option('--no-versions', 'leave noncurrent versions and delete markers out')
    .option('--no-digests', 'leave CloudTrail digests and public keys out')
    .option('--acknowledge', 'delete a message once its objects are stored: other readers of the queue miss it')
    .option('--delete-after', 'delete objects once they are stored and verified')
    .option('--confirm-delete', 'yes, delete them')
    .option('--stop-on-error', 'stop at the first object that fails')
}

/** Collects from sources as a person names them; or only plans, or tests. */
export async function collect(context: Context, texts: readonly string[], options: CollectOptions): Promise<number> {
  const sources = texts.map((text) => sourceOf(text, options) ?? text)
  return inCase(context, { dir: options.case, create: true }, async (door) => {
    const stop = answerOnTerminal(context, door)
    try {
      if (options.save)
        for (const source of sources) if (typeof source !== 'string') await door.api.saveSource({ source })
      if (options.test) return await test(context, door, sources, options.json === true)
      const what = { sources: [...sources], confirmDelete: options.confirmDelete === true }
      if (options.plan) {
        const job = await runJob(context, door, () => door.api.planCollection(what))
        return await printPlan(context, job, options.json === true)
      }
      const job = await runJob(context, door, () => door.api.startCollection(what))
      return await printResult(context, job, options.json === true)
    } finally {
      stop()
    }
  })
}

async function printResult({ terminal }: Context, job: Job, json: boolean): Promise<number> {
  const result = job.result !== null && 'requests' in job.result ? (job.result as CollectionResult) : null
  if (result && json) {
    const { planned, requests, known, notes } = result
    await terminal.print(`${safeJson(JSON.stringify({ ...importJson(result), planned, requests, known, notes }))}\n`)
  } else if (result) {
    for (const line of summary(result)) await terminal.line(line)
    if (result.known > 0)
      await terminal.line(`${result.known.toLocaleString('en-US')} were in the case already and were not fetched`)
    for (const { object, state, reason } of result.problems) terminal.say(`${state}: ${object}: ${reason}`)
    sayNotes(terminal, result.notes)
  }
  if (job.state === 'cancelled') terminal.say('cancelled; collecting again goes on where this ended')
  if (job.state === 'cancelled' || result === null) return exitCodes.cancelled
  const failed = result.notes.filter(({ kind }) => kind === 'failed')
  if (failed.some(({ permission }) => permission !== null)) return exitCodes.refused
  const missing = result.notes.some(({ kind }) => kind !== 'note')
  return missing || hasProblems(result) ? exitCodes.problems : exitCodes.fine
}

async function printPlan({ terminal }: Context, job: Job, json: boolean): Promise<number> {
  const plan = job.result !== null && 'sources' in job.result ? (job.result as CollectionPlan) : null
  if (plan === null) return exitCodes.cancelled
  if (json) await terminal.print(`${safeJson(JSON.stringify(planJson(plan)))}\n`)
  else for (const line of planLines(plan)) await terminal.line(line)
  const notes = plan.sources.flatMap((source) => source.notes)
  if (!json) sayNotes(terminal, notes)
  if (notes.some(({ kind, permission }) => kind === 'failed' && permission !== null)) return exitCodes.refused
  return notes.some(({ kind }) => kind !== 'note') ? exitCodes.problems : exitCodes.fine
}

async function test(
  { terminal, signal }: Context,
  door: Door,
  sources: readonly (Source | string)[],
  json: boolean,
): Promise<number> {
  let good = true
  const all = []
  for (const source of sources) {
    const checks = await door.api.testSource({ source }, signal)
    good &&= checks.every(({ ok }) => ok)
    all.push({ source: typeof source === 'string' ? source : source.name, checks })
    if (!json) for (const { ok, text } of checks) await terminal.line(`${ok ? 'works  ' : 'missing'}  ${text}`)
  }
  if (json) await terminal.print(`${safeJson(JSON.stringify(all))}\n`)
  return good ? exitCodes.fine : exitCodes.problems
}

function sayNotes(terminal: Context['terminal'], notes: CollectionResult['notes']): void {
  for (const { source, text, kind } of notes) terminal.say(`${kind === 'note' ? '' : `${kind}: `}${source}: ${text}`)
}
