import { GetResourcePolicyCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { all, attempt, fileOf, inRegions, type Step, saved } from './step.ts'

/** Policies of the account's secrets, region by region. What a secret holds is not asked for, and the permissions do not give it. */
export const secretPolicies: Step = {
  sid: 'ReadSecretPolicies',
  what: 'policies of secrets, not what they hold',
  actions: ['secretsmanager:GetResourcePolicy', 'secretsmanager:ListSecrets'],
  run(asking) {
    const { clients, signal } = asking
    const abort = { abortSignal: signal }
    return inRegions(asking, 'ListSecrets', 'the secrets', async function* (region) {
      const client = clients.of(SecretsManagerClient, region)
      const secrets = await all(async (NextToken) => {
        const page = await client.send(new ListSecretsCommand({ MaxResults: 100, NextToken }), abort)
        return { items: page.SecretList, next: page.NextToken }
      })
      for (const { ARN } of secrets) {
        if (ARN === undefined) continue
        yield attempt(asking, 'GetResourcePolicy', `the secret ${ARN}`, async () => {
          const { ResourcePolicy = null } = await client.send(new GetResourcePolicyCommand({ SecretId: ARN }), abort)
          return saved(`secret-policy/${fileOf(ARN)}`, { ARN, ResourcePolicy }, region)
        })
      }
    })
  },
}
