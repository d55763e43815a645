import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { all, attempt, fileOf, inRegions, type Step, saved } from './step.ts'

/** Policies of the account's queues, region by region; that a queue has none is an answer too. */
export const queuePolicies: Step = {
  sid: 'ReadQueuePolicies',
  what: 'policies of queues',
  actions: ['sqs:GetQueueAttributes', 'sqs:ListQueues'],
  run(asking) {
    const { clients, signal } = asking
    const abort = { abortSignal: signal }
    return inRegions(asking, 'ListQueues', 'the queues', async function* (region) {
      const client = clients.of(SQSClient, region)
      const urls = await all(async (NextToken) => {
        const page = await client.send(new ListQueuesCommand({ MaxResults: 1000, NextToken }), abort)
        return { items: page.QueueUrls, next: page.NextToken }
      })
      for (const QueueUrl of urls) {
        yield attempt(asking, 'GetQueueAttributes', `the queue ${QueueUrl}`, async () => {
          const AttributeNames = ['Policy' as const, 'QueueArn' as const]
          const { Attributes = {} } = await client.send(
            new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
            abort,
          )
          return saved(`queue-policy/${fileOf(Attributes.QueueArn ?? QueueUrl)}`, { Attributes }, region)
        })
      }
    })
  },
}
