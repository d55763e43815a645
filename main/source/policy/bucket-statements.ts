import type { ListedSource } from '../../../shared/source.ts'
import { prefixesOf } from '../s3/prefixes.ts'
import type { Where } from './place.ts'
import { literally, oneOrMany, type Statement } from './statement.ts'

/** Listing and reading of what the source asks for, and deleting if that is switched on for it. */
export function bucketStatements(source: ListedSource, { partition }: Where): readonly Statement[] {
  const bucket = `arn:${partition}:s3:::${source.bucket}`
  const prefixes = prefixesOf(source).map(literally)
  const objects = oneOrMany(prefixes.map((prefix) => `${bucket}/${prefix}*`))
  const within = prefixes.some((prefix) => prefix === '')
    ? {}
    : { Condition: { StringLike: { 's3:prefix': oneOrMany(prefixes.map((prefix) => `${prefix}*`)) } } }
  const isBucket = source.kind === 's3-bucket'
  return [
    { Sid: 'ListLogs', Effect: 'Allow', Action: 's3:ListBucket', Resource: bucket, ...within },
    { Sid: 'ReadLogs', Effect: 'Allow', Action: 's3:GetObject', Resource: objects },
    {
      Sid: 'SeeWhetherLogsAreKept',
      Effect: 'Allow',
      Action: ['s3:GetBucketVersioning', 's3:GetLifecycleConfiguration'],
      Resource: bucket,
    },
    ...(isBucket && source.versions ? versionStatements(bucket, objects, within) : []),
    ...(isBucket && source.digests && source.layout === 'cloudtrail' ? [publicKeys] : []),
    ...(isBucket && source.deleteAfter
      ? [{ Sid: 'DeleteCollectedLogs', Effect: 'Allow' as const, Action: 's3:DeleteObject', Resource: objects }]
      : []),
  ]
}

/** Logs that somebody overwrote or deleted. */
function versionStatements(
  bucket: string,
  objects: string | readonly string[],
  within: Pick<Statement, 'Condition'>,
): readonly Statement[] {
  return [
    { Sid: 'ListDeletedLogs', Effect: 'Allow', Action: 's3:ListBucketVersions', Resource: bucket, ...within },
    { Sid: 'ReadDeletedLogs', Effect: 'Allow', Action: 's3:GetObjectVersion', Resource: objects },
  ]
}

/** They belong to no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html */
const publicKeys: Statement = { Sid: 'ProveLogs', Effect: 'Allow', Action: 'cloudtrail:ListPublicKeys', Resource: '*' }
