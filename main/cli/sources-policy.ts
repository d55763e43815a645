import type { Command } from 'commander'
import type { Source } from '../../shared/source.ts'
import type { Context } from './context.ts'
import { examples } from './examples.ts'
import { Ended, exitCodes } from './exit-codes.ts'
import { inCase } from './in-case.ts'
import { printable, safeJson } from './printable.ts'
import { sourceOf } from './source-of.ts'

interface Options {
  readonly case?: string
  readonly type?: string
  readonly region?: string
  readonly role?: readonly string[]
  readonly externalId?: string
  readonly acknowledge?: true
  readonly deleteAfter?: true
  readonly principal?: string
  readonly key: readonly string[]
  readonly bucket: readonly string[]
  readonly json?: true
}

/** `coldtrail sources policy NAME` */
export function policyCommand(command: Command, context: Context, end: (exitCode: number) => void): void {
  const more = (text: string, before: readonly string[] = []) => [...before, text]
  command
    .command('policy')
    .description('the exact IAM policies with which a source can be collected and nothing else be done')
    .argument('<source>', 'name of a source in the case, or an address as collect takes it, such as s3://bucket/path')
    .option('--case <dir>', 'folder of the case, for a name')
    .option('--principal <arn>', 'user or role that Coldtrail runs as, for the trust policy')
    .option('--key <arn>', 'KMS key that encrypts the logs; may be repeated', more, [])
    .option('--bucket <name>', 'bucket that a queue announces objects of; may be repeated', more, [])
    .option('--type <type>', 'of an address: what lies in the bucket, or security-lake')
    .option('--region <region>', 'of an address')
    .option('--role <arn>', 'of an address: role to assume; may be repeated', more)
    .option('--external-id <id>', 'of an address: external id of the last role')
    .option('--acknowledge', 'of an address: messages are deleted once their objects are committed')
    .option('--delete-after', 'of an address: objects are deleted once they are committed')
    .option('--json', 'print the documents as one JSON document')
    .addHelpText(
      'after',
      examples(
        'sources policy "cloudtrail trail-bucket" --case intrusion.coldtrail',
        'sources policy s3://trail-bucket --role arn:aws:iam::111122223333:role/Reader --external-id our-id --principal arn:aws:iam::999988887777:user/responder',
      ),
    )
    .action(async (source: string, options: Options) => end(await policy(context, source, options)))
}

async function policy(context: Context, text: string, options: Options): Promise<number> {
  const { principal = null, key, bucket, case: dir, json, ...address } = options
  const source = sourceOf(text, { ...address, versions: true, digests: true }) ?? (await saved(context, text, dir))
  const door = context.open()
  try {
    const asked = { source, principal, keys: [...key], buckets: [...bucket] }
    const { documents, notes } = await door.api.sourcePolicy(asked, context.signal)
    if (json) {
      const parsed = documents.map(({ json: policy, ...about }) => ({
        ...about,
        policy: JSON.parse(policy) as unknown,
      }))
      await context.terminal.print(`${safeJson(JSON.stringify({ documents: parsed, notes }))}\n`)
    } else {
      for (const { title, attach, json: policy } of documents) {
        await context.terminal.print(`${printable(`# ${title}`)}\n${printable(`# ${attach}`)}\n${safeJson(policy)}\n\n`)
      }
      for (const note of notes) context.terminal.say(note)
    }
    return exitCodes.fine
  } finally {
    await door.close()
  }
}

async function saved(context: Context, name: string, dir: string | undefined): Promise<Source> {
  if (dir === undefined) throw new Ended(exitCodes.usage, `'${name}' is a name: say in which case with --case`)
  const sources = await inCase(context, { dir }, ({ api }) => api.sources({}, context.signal))
  const found = sources.find((source) => source.name === name)
  if (found) return found
  const there = sources.map((source) => `'${source.name}'`).join(', ') || 'none'
  throw new Ended(exitCodes.usage, `there is no source '${name}' in this case; there are ${there}`)
}
