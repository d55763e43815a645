import {
  GetFindingsCommand,
  GuardDutyClient,
  ListDetectorsCommand,
  ListFindingsCommand,
} from '@aws-sdk/client-guardduty'
import { answers } from './answers.ts'
import type { Service } from './open-service.ts'

/**
 * GuardDuty findings that were updated in the window; a finding that is updated later comes again, as it does in exports.
 * https://docs.aws.amazon.com/guardduty/latest/APIReference/API_ListFindings.html
 */
export const guarddutyFindings: Service = {
  name: 'guardduty',
  operation: 'GetFindings',
  remembers: 90 * 86_400_000,
  async *pages(clients, region, window, signal) {
    const client = clients.of(GuardDutyClient, region)
    const abort = { abortSignal: signal }
    const { DetectorIds = [] } = await client.send(new ListDetectorsCommand({}), abort)
    const updatedAt = { GreaterThanOrEqual: window.from, LessThan: window.until }
    for (const [place, DetectorId] of DetectorIds.entries()) {
      let token: string | undefined
      do {
        const { FindingIds = [], NextToken } = await client.send(
          new ListFindingsCommand({
            DetectorId,
            MaxResults: 50,
            FindingCriteria: { Criterion: { updatedAt } },
            ...(token === undefined ? {} : { NextToken: token }),
          }),
          abort,
        )
        token = NextToken || undefined
        if (FindingIds.length === 0) continue
        const command = new GetFindingsCommand({ DetectorId, FindingIds })
        const { raw } = await answers(command, (one) => client.send(one, abort))
        yield { raw, window, whole: token === undefined && place === DetectorIds.length - 1 }
      } while (token !== undefined)
    }
  },
}
