import { dirname, extname, resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import { unloggedSaid } from '../../shared/job.ts'
import { Problem } from '../../shared/problem.ts'
import { type RecordFormat, recordFormats } from '../../shared/record.ts'
import { askPassphrase } from './ask-person.ts'
import type { Context, Register } from './context.ts'
import { examples } from './examples.ts'
import { Ended, exitCodes } from './exit-codes.ts'
import { isFolder } from './export-file.ts'
import { inCase } from './in-case.ts'
import { safeJson } from './printable.ts'
import { count, size } from './quantities.ts'
import { runJob } from './run-job.ts'

interface Options {
  readonly case: string
  readonly output: string
  readonly import?: number
  readonly format?: RecordFormat
  readonly sign?: string
  readonly json?: true
}

/** `coldtrail record --case DIR [--import N] -o FILE [--sign KEYFILE]` */
export const recordCommand: Register = (program, context, end) => {
  program
    .command('record')
    .description('write the acquisition record: who brought what into the case, when, from where, with which hash')
    .requiredOption('--case <dir>', 'folder of the case')
    .requiredOption('-o, --output <file>', 'file to write: .html (to print), .json or .txt')
    .option('--import <number>', 'only of this import or collection (default: all of the case)', wholeNumber)
    .addOption(
      new Option('--format <format>', 'format of the file (default: as its extension says)').choices(recordFormats),
    )
    .option('--sign <key>', 'sign it with the secret key in this file (of minisign, or coldtrail key new)')
    .option('--json', 'print what was written as one JSON document')
    .addHelpText(
      'after',
      examples(
        'record --case intrusion.coldtrail -o record.html',
        'record --case intrusion.coldtrail --import 3 -o record.json --sign ana.key',
        'verify record.json --case intrusion.coldtrail --public-key ana.key.pub',
      ),
    )
    .action(async (options: Options) => end(await record(context, options)))
}

/** `coldtrail key new FILE` */
export const keyCommand: Register = (program, context, end) => {
  program
    .command('key')
    .description('a key to sign acquisition records with, as minisign keeps it')
    .command('new')
    .description('make a key under a passphrase, and its public half in <file>.pub')
    .argument('<file>', 'file for the secret key')
    .addHelpText('after', examples('key new ana.key'))
    .action(async (file: string) => {
      const passphrase = await askPassphrase(context, 'A passphrase for the new key; whoever knows both can sign')
      const { open, openPath } = await context.signing.newKey(resolve(file), passphrase)
      await context.terminal.line(`secret key in ${resolve(file)}, public key in ${openPath}: ${open}`)
      end(exitCodes.fine)
    })
}

async function record(context: Context, options: Options): Promise<number> {
  const path = resolve(options.output)
  const format = options.format ?? formatOf(path)
  if (!(await isFolder(dirname(path))))
    throw new Ended(exitCodes.usage, `cannot write '${path}': there is no such folder`)
  const sign = options.sign === undefined ? null : await signWith(context, resolve(options.sign))
  const job = await inCase(context, { dir: options.case }, (door) =>
    runJob(context, door, () => door.api.startRecord({ import: options.import ?? null, format, path, sign })),
  )
  const result = job.result !== null && 'path' in job.result ? job.result : null
  if (result === null) throw new Problem('cancelled', 'cancelled; nothing was written')
  const { rows, bytes, sha256 } = result
  if (result.isUnlogged) context.terminal.say(unloggedSaid)
  const signature = result.signed?.path ?? null
  if (options.json)
    await context.terminal.print(
      `${safeJson(JSON.stringify({ path, format, objects: rows, bytes, sha256, signature }))}\n`,
    )
  else {
    await context.terminal.line(
      `record of ${count(rows, 'object')} (${size(bytes)}) written to ${path}, sha256 ${sha256}`,
    )
    if (signature !== null) await context.terminal.line(`signed: ${signature}`)
  }
  return exitCodes.fine
}

async function signWith(context: Context, key: string) {
  const asks = await context.signing.asksPassphrase(key)
  return { key, passphrase: asks ? await askPassphrase(context, `The passphrase of the key ${key}`) : '' }
}

function formatOf(path: string): RecordFormat {
  const extension = extname(path).slice(1).toLowerCase()
  const format = recordFormats.find((one) => one === (extension === 'htm' ? 'html' : extension))
  if (format !== undefined) return format
  throw new Ended(
    exitCodes.usage,
    `'${path}' names no format: end it in .${recordFormats.join(', .')}, or give --format`,
  )
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('an import is named by its number: 1, 2, …')
  return Number(text)
}
