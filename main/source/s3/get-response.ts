import type { GetObjectCommandInput, GetObjectCommandOutput } from '@aws-sdk/client-s3'

/** An answer of S3 before anybody has read it. */
export interface Response {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** Whether it is what was asked for, and nothing about it needs explaining. */
export function isClean({ Range }: GetObjectCommandInput, { statusCode, headers }: Response): boolean {
  return Range === undefined ? statusCode === 200 : statusCode === 206 && headers['content-range'] !== undefined
}

/** An answer of GetObject in the terms of AWS's own client: those of its fields that a collection keeps. */
export function outputOf({ statusCode, headers, body }: Response): GetObjectCommandOutput {
  const output: Record<string, unknown> = {}
  const user: Record<string, string> = {}
  for (const [name, text] of Object.entries(headers)) {
    const [field, read] = fields[name] ?? []
    if (field && read) output[field] = read(text)
    else if (name.startsWith(ofUser)) user[name.slice(ofUser.length)] = text
  }
  const $metadata = { httpStatusCode: statusCode, requestId: headers['x-amz-request-id'] }
  return { ...output, Metadata: user, Body: body, $metadata } as unknown as GetObjectCommandOutput
}

const ofUser = 'x-amz-meta-'
const asIs = (text: string) => text
const asDate = (text: string) => new Date(text)

const fields: Readonly<Record<string, readonly [keyof GetObjectCommandOutput, (text: string) => unknown]>> = {
  etag: ['ETag', asIs],
  'content-length': ['ContentLength', Number],
  'content-range': ['ContentRange', asIs],
  'content-type': ['ContentType', asIs],
  'content-encoding': ['ContentEncoding', asIs],
  'last-modified': ['LastModified', asDate],
  'x-amz-version-id': ['VersionId', asIs],
  'x-amz-checksum-crc32': ['ChecksumCRC32', asIs],
  'x-amz-checksum-crc32c': ['ChecksumCRC32C', asIs],
  'x-amz-checksum-crc64nvme': ['ChecksumCRC64NVME', asIs],
  'x-amz-checksum-sha1': ['ChecksumSHA1', asIs],
  'x-amz-checksum-sha256': ['ChecksumSHA256', asIs],
  'x-amz-checksum-type': ['ChecksumType', asIs],
  'x-amz-storage-class': ['StorageClass', asIs],
  'x-amz-server-side-encryption': ['ServerSideEncryption', asIs],
  'x-amz-server-side-encryption-aws-kms-key-id': ['SSEKMSKeyId', asIs],
  'x-amz-server-side-encryption-customer-algorithm': ['SSECustomerAlgorithm', asIs],
  'x-amz-object-lock-mode': ['ObjectLockMode', asIs],
  'x-amz-object-lock-retain-until-date': ['ObjectLockRetainUntilDate', asDate],
  'x-amz-replication-status': ['ReplicationStatus', asIs],
}
