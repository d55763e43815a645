import { resolve } from 'node:path'
import { Option } from 'commander'
import { type BundleContents, type BundleLeft, bundleContents } from '../../shared/bundle.ts'
import { Problem } from '../../shared/problem.ts'
import { askPassphrase } from './ask-person.ts'
import type { Context, Door, Register } from './context.ts'
import { examples } from './examples.ts'
import { Ended, exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { safeJson } from './printable.ts'
import { count, size } from './quantities.ts'
import { runJob } from './run-job.ts'

interface WriteOptions {
  readonly case: string
  readonly output: string
  readonly contents: BundleContents
  readonly json?: true
}

interface OpenOptions {
  readonly to?: string
  readonly case?: string
  readonly json?: true
}

/** `coldtrail bundle write|open` */
export const bundleCommand: Register = (program, context, end) => {
  const command = program
    .command('bundle')
    .description('hand a case to somebody else as one file under a passphrase, in the format of age')
    .addHelpText('after', examples('bundle write --case intrusion.coldtrail -o intrusion.age'))

  command
    .command('write')
    .description('pack a case, or what people say of its events; the passphrase is asked for')
    .requiredOption('--case <dir>', 'folder of the case')
    .requiredOption('-o, --output <file>', 'file to write')
    .addOption(new Option('--contents <what>', 'what to pack').choices(bundleContents).default('case'))
    .option('--json', 'print what was written as one JSON document')
    .addHelpText(
      'after',
      examples(
        'bundle write --case intrusion.coldtrail -o intrusion.age',
        'bundle write --case intrusion.coldtrail --contents marks -o marks-of-ana.age',
      ),
    )
    .action(async (options: WriteOptions) => end(await write(context, options)))

  command
    .command('open')
    .description('unpack a bundle: a case into a new folder, marks into a case; every file is checked first')
    .argument('<file>', 'file that bundle write wrote')
    .option('--to <dir>', 'folder that the case shall become')
    .option('--case <dir>', 'case that marks are brought into')
    .option('--json', 'print what came as one JSON document')
    .addHelpText('after', examples('bundle open intrusion.age --to copy.coldtrail'))
    .action(async (file: string, options: OpenOptions) => end(await open(context, file, options)))
}

async function write(context: Context, { case: dir, output, contents, json }: WriteOptions): Promise<number> {
  const path = resolve(output)
  const passphrase = await askPassphrase(context, 'A passphrase for the bundle, of at least 10 characters')
  if (process.stdin.isTTY === true && (await askPassphrase(context, 'The same once more')) !== passphrase)
    throw new Ended(exitCodes.usage, 'the two passphrases are not the same; nothing was written')
  const job = await inCase(context, { dir }, (door) =>
    runJob(context, door, () => door.api.startBundle({ contents, path, passphrase })),
  )
  const result = job.result !== null && 'path' in job.result ? job.result : null
  if (result === null) throw new Problem('cancelled', 'cancelled; nothing was written')
  const { rows: files, bytes, sha256, left } = result
  if (json)
    await context.terminal.print(`${safeJson(JSON.stringify({ path, contents, files, bytes, sha256, left }))}\n`)
  else
    await context.terminal.line(
      `bundle of ${count(files, 'file')} (${size(bytes)}) written to ${path}, sha256 ${sha256}`,
    )
  return sayLeft(context, left)
}

/** What the case has and the bundle has not is a problem that somebody must know of. */
function sayLeft({ terminal }: Context, left: BundleLeft | undefined): number {
  if (left === undefined || left.files === 0) return exitCodes.fine
  terminal.say(`${count(left.files, 'file')} of evidence, imported in place, could not be packed:`)
  for (const { uri, reason } of left.first) terminal.say(`  ${uri}: ${reason}`)
  return exitCodes.problems
}

async function open(context: Context, file: string, { to, case: dir, json }: OpenOptions): Promise<number> {
  if ((to === undefined) === (dir === undefined))
    throw new Ended(exitCodes.usage, 'say either --to, the folder that a case shall become, or --case, for marks')
  const passphrase = await askPassphrase(context, `The passphrase of ${file}`)
  const input = { path: resolve(file), passphrase, to: to === undefined ? null : resolve(to) }
  const unpack = (own: Door) => runJob(context, own, () => own.api.startOpenBundle(input))
  const { result } = await (dir === undefined ? withoutCase(context, unpack) : inCase(context, { dir }, unpack))
  const taken = result !== null && 'folder' in result ? result : null
  if (taken === null) throw new Problem('cancelled', 'cancelled; nothing was unpacked')
  const { head, folder, files, bytes, marks } = taken
  if (json) await context.terminal.print(`${safeJson(JSON.stringify(taken))}\n`)
  else if (marks !== null)
    await context.terminal.line(
      `${count(marks.fresh, 'new mark')} of the case '${head.case.name}', people disagree about ${count(marks.disputed, 'event')}`,
    )
  else
    await context.terminal.line(
      `the case '${head.case.name}', packed ${head.writtenAt} by ${head.writtenBy}, is in ${folder}: ${count(files, 'file')} (${size(bytes)}), each as it was packed`,
    )
  if (marks === null) return sayLeft(context, head.left)
  return marks.disputed > 0 ? exitCodes.problems : exitCodes.fine
}

async function withoutCase<T>(context: Context, work: (door: Door) => Promise<T>): Promise<T> {
  const door = context.open()
  try {
    return await work(door)
  } finally {
    await door.close()
  }
}
