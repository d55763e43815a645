import { GetKeyPolicyCommand, KMSClient, ListGrantsCommand, ListKeysCommand } from '@aws-sdk/client-kms'
import { all, attempt, fileOf, inRegions, type Step, saved } from './step.ts'

/** Policies of the account's KMS keys, AWS's own among them, and their grants, which let others in beside the policy. */
export const keyPolicies: Step = {
  sid: 'ReadKeyPolicies',
  what: 'policies and grants of KMS keys',
  actions: ['kms:GetKeyPolicy', 'kms:ListGrants', 'kms:ListKeys'],
  run(asking) {
    const { clients, signal } = asking
    const abort = { abortSignal: signal }
    return inRegions(asking, 'ListKeys', 'the keys', async function* (region) {
      const client = clients.of(KMSClient, region)
      const keys = await all(async (Marker) => {
        const page = await client.send(new ListKeysCommand({ Limit: 1000, Marker }), abort)
        return { items: page.Keys, next: page.NextMarker }
      })
      for (const { KeyId, KeyArn } of keys) {
        if (KeyId === undefined || KeyArn === undefined) continue
        const target = `the key ${KeyArn}`
        yield attempt(asking, 'GetKeyPolicy', target, async () => {
          const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }), abort)
          return saved(`key-policy/${fileOf(KeyArn)}`, { ResourceArn: KeyArn, Policy }, region)
        })
        yield attempt(asking, 'ListGrants', target, async () => {
          const Grants = await all(async (Marker) => {
            const page = await client.send(new ListGrantsCommand({ KeyId, Limit: 100, Marker }), abort)
            return { items: page.Grants, next: page.NextMarker }
          })
          return saved(`key-grants/${fileOf(KeyArn)}`, { ResourceArn: KeyArn, Grants }, region)
        })
      }
    })
  },
}
