import type { QueueSource } from '../../../shared/source.ts'
import { queueAddress, type Where } from './place.ts'
import { oneOrMany, type Statement } from './statement.ts'

/** Receiving from the queue, and reading what it announces; deleting messages only where acknowledging is on. */
export function queueStatements(source: QueueSource, buckets: readonly string[], where: Where): readonly Statement[] {
  const { partition, region, account } = where
  const queue = `arn:${partition}:sqs:${region}:${account}:${queueAddress(source.queue).name}`
  return [
    {
      Sid: 'ReceiveAnnouncements',
      Effect: 'Allow',
      Action: [
        'sqs:GetQueueUrl',
        'sqs:GetQueueAttributes',
        'sqs:ReceiveMessage',
        'sqs:ChangeMessageVisibility',
        ...(source.acknowledge ? ['sqs:DeleteMessage'] : []),
      ],
      Resource: queue,
    },
    {
      Sid: 'ReadAnnouncedObjects',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: oneOrMany(announcedIn(source, buckets, where).map((bucket) => `arn:${partition}:s3:::${bucket}/*`)),
    },
  ]
}

/** Security Lake names its buckets itself: https://docs.aws.amazon.com/security-lake/latest/userguide/manage-regions.html */
export function announcedIn(source: QueueSource, buckets: readonly string[], { region }: Where): readonly string[] {
  if (buckets.length > 0) return buckets
  return source.kind === 'security-lake-queue' ? [`aws-security-data-lake-${region}-*`] : [unknownBucket]
}

export const unknownBucket = 'NAME-OF-THE-BUCKET'
