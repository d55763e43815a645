import { GetCallerIdentityCommand } from '@aws-sdk/client-sts'
import type { ApiSource } from '../../../shared/source.ts'
import { awsProblem, explain } from '../aws-problem.ts'
import { Clients } from '../clients.ts'
import { failed, whoAmI } from '../s3/test-bucket.ts'
import { type Ground, note, type OpenSource, problem, type Said } from '../source.ts'
import { missing, pageName, settled, type Window, windowOf } from './window.ts'

/** One page of answers, as AWS sent it. */
export interface Answered {
  readonly raw: Buffer
  readonly window: Window
  /** Whether, with this page, all of the window is there. */
  readonly whole: boolean
}

/** A service whose findings or events are asked for by its API. */
export interface Service {
  /** As it stands in the URIs of its answers. */
  readonly name: string
  readonly operation: string
  /** How far back it remembers, milliseconds. */
  readonly remembers: number
  /** Answers for a window of one region, page by page. */
  pages(clients: Clients, region: string, window: Window, signal: AbortSignal): AsyncGenerator<Answered>
}

/**
 * Logs that lie in no bucket: an API is asked, and each answer is kept as an object like any other, byte for byte. What
 * was answered wholly before is not asked for again.
 */
export function openService(source: ApiSource, ground: Ground, service: Service): OpenSource {
  const clients = new Clients(source.access, ground)
  const regions = source.regions.length > 0 ? source.regions : [clients.region]
  const said = (error: unknown, operation: string, target: string) =>
    clients.secrets.scrub(explain(error, operation, target))
  const refused = (error: unknown, region: string) => {
    clients.doubt(error)
    const { permission } = awsProblem(error, service.operation)
    return problem(said(error, service.operation, `${service.name} in ${region}`), permission)
  }

  return {
    kind: 'live',

    async *offers(signal): AsyncGenerator<Said> {
      const account = await accountOf(clients, signal)
      if (source.regions.length === 0)
        yield note(`only ${clients.region} is asked: name the regions of the source to ask more`)
      for (const region of regions) {
        const base = `aws-api://${service.name}/${account}/${region}/${service.operation}/`
        const asked = windowOf(source, service.remembers)
        try {
          for (const gap of missing(asked, await ground.collected(base)).flatMap((gap) => settled(gap))) {
            let page = 0
            for await (const { raw, window, whole } of service.pages(clients, region, gap, signal)) {
              const place = { organization: null, account, region, service: service.name, ...daysOf(window) }
              yield {
                kind: 'offer',
                uri: `${base}${pageName(window, ++page, whole)}`,
                bytes: raw.length,
                modifiedAt: new Date().toISOString(),
                etag: null,
                version: null,
                mark: 'current',
                place,
                s3: null,
                inline: raw,
                message: null,
                unreadable: null,
              }
            }
          }
        } catch (error) {
          signal.throwIfAborted()
          yield refused(error, region)
        }
      }
    },

    get: async () => {
      throw new Error('what an API answered came with the offer')
    },
    judge: (error) => ({ what: 'fail', reason: said(error, service.operation, service.name) }),
    explain: (error) => {
      clients.doubt(error)
      const { permission } = awsProblem(error, service.operation)
      return { text: said(error, service.operation, service.name), permission }
    },
    settle: async () => [],

    async *test(signal) {
      yield* whoAmI(clients, said, signal)
      for (const region of regions) {
        try {
          const recent = windowOf({ from: null, until: null }, 86_400_000)
          for await (const { raw } of service.pages(clients, region, recent, signal)) {
            yield {
              ok: true,
              text: `${service.name} in ${region} answers (${raw.length} bytes for the last day)`,
              permission: null,
            }
            break
          }
        } catch (error) {
          signal.throwIfAborted()
          yield failed(said(error, service.operation, `${service.name} in ${region}`), error, service.operation)
        }
      }
    },
    outlook: async () => ({
      objects: null,
      notes: [note('how much an API will answer is not known before it is asked')],
    }),
    close: async () => clients.close(),
  }
}

function daysOf({ from, until }: Window): { firstDay: string; lastDay: string } {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10)
  return { firstDay: day(from), lastDay: day(Math.max(from, until - 1)) }
}

async function accountOf(clients: Clients, signal: AbortSignal): Promise<string> {
  const { Account } = await clients.sts().send(new GetCallerIdentityCommand({}), { abortSignal: signal })
  return Account ?? 'unknown'
}
