import {
  GetBucketAclCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { all, fileOf, isCalled, type Step, saved } from './step.ts'

/** Policies, access lists and public access blocks of the account's buckets. */
export const bucketPolicies: Step = {
  sid: 'ReadBucketPolicies',
  what: 'policies and access lists of buckets',
  actions: ['s3:GetBucketAcl', 's3:GetBucketPolicy', 's3:GetBucketPublicAccessBlock', 's3:ListAllMyBuckets'],
  async *run({ clients, partition, signal, said }) {
    const abort = { abortSignal: signal }
    const home = clients.s3(clients.region, true)
    const buckets = await all(async (ContinuationToken) => {
      const page = await home.send(new ListBucketsCommand({ MaxBuckets: 1000, ContinuationToken }), abort)
      return { items: page.Buckets, next: page.ContinuationToken }
    })
    for (const { Name: bucket, BucketRegion: region = clients.region } of buckets) {
      if (bucket === undefined) continue
      for (const [operation, folder, ask] of asked) {
        const file = `${folder}/${fileOf(`arn:${partition}:s3:::${bucket}`)}`
        try {
          yield saved(file, await ask(clients.s3(region, true), bucket, abort), region)
        } catch (error) {
          signal.throwIfAborted()
          // That there is none is an answer too: an earlier one is past.
          if (isCalled(error, 'NoSuchBucketPolicy')) yield saved(file, { Policy: null }, region)
          else if (isCalled(error, 'NoSuchPublicAccessBlockConfiguration'))
            yield saved(file, { PublicAccessBlockConfiguration: null }, region)
          else yield said(error, operation, `the bucket ${bucket}`)
        }
      }
    }
  },
}

type Ask = (client: S3Client, Bucket: string, abort: { readonly abortSignal: AbortSignal }) => Promise<object>

const asked: readonly (readonly [operation: string, folder: string, ask: Ask])[] = [
  [
    'GetBucketPolicy',
    'bucket-policy',
    async (client, Bucket, abort) => {
      const { Policy } = await client.send(new GetBucketPolicyCommand({ Bucket }), abort)
      return { Policy }
    },
  ],
  [
    'GetBucketPublicAccessBlock',
    'public-access-block',
    async (client, Bucket, abort) => {
      const { PublicAccessBlockConfiguration } = await client.send(new GetPublicAccessBlockCommand({ Bucket }), abort)
      return { PublicAccessBlockConfiguration }
    },
  ],
  [
    'GetBucketAcl',
    'bucket-acl',
    async (client, Bucket, abort) => {
      const { Owner, Grants = [] } = await client.send(new GetBucketAclCommand({ Bucket }), abort)
      return { Owner, Grants }
    },
  ],
]
