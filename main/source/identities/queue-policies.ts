import { GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs'
import { all, fileOf, type Step, saved } from './step.ts'

/** Policies of the account's queues, region by region; that a queue has none is an answer too. */
export const queuePolicies: Step = {
  sid: 'ReadQueuePolicies',
  what: 'policies of queues',
  actions: ['sqs:GetQueueAttributes', 'sqs:ListQueues'],
  async *run({ clients, regions, signal, said }) {
    const abort = { abortSignal: signal }
    for (const region of regions) {
      const client = clients.sqs(region)
      try {
        const urls = await all(async (NextToken) => {
          const page = await client.send(new ListQueuesCommand({ MaxResults: 1000, NextToken }), abort)
          return { items: page.QueueUrls, next: page.NextToken }
        })
        for (const QueueUrl of urls) {
          const { Attributes = {} } = await client.send(
            new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy', 'QueueArn'] }),
            abort,
          )
          const { QueueArn } = Attributes
          if (QueueArn) yield saved(`queue-policy/${fileOf(QueueArn)}`, { Attributes }, region)
        }
      } catch (error) {
        signal.throwIfAborted()
        yield said(error, 'ListQueues', `the queues in ${region}`)
      }
    }
  },
}
