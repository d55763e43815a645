import { setTimeout } from 'node:timers/promises'
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { answers } from './answers.ts'
import type { Service } from './open-service.ts'
import { days } from './window.ts'

/** Two calls a second for each account and region. */
const between = 510
/** Pages after which a busy day is cut, so that an interruption costs no more than so many calls. */
const pagesAPart = 40

/**
 * The events of the last 90 days, where no trail writes them to a bucket: management events only, newest first.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export const cloudtrailEvents: Service = {
  name: 'cloudtrail',
  operation: 'LookupEvents',
  remembers: 90 * 86_400_000,
  async *pages(clients, region, window, signal) {
    const client = clients.of(CloudTrailClient, region)
    let last = Number.NEGATIVE_INFINITY
    for (const day of days(window)) {
      let until = day.until
      let token: string | undefined
      for (let page = 1; ; page++) {
        await setTimeout(Math.max(0, last + between - performance.now()), undefined, { signal })
        last = performance.now()
        const command = new LookupEventsCommand({
          StartTime: new Date(day.from),
          // Its end is inclusive, ours is not.
          EndTime: new Date(until - 1000),
          MaxResults: 50,
          ...(token === undefined ? {} : { NextToken: token }),
        })
        const { raw, answer } = await answers(command, (one) => client.send(one, { abortSignal: signal }))
        token = answer.NextToken
        const oldest = answer.Events?.at(-1)?.EventTime?.getTime()
        if (token === undefined) {
          yield { raw, window: { from: day.from, until }, whole: true }
          break
        }
        // All events of a later second are there; those of this one may go on.
        const cut = page >= pagesAPart && oldest !== undefined && oldest + 1000 < until ? oldest + 1000 : null
        yield { raw, window: { from: cut ?? day.from, until }, whole: cut !== null }
        if (cut === null) continue
        until = cut
        token = undefined
        page = 0
      }
    }
  },
}
