import { DescribeRepositoriesCommand, ECRClient, GetRepositoryPolicyCommand } from '@aws-sdk/client-ecr'
import { all, attempt, fileOf, inRegions, type Step, saved } from './step.ts'

/** Policies of the account's image repositories, region by region; that one has none is an answer too. */
export const repositoryPolicies: Step = {
  sid: 'ReadRepositoryPolicies',
  what: 'policies of image repositories',
  actions: ['ecr:DescribeRepositories', 'ecr:GetRepositoryPolicy'],
  run(asking) {
    const { clients, signal } = asking
    const abort = { abortSignal: signal }
    return inRegions(asking, 'DescribeRepositories', 'the image repositories', async function* (region) {
      const client = clients.of(ECRClient, region)
      const repositories = await all(async (nextToken) => {
        const page = await client.send(new DescribeRepositoriesCommand({ maxResults: 1000, nextToken }), abort)
        return { items: page.repositories, next: page.nextToken }
      })
      for (const { repositoryArn, repositoryName } of repositories) {
        if (repositoryArn === undefined) continue
        const file = (policyText: string | null) =>
          saved(`repository-policy/${fileOf(repositoryArn)}`, { ResourceArn: repositoryArn, policyText }, region)
        const none = { names: ['RepositoryPolicyNotFoundException'], saved: file(null) }
        yield attempt(
          asking,
          'GetRepositoryPolicy',
          `the repository ${repositoryArn}`,
          async () => {
            const { policyText = null } = await client.send(new GetRepositoryPolicyCommand({ repositoryName }), abort)
            return file(policyText)
          },
          none,
        )
      }
    })
  },
}
