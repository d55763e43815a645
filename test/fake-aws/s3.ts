import type { PutOptions } from './contract.ts'
import { listing } from './listing.ts'
import { type Bucket, type Buckets, current, type Version } from './objects.ts'
import type { Context } from './policy.ts'
import { escapeXml, Refusal } from './refusal.ts'
import { unchunked, type Wire } from './signature.ts'

/** What a request asks of S3: the API operation, the permission that it needs, and on what. */
export interface S3Request {
  readonly operation: string
  readonly action: string
  readonly resource: string
  readonly bucket: string | null
  readonly key: string | null
  readonly versionId: string | null
  readonly query: URLSearchParams
}

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | string
}

export function s3Request(wire: Wire): S3Request {
  const [bucket = '', ...rest] = wire.path.slice(1).split('/')
  const key = decodeURIComponent(rest.join('/'))
  const query = new URLSearchParams(wire.query.replaceAll('+', '%2B'))
  const versionId = query.get('versionId')
  const [operation, action] =
    key === '' ? ofBucket(wire.method, bucket, query) : ofObject(wire.method, query, versionId)
  const arn = `arn:aws:s3:::${decodeURIComponent(bucket)}`
  const resource = bucket === '' ? '*' : key === '' ? arn : `${arn}/${key}`
  const named = { bucket: bucket === '' ? null : decodeURIComponent(bucket), key: key === '' ? null : key }
  return { operation, action: `s3:${action}`, resource, ...named, versionId, query }
}

