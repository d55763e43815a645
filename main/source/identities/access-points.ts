import {
  GetAccessPointCommand,
  GetAccessPointPolicyCommand,
  GetPublicAccessBlockCommand,
  ListAccessPointsCommand,
  S3ControlClient,
} from '@aws-sdk/client-s3-control'
import type { ServiceConfig } from '../clients.ts'
import { all, attempt, fileOf, inRegions, type Step, saved } from './step.ts'

/** Block Public Access of the account as a whole, and the access points that lead to its buckets. */
export const accessPoints: Step = {
  sid: 'ReadAccessPoints',
  what: 'Block Public Access of the account, and access points of buckets',
  actions: ['s3:GetAccessPoint', 's3:GetAccessPointPolicy', 's3:GetAccountPublicAccessBlock', 's3:ListAccessPoints'],
  async *run(asking) {
    const { clients, account: AccountId, signal } = asking
    const abort = { abortSignal: signal }
    const ofAccount = (PublicAccessBlockConfiguration: object | null) =>
      saved('account-public-access-block.json', { PublicAccessBlockConfiguration })
    yield attempt(
      asking,
      'GetAccountPublicAccessBlock',
      'Block Public Access of the account',
      async () => {
        const client = clients.of(Control)
        const answer = await client.send(new GetPublicAccessBlockCommand({ AccountId }), abort)
        return ofAccount(answer.PublicAccessBlockConfiguration ?? null)
      },
      { names: ['NoSuchPublicAccessBlockConfiguration'], saved: ofAccount(null) },
    )
    yield* inRegions(asking, 'ListAccessPoints', 'the access points', async function* (region) {
      const client = clients.of(Control, region)
      const points = await all(async (NextToken) => {
        const page = await client.send(new ListAccessPointsCommand({ AccountId, NextToken }), abort)
        return { items: page.AccessPointList, next: page.NextToken }
      })
      for (const { Name, AccessPointArn } of points) {
        if (AccessPointArn === undefined) continue
        const target = `the access point ${AccessPointArn}`
        yield attempt(asking, 'GetAccessPoint', target, async () => {
          const answer = await client.send(new GetAccessPointCommand({ AccountId, Name }), abort)
          const { Bucket, BucketAccountId, NetworkOrigin, VpcConfiguration, PublicAccessBlockConfiguration } = answer
          const about = { Bucket, BucketAccountId, NetworkOrigin, VpcConfiguration, PublicAccessBlockConfiguration }
          return saved(`access-point/${fileOf(AccessPointArn)}`, { AccessPointArn, Name, ...about }, region)
        })
        const file = (Policy: string | null) =>
          saved(`access-point-policy/${fileOf(AccessPointArn)}`, { ResourceArn: AccessPointArn, Policy }, region)
        yield attempt(
          asking,
          'GetAccessPointPolicy',
          target,
          async () => {
            const { Policy = null } = await client.send(new GetAccessPointPolicyCommand({ AccountId, Name }), abort)
            return file(Policy)
          },
          { names: ['NoSuchAccessPointPolicy'], saved: file(null) },
        )
      }
    })
  },
}

/** It writes the account in front of the host, which is no name any more where an endpoint is an address. */
class Control extends S3ControlClient {
  constructor(config: ServiceConfig) {
    const { endpoint } = config
    super(endpoint === undefined ? config : { ...config, endpointProvider: () => ({ url: new URL(endpoint) }) })
  }
}
