import type { Command } from 'commander'
import type { LogDays, Used } from '../../shared/iam.ts'
import type { IamBasis, IamDiff, IamIdentityPage, IamReach, IamSession, IamUsed } from '../../shared/iam-state.ts'
import type { Context } from './context.ts'
import { examples } from './examples.ts'
import { exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { timeOption } from './options.ts'
import { printableLines, safeJson } from './printable.ts'
import { count } from './quantities.ts'
import { table } from './table.ts'

interface Options {
  readonly case: string
  readonly principal?: string
  readonly time?: string
  readonly from?: string
  readonly to?: string
  readonly taken?: string
  readonly json?: true
}

/** `coldtrail iam at|diff|identities|used|reach --case DIR` */
export function addTimeCommands(command: Command, context: Context, end: (exitCode: number) => void): void {
  const asked = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .requiredOption('--case <dir>', 'folder of the case')
      .option('--taken <time>', 'when evidence without a date of its own was taken, UTC', timeOption)
      .option('--json', 'print the result as one JSON document')
  const ofOne = (name: string, description: string) =>
    asked(name, description)
      .requiredOption(
        '--principal <who>',
        'ARN of a user, role or session, its name, or the id of an access key, a temporary one too',
      )
      .option('--time <time>', 'as it was at this time, UTC, not after everything', timeOption)

  asked('identities', 'list users and roles with their risks')
    .option('--time <time>', 'as they were at this time, UTC, not after everything', timeOption)
    .addHelpText('after', examples('iam identities --case intrusion.coldtrail --time 2026-03-11T02:17:00Z'))
    .action(async (options: Options) => end(await identities(context, options)))
  ofOne('at', 'show what an identity was, had and may do at a time')
    .addHelpText(
      'after',
      examples('iam at --case intrusion.coldtrail --principal AKIAIOSFODNN7EXAMPLE --time 2026-03-11T02:17:00Z'),
    )
    .action(async (options: Options) => end(await at(context, options)))
  asked('diff', 'list what of identities and policies changed between two times, and who did it')
    .requiredOption('--from <time>', 'the earlier time, UTC', timeOption)
    .requiredOption('--to <time>', 'the later time, UTC', timeOption)
    .option('--principal <who>', 'of this user, role or policy alone')
    .addHelpText(
      'after',
      examples('iam diff --case intrusion.coldtrail --from 2026-03-11T00:00:00Z --to 2026-03-12T00:00:00Z'),
    )
    .action(async (options: Options) => end(await diff(context, options)))
  ofOne('used', 'compare what an identity may do with what it did, and write a policy of that')
    .addHelpText('after', examples('iam used --case intrusion.coldtrail --principal ci-deploy'))
    .action(async (options: Options) => end(await used(context, options)))
  ofOne('reach', 'list what an identity, or whoever has its key, can reach')
    .addHelpText('after', examples('iam reach --case intrusion.coldtrail --principal AKIAIOSFODNN7EXAMPLE --json'))
    .action(async (options: Options) => end(await reach(context, options)))
}

/** Times and name as the Api takes them. */
function when({ principal = '', time, taken }: Options) {
  return { principal, at: time ?? null, taken: taken ?? null }
}

async function identities(context: Context, options: Options): Promise<number> {
  const { at: time, taken } = when(options)
  const result = await inCase(context, { dir: options.case }, (door) =>
    door.api.iamIdentities({ at: time, taken }, context.signal),
  )
  return print(context, options, result, async () => {
    await context.terminal.print(
      table(
        ['principal', 'every right', 'policies', 'password', 'MFA', 'active keys', 'used'].map((title) => ({ title })),
        result.identities.map((each) => [
          each.principal,
          each.isAdmin ? 'yes' : '',
          each.policies,
          yes(each.hasPassword),
          yes(each.hasMfa),
          each.activeKeys,
          usedText(each.used, result.logs),
        ]),
      ),
    )
    await context.terminal.line(count(result.identities.length, 'identity', 'identities'))
  })
}

async function at(context: Context, options: Options): Promise<number> {
  const result = await inCase(context, { dir: options.case }, (door) =>
    door.api.iamIdentity(when(options), context.signal),
  )
  return print(context, options, result, () => printPage(context, result))
}

async function printPage({ terminal }: Context, page: IamIdentityPage): Promise<void> {
  const { identity } = page
  if (identity === null) {
    await terminal.line(`there was no such identity${page.at === null ? '' : ` at ${page.at}`}`)
    return
  }
  const rights = identity.isAdmin ? 'may do everything' : `${count(identity.policies, 'policy', 'policies')}`
  await terminal.line(`${identity.principal}: ${rights}`)
  if (page.session !== null) for (const line of sessionText(page.session)) await terminal.line(line)
  for (const { kind, id, isActive, createdAt } of page.credentials)
    await terminal.line(
      `${kind} ${id}${isActive === null ? '' : isActive ? ' (active)' : ' (inactive)'}${createdAt === null ? '' : `, of ${createdAt}`}`,
    )
  for (const { name, from, group, text } of page.policies) {
    await terminal.line('')
    await terminal.line(`${from}${group === null ? '' : ` ${group}`}: ${name}`)
    await terminal.print(`${printableLines(text ?? 'its document is not in the evidence')}\n`)
  }
  if (page.trust !== null) {
    await terminal.line('')
    await terminal.line(
      `trust${page.trust.verdict === null ? '' : `: ${page.trust.verdict.verdict} (${page.trust.verdict.why})`}`,
    )
    await terminal.print(`${printableLines(page.trust.text ?? 'its document is not in the evidence')}\n`)
  }
  if (page.history.length === 0) return
  await terminal.line('')
  await terminal.print(changeTable(page.history))
}

/** What a session is, and what it may do of what its identity may. */
function sessionText({ key, session, begun, policies, remarks }: IamSession): readonly string[] {
  const from = begun === null ? '' : `, begun ${begun.time} by ${begun.actor ?? 'somebody'} with ${begun.action}`
  return [
    `session ${session ?? ''}${key === null ? '' : ` with the key ${key}`}${from}`,
    policies.length === 0
      ? 'no session policy that the evidence tells limits it'
      : 'it may do what is allowed above and in one of these, and nothing that these refuse:',
    ...policies.flatMap(({ name, text }) => (text === null ? [] : ['', `session: ${name}`, text])),
    ...remarks,
  ].map((line) => printableLines(line))
}

async function diff(context: Context, options: Options): Promise<number> {
  const { from = '', to = '', principal = null, taken = null } = options
  const result: IamDiff = await inCase(context, { dir: options.case }, (door) =>
    door.api.iamDiff({ from, to, principal, taken }, context.signal),
  )
  return print(context, options, result, async () => {
    await context.terminal.print(changeTable(result.changes))
    await context.terminal.line(count(result.changes.length, 'change'))
  })
}

function changeTable(changes: IamDiff['changes']): string {
  return table(
    ['time', 'change', 'by', 'from', 'call'].map((title) => ({ title })),
    changes.map(({ title, calls }) => {
      const [first] = calls
      const others = calls.length > 1 ? ` and ${calls.length - 1} more` : ''
      return [
        first?.time ?? 'no call in the logs',
        title,
        first?.actor ?? '',
        first?.sourceIp ?? '',
        `${first?.action ?? ''}${others}`,
      ]
    }),
  )
}

async function used(context: Context, options: Options): Promise<number> {
  const result: IamUsed = await inCase(context, { dir: options.case }, (door) =>
    door.api.iamUsed(when(options), context.signal),
  )
  const { terminal } = context
  return print(context, options, result, async () => {
    await terminal.print(
      table(
        ['action', 'used'].map((title) => ({ title })),
        result.used.map(({ action, used: calls }) => [action, usedText(calls, result.logs)]),
      ),
    )
    await terminal.line(
      `${result.used.length} of ${count(result.granted, 'action')} that ${result.principal} may do were used ${coverage(result.logs)}`,
    )
    if (result.notGranted.length > 0)
      await terminal.line(`done, though these policies do not allow it: ${result.notGranted.join(', ')}`)
    await terminal.print(`\n${printableLines(result.leastPrivilege.text)}\n`)
    for (const remark of result.leastPrivilege.remarks) terminal.say(remark)
  })
}

async function reach(context: Context, options: Options): Promise<number> {
  const result: IamReach = await inCase(context, { dir: options.case }, (door) =>
    door.api.iamReach(when(options), context.signal),
  )
  const { terminal } = context
  const names = new Map(result.nodes.map(({ id, name }) => [id, name]))
  return print(context, options, result, async () => {
    await terminal.print(
      table(
        ['from', 'to', 'how', 'confidence', 'if', 'used'].map((title) => ({ title })),
        result.edges.map((edge) => [
          names.get(edge.from) ?? edge.from,
          names.get(edge.to) ?? edge.to,
          edge.method,
          edge.confidence,
          edge.when.join(' and '),
          usedText(edge.used, result.logs),
        ]),
      ),
    )
    const more = result.isCut ? ', and there is more that is not shown' : ''
    await terminal.line(`${count(result.nodes.length - 1, 'thing')} within reach of ${result.principal}${more}`)
  })
}

/** Prints a result in either form, and what it rests on. */
async function print(
  { terminal }: Context,
  { json }: Options,
  result: IamBasis,
  inWords: () => Promise<void>,
): Promise<number> {
  if (json === true) await terminal.print(`${safeJson(JSON.stringify(result))}\n`)
  else {
    await inWords()
    for (const { account, uri, takenAt, because } of result.snapshots)
      terminal.say(
        `account ${account} as ${uri} shows it at ${takenAt}${because === 'file' ? ' (time of the file)' : ''}`,
      )
    for (const { time, action, actor, reason } of result.notReplayed)
      terminal.say(`not replayed: ${time} ${action} by ${actor ?? 'nobody named'}: ${reason}`)
    for (const text of [...result.unknown, ...result.remarks]) terminal.say(text)
  }
  return result.notReplayed.length > 0 ? exitCodes.problems : exitCodes.fine
}

function usedText(used: Used | null, logs: LogDays): string {
  if (used === null) return logs.first === null ? 'not seen: the case holds no logs' : `not seen ${coverage(logs)}`
  const { first, last, ips } = used
  return `${count(used.count, 'time')}, ${first} to ${last}, from ${ips.slice(0, 3).join(', ')}${ips.length > 3 ? ', …' : ''}`
}

function coverage({ first, last, hasDataEvents }: LogDays): string {
  if (first === null || last === null) return 'as far as is known: the case holds no logs'
  return `in the logs of ${first.slice(0, 10)} to ${last.slice(0, 10)}${hasDataEvents ? '' : ', which hold no data events'}`
}

function yes(is: boolean | null): string {
  return is === null ? '?' : is ? 'yes' : 'no'
}