function ofBucket(method: string, bucket: string, query: URLSearchParams): readonly [string, string] {
  if (bucket === '') return ['ListBuckets', 'ListAllMyBuckets']
  if (method === 'HEAD') return ['HeadBucket', 'ListBucket']
  if (method === 'PUT')
    return query.size === 0 ? ['CreateBucket', 'CreateBucket'] : ['PutBucketConfiguration', 'PutBucketConfiguration']
  if (method === 'DELETE') return ['DeleteBucket', 'DeleteBucket']
  if (method === 'POST') return ['DeleteObjects', 'DeleteObject']
  if (query.has('location')) return ['GetBucketLocation', 'GetBucketLocation']
  if (query.has('policy')) return ['GetBucketPolicy', 'GetBucketPolicy']
  if (query.has('publicAccessBlock')) return ['GetPublicAccessBlock', 'GetBucketPublicAccessBlock']
  if (query.has('acl')) return ['GetBucketAcl', 'GetBucketAcl']
  if (query.has('versions')) return ['ListObjectVersions', 'ListBucketVersions']
  if (query.has('versioning')) return ['GetBucketVersioning', 'GetBucketVersioning']
  if (query.has('lifecycle')) return ['GetBucketLifecycleConfiguration', 'GetLifecycleConfiguration']
  if (query.has('requestPayment')) return ['GetBucketRequestPayment', 'GetBucketRequestPayment']
  return [query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects', 'ListBucket']
}

function ofObject(method: string, query: URLSearchParams, versionId: string | null): readonly [string, string] {
  const version = versionId === null ? '' : 'Version'
  if (method === 'GET') return ['GetObject', `GetObject${version}`]
  if (method === 'HEAD') return ['HeadObject', `GetObject${version}`]
  if (method === 'DELETE') return ['DeleteObject', `DeleteObject${version}`]
  return query.size > 0 && !query.has('x-id') ? ['MultipartUpload', 'PutObject'] : ['PutObject', 'PutObject']
}

/** Whether the caller's policy allows it. */
export type May = (action: string, resource: string, context?: Context) => boolean

/** What S3 answers to one who may. */
export async function answerS3(
  wire: Wire,
  asked: S3Request,
  buckets: Buckets,
  may: May,
  put: (
    bucket: string,
    key: string,
    bytes: Buffer,
    options: PutOptions,
    checksums: Record<string, string>,
  ) => Promise<Reply>,
): Promise<Reply> {
  if (asked.bucket === null) return xml(listed(buckets))
  if (asked.operation === 'CreateBucket') {
    buckets.add(asked.bucket, { region: /<LocationConstraint>([^<]+)/.exec(wire.body.toString())?.[1] ?? 'us-east-1' })
    return xml('')
  }
  const bucket = buckets.get(asked.bucket)
  switch (asked.operation) {
    case 'HeadBucket':
      return { status: 200, headers: { 'x-amz-bucket-region': bucket.region }, body: '' }
    case 'GetBucketLocation':
      return xml(
        `<LocationConstraint ${space}>${bucket.region === 'us-east-1' ? '' : bucket.region}</LocationConstraint>`,
      )
    case 'GetBucketPolicy':
      if (bucket.options.policy === undefined)
        throw new Refusal('NoSuchBucketPolicy', 'The bucket policy does not exist', 404)
      return { status: 200, headers: { 'content-type': 'application/json' }, body: bucket.options.policy }
    case 'GetPublicAccessBlock':
      if (bucket.options.publicAccessBlock === undefined)
        throw new Refusal('NoSuchPublicAccessBlockConfiguration', 'The public access block does not exist', 404)
      return xml(
        `<PublicAccessBlockConfiguration ${space}>${Object.entries(bucket.options.publicAccessBlock)
          .map(([name, is]) => `<${name}>${is}</${name}>`)
          .join('')}</PublicAccessBlockConfiguration>`,
      )
    case 'GetBucketAcl':
      return xml(
        `<AccessControlPolicy ${space}><Owner><ID>fake</ID></Owner><AccessControlList></AccessControlList></AccessControlPolicy>`,
      )
    case 'GetBucketVersioning':
      return xml(
        `<VersioningConfiguration ${space}>${bucket.options.versioning ? '<Status>Enabled</Status>' : ''}</VersioningConfiguration>`,
      )
    case 'GetBucketRequestPayment':
      return xml(
        `<RequestPaymentConfiguration ${space}><Payer>${bucket.options.requesterPays ? 'Requester' : 'BucketOwner'}</Payer></RequestPaymentConfiguration>`,
      )
    case 'GetBucketLifecycleConfiguration':
      return xml(lifecycle(bucket))
    case 'ListObjects':
    case 'ListObjectsV2':
    case 'ListObjectVersions':
      return xml(listing(bucket, asked.query))
    case 'GetObject':
    case 'HeadObject':
      return read(wire, asked, bucket, may)
    case 'PutObject': {
      const { body, trailer } = unchunked(wire)
      return put(bucket.name, asked.key ?? '', body, written(wire), { ...trailer, ...checksumsOf(wire) })
    }
    case 'DeleteObject': {
      const match = wire.headers['if-match']
      if (match !== undefined && match !== current(bucket, asked.key ?? '')?.etag)
        throw new Refusal('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412)
      const marker = buckets.remove(bucket.name, asked.key ?? '', asked.versionId)
      return {
        status: 204,
        headers: marker ? { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker } : {},
        body: '',
      }
    }
    case 'DeleteObjects':
      return xml(deleted(wire, bucket, buckets, may))
    default:
      throw new Refusal('NotImplemented', 'A header you provided implies functionality that is not implemented.', 501)
  }
}

function read(wire: Wire, asked: S3Request, bucket: Bucket, may: May): Reply {
  const version = versionOf(bucket, asked, may)
  const { bytes, options } = version
  if (bytes === null) {
    throw new Refusal('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405, {
      headers: { 'x-amz-delete-marker': 'true' },
    })
  }
  const decryption = {
    'kms:ViaService': `s3.${bucket.region}.amazonaws.com`,
    'kms:EncryptionContext:aws:s3:arn': asked.resource,
  }
  // Who asks about an object needs its key only for its checksum.
  const needsKey = wire.method === 'GET' || wire.headers['x-amz-checksum-mode'] === 'ENABLED'
  if (options.kmsKey && needsKey && !may('kms:Decrypt', options.kmsKey, decryption)) throw new KmsDenied(options.kmsKey)
  if (['GLACIER', 'DEEP_ARCHIVE'].includes(options.storageClass ?? '') && wire.method === 'GET') {
    const details = { StorageClass: options.storageClass ?? '' }
    throw new Refusal('InvalidObjectState', "The operation is not valid for the object's storage class", 403, {
      details,
    })
  }
  const match = wire.headers['if-match']
  if (match !== undefined && match !== '*' && match.replaceAll('"', '') !== version.etag.replaceAll('"', '')) {
    const why = 'At least one of the pre-conditions you specified did not hold'
    throw new Refusal('PreconditionFailed', why, 412, { details: { Condition: 'If-Match' } })
  }
  const whole = wire.headers.range === undefined
  const [from, to] = range(wire.headers.range, bytes.length)
  const headers: Record<string, string> = {
    etag: version.etag,
    'last-modified': version.modifiedAt.toUTCString(),
    'accept-ranges': 'bytes',
    'content-type': options.contentType ?? 'binary/octet-stream',
    'content-length': String(to - from),
    ...(options.contentEncoding ? { 'content-encoding': options.contentEncoding } : {}),
    ...(whole ? {} : { 'content-range': `bytes ${from}-${to - 1}/${bytes.length}` }),
    ...(version.versionId ? { 'x-amz-version-id': version.versionId } : {}),
    ...(options.storageClass ? { 'x-amz-storage-class': options.storageClass } : {}),
    ...(options.kmsKey
      ? { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-server-side-encryption-aws-kms-key-id': options.kmsKey }
      : {}),
    ...(whole && wire.headers['x-amz-checksum-mode'] === 'ENABLED' ? version.checksums : {}),
    ...Object.fromEntries(Object.entries(options.metadata ?? {}).map(([name, value]) => [`x-amz-meta-${name}`, value])),
  }
  return { status: whole ? 200 : 206, headers, body: bytes.subarray(from, to) }
}

/** Thrown where only the key stands in the way; the front knows who asked. */
export class KmsDenied extends Error {
  readonly kmsKey: string

  constructor(kmsKey: string) {
    super('kms')
    this.kmsKey = kmsKey
  }
}

function versionOf(bucket: Bucket, asked: S3Request, may: May): Version {
  const key = asked.key ?? ''
  const all = bucket.versions.get(key) ?? []
  if (asked.versionId !== null) {
    const found = all.find((one) => (one.versionId ?? 'null') === asked.versionId)
    if (found) return found
    throw new Refusal('NoSuchVersion', 'The specified version does not exist.', 404, { details: { Key: key } })
  }
  const found = current(bucket, key)
  if (found) return found
  // Who may not list must not learn which keys exist: S3 answers AccessDenied instead of NoSuchKey.
  if (!may('s3:ListBucket', `arn:aws:s3:::${bucket.name}`)) throw new Refusal('AccessDenied', 'Access Denied', 403)
  const headers: Record<string, string> = all.length > 0 ? { 'x-amz-delete-marker': 'true' } : {}
  throw new Refusal('NoSuchKey', 'The specified key does not exist.', 404, { headers, details: { Key: key } })
}

/** Half open: [from, to). */
function range(header: string | undefined, size: number): readonly [number, number] {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return [0, size]
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1)
  if (from < to) return [from, to]
  const headers = { 'content-range': `bytes */${size}` }
  throw new Refusal('InvalidRange', 'The requested range is not satisfiable', 416, { headers })
}

function written(wire: Wire): PutOptions {
  const text = (name: string) => {
    const value = wire.headers[name]
    return Array.isArray(value) ? value.join(',') : value
  }
  const encoding = (text('content-encoding') ?? '').split(',').map((one) => one.trim())
  const kept = encoding.filter((one) => one !== '' && one !== 'aws-chunked').join(',')
  const metadata = Object.keys(wire.headers).filter((name) => name.startsWith('x-amz-meta-'))
  return {
    metadata: Object.fromEntries(metadata.map((name) => [name.slice('x-amz-meta-'.length), text(name) ?? ''])),
    ...(text('content-type') ? { contentType: text('content-type') ?? '' } : {}),
    ...(kept ? { contentEncoding: kept } : {}),
    ...(text('x-amz-storage-class') ? { storageClass: text('x-amz-storage-class') ?? '' } : {}),
    ...(text('x-amz-server-side-encryption-aws-kms-key-id')
      ? { kmsKey: text('x-amz-server-side-encryption-aws-kms-key-id') ?? '' }
      : {}),
  }
}

function checksumsOf(wire: Wire): Record<string, string> {
  const names = Object.keys(wire.headers).filter((name) =>
    /^x-amz-checksum-(crc32|crc32c|crc64nvme|sha1|sha256)$/.test(name),
  )
  return Object.fromEntries(names.map((name) => [name, String(wire.headers[name])]))
}

function deleted(wire: Wire, bucket: Bucket, buckets: Buckets, may: May): string {
  const keys = [...wire.body.toString().matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => match[1] ?? '')
  const lines = keys.map((key) => {
    if (!may('s3:DeleteObject', `arn:aws:s3:::${bucket.name}/${key}`)) {
      return `<Error><Key>${key}</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error>`
    }
    buckets.remove(bucket.name, key, null)
    return `<Deleted><Key>${key}</Key></Deleted>`
  })
  return `<DeleteResult ${space}>${lines.join('')}</DeleteResult>`
}

function lifecycle(bucket: Bucket): string {
  const rules = bucket.options.lifecycle ?? []
  if (rules.length === 0) {
    throw new Refusal('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', 404)
  }
  const written = rules.map(
    ({ prefix, expireDays }, index) =>
      `<Rule><ID>rule-${index}</ID><Status>Enabled</Status><Filter><Prefix>${escapeXml(prefix)}</Prefix></Filter><Expiration><Days>${expireDays}</Days></Expiration></Rule>`,
  )
  return `<LifecycleConfiguration ${space}>${written.join('')}</LifecycleConfiguration>`
}

function listed(buckets: Buckets): string {
  const each = buckets
    .all()
    .map(
      ({ name, createdAt, region }) =>
        `<Bucket><Name>${name}</Name><CreationDate>${createdAt.toISOString()}</CreationDate><BucketRegion>${region}</BucketRegion></Bucket>`,
    )
  return `<ListAllMyBucketsResult ${space}><Owner><ID>fake</ID></Owner><Buckets>${each.join('')}</Buckets></ListAllMyBucketsResult>`
}

const space = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
const xml = (body: string): Reply => ({ status: 200, headers: { 'content-type': 'application/xml' }, body })
