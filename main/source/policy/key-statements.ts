import { domainOf, type Where } from './place.ts'
import { oneOrMany, type Statement } from './statement.ts'

/**
 * Decrypting for this source alone: objects of its buckets through S3, messages of its queue through SQS. The object's
 * ARN, or with bucket keys the bucket's, is what S3 binds a decryption to:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
export function keyStatements(
  buckets: readonly string[],
  hasQueue: boolean,
  keys: readonly string[],
  where: Where,
): readonly Statement[] {
  const Resource = keys.length > 0 ? oneOrMany(keys) : `arn:${where.partition}:kms:*:${where.account}:key/*`
  const bound = buckets.flatMap((bucket) => [
    `arn:${where.partition}:s3:::${bucket}`,
    `arn:${where.partition}:s3:::${bucket}/*`,
  ])
  const through = (service: string) => `${service}.${where.region}.${domainOf(where)}`
  return [
    {
      Sid: 'DecryptLogs',
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource,
      Condition: {
        StringLike: { 'kms:ViaService': `s3.*.${domainOf(where)}`, 'kms:EncryptionContext:aws:s3:arn': bound },
      },
    },
    ...(hasQueue
      ? [
          {
            Sid: 'DecryptMessages',
            Effect: 'Allow' as const,
            Action: 'kms:Decrypt',
            Resource,
            Condition: { StringLike: { 'kms:ViaService': through('sqs') } },
          },
        ]
      : []),
  ]
}
