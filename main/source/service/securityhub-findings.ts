import { GetFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub'
import { answers } from './answers.ts'
import type { Service } from './open-service.ts'

/**
 * Security Hub findings (ASFF) that were updated in the window; there is no export to a bucket.
 * https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html
 */
export const securityhubFindings: Service = {
  name: 'securityhub',
  operation: 'GetFindings',
  remembers: 90 * 86_400_000,
  async *pages(clients, region, window, signal) {
    const client = clients.of(SecurityHubClient, region)
    const UpdatedAt = [{ Start: new Date(window.from).toISOString(), End: new Date(window.until - 1).toISOString() }]
    let token: string | undefined
    do {
      const command = new GetFindingsCommand({
        MaxResults: 100,
        Filters: { UpdatedAt },
        SortCriteria: [{ Field: 'UpdatedAt', SortOrder: 'asc' }],
        ...(token === undefined ? {} : { NextToken: token }),
      })
      const { raw, answer } = await answers(command, (one) => client.send(one, { abortSignal: signal }))
      token = answer.NextToken || undefined
      yield { raw, window, whole: token === undefined }
    } while (token !== undefined)
  },
}
