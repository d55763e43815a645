import { GetTopicAttributesCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns'
import { all, attempt, fileOf, inRegions, type Step, saved } from './step.ts'

/** Policies of the account's topics, region by region. */
export const topicPolicies: Step = {
  sid: 'ReadTopicPolicies',
  what: 'policies of topics',
  actions: ['sns:GetTopicAttributes', 'sns:ListTopics'],
  run(asking) {
    const { clients, signal } = asking
    const abort = { abortSignal: signal }
    return inRegions(asking, 'ListTopics', 'the topics', async function* (region) {
      const client = clients.of(SNSClient, region)
      const topics = await all(async (NextToken) => {
        const page = await client.send(new ListTopicsCommand({ NextToken }), abort)
        return { items: page.Topics, next: page.NextToken }
      })
      for (const { TopicArn } of topics) {
        if (TopicArn === undefined) continue
        yield attempt(asking, 'GetTopicAttributes', `the topic ${TopicArn}`, async () => {
          const { Attributes } = await client.send(new GetTopicAttributesCommand({ TopicArn }), abort)
          // The rest is delivery, and may hold names of people's endpoints.
          return saved(
            `topic-policy/${fileOf(TopicArn)}`,
            { Attributes: { TopicArn, Policy: Attributes?.Policy ?? null } },
            region,
          )
        })
      }
    })
  },
}
