import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { SourceOf } from '../../../shared/source.ts'
import { awsProblem, explain } from '../aws-problem.ts'
import { Clients } from '../clients.ts'
import { whoAmI } from '../s3/test-bucket.ts'
import { type Ground, note, type OpenSource, problem, type Said } from '../source.ts'
import { stampOf } from './credential-report.ts'
import type { Saved } from './step.ts'
import { steps } from './steps.ts'

/**
 * Identities and policies of an account, asked with calls that only read. Each answer is an object, the same files that
 * the AWS CLI would have saved; each run takes a new picture of the account, with its time in the names.
 */
export function openIdentities(source: SourceOf<'api-iam'>, ground: Ground): OpenSource {
  const clients = new Clients(source.access, ground)
  const regions = source.regions.length > 0 ? source.regions : [clients.region]
  const words = (error: unknown, operation: string, target: string) =>
    clients.secrets.scrub(explain(error, operation, target))
  const said = (error: unknown, operation: string, target: string) =>
    problem(words(error, operation, target), awsProblem(error, operation).permission)

  async function* answers(signal: AbortSignal): AsyncGenerator<{ readonly what: string; readonly said: Said }> {
    const { Account = 'unknown', Arn = '' } = await clients
      .sts()
      .send(new GetCallerIdentityCommand({}), { abortSignal: signal })
    const now = new Date()
    const stamp = stampOf(now)
    const asking = { clients, account: Account, partition: Arn.split(':')[1] ?? 'aws', regions, stamp, signal, said }
    if (source.regions.length === 0)
      yield {
        what: '',
        said: note(
          `keys, functions, queues and what else lies in regions: of ${clients.region} only; name the regions of the source to ask more`,
        ),
      }
    for (const step of steps) {
      try {
        for await (const one of step.run(asking)) {
          const base = `aws-api://iam/${Account}/${stamp}/`
          yield { what: step.what, said: one.kind === 'saved' ? offered(one, Account, base, now) : one }
        }
      } catch (error) {
        signal.throwIfAborted()
        yield { what: step.what, said: said(error, step.actions[0]?.split(':')[1] ?? '', step.what) }
      }
    }
  }

  return {
    kind: 'live',
    async *offers(signal) {
      for await (const { said: one } of answers(signal)) yield one
    },
    get: async () => {
      throw new Error('what an API answered came with the offer')
    },
    judge: (error) => ({ what: 'fail', reason: words(error, 'GetAccountAuthorizationDetails', source.name) }),
    explain: (error) => {
      clients.doubt(error)
      const { permission } = awsProblem(error, 'GetCallerIdentity')
      return { text: words(error, 'GetCallerIdentity', source.name), permission }
    },
    settle: async () => [],
    async *test(signal) {
      yield* whoAmI(clients, words, signal)
      const came = new Map<string, number>()
      for await (const { what, said: one } of answers(signal)) {
        if (one.kind === 'note') yield { ok: !one.isProblem, text: one.text, permission: one.permission }
        else came.set(what, (came.get(what) ?? 0) + 1)
      }
      for (const [what, count] of came)
        yield { ok: true, text: `${what}: ${count} ${count === 1 ? 'answer' : 'answers'}`, permission: null }
    },
    outlook: async () => ({
      objects: null,
      notes: steps.map(({ what, actions }) => note(`${what}: ${actions.join(', ')}`)),
    }),
    close: async () => clients.close(),
  }
}

function offered({ file, region, answer }: Saved, account: string, base: string, now: Date): Said {
  // With time and name in it no answer is taken for a copy of another: of a bucket that is like the next one, or of one that changed in between and back.
  const bytes =
    answer instanceof Uint8Array
      ? answer
      : Buffer.from(`${JSON.stringify({ Collected: { at: now.toISOString(), as: file }, ...answer }, null, 2)}\n`)
  const day = now.toISOString().slice(0, 10)
  return {
    kind: 'offer',
    uri: `${base}${file}`,
    bytes: bytes.length,
    modifiedAt: now.toISOString(),
    etag: null,
    version: null,
    mark: 'current',
    place: { organization: null, account, region: region ?? 'aws-global', service: 'iam', firstDay: day, lastDay: day },
    s3: null,
    inline: bytes,
    message: null,
    unreadable: null,
  }
}
