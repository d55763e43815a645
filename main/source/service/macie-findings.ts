import { GetFindingsCommand, ListFindingsCommand, Macie2Client } from '@aws-sdk/client-macie2'
import { answers } from './answers.ts'
import type { Service } from './open-service.ts'

/**
 * Macie findings that were updated in the window.
 * https://docs.aws.amazon.com/macie/latest/APIReference/findings.html
 */
export const macieFindings: Service = {
  name: 'macie',
  operation: 'GetFindings',
  remembers: 90 * 86_400_000,
  async *pages(clients, region, window, signal) {
    const client = clients.of(Macie2Client, region)
    const abort = { abortSignal: signal }
    let token: string | undefined
    do {
      const { findingIds = [], nextToken } = await client.send(
        new ListFindingsCommand({
          maxResults: 50,
          findingCriteria: { criterion: { updatedAt: { gte: window.from, lt: window.until } } },
          ...(token === undefined ? {} : { nextToken: token }),
        }),
        abort,
      )
      token = nextToken || undefined
      if (findingIds.length === 0) continue
      const { raw } = await answers(new GetFindingsCommand({ findingIds }), (one) => client.send(one, abort))
      yield { raw, window, whole: token === undefined }
    } while (token !== undefined)
  },
}
