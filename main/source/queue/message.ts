/** What the body of a queue message says. */
export type Announced =
  | { readonly kind: 'objects'; readonly objects: readonly AnnouncedObject[] }
  /** The message is the log itself: findings that EventBridge sent straight to the queue. */
  | { readonly kind: 'content'; readonly content: string }
  /** It announces nothing that could be collected: a test event, a deletion. */
  | { readonly kind: 'nothing'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string }

export interface AnnouncedObject {
  readonly bucket: string
  readonly key: string
  readonly bytes: number | null
  readonly etag: string | null
  readonly version: string | null
  readonly region: string | null
}

/**
 * Reads every shape in which objects are announced: Security Lake, EventBridge, S3 event notifications with all their
 * records, each of them alone or inside the envelope of SNS. What is none of them is said to be, never thrown.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html,
 * https://docs.aws.amazon.com/security-lake/latest/userguide/subscriber-data-access.html
 */
export function readMessage(body: string, depth = 0): Announced {
  const message = parsed(body)
  if (message === null) return { kind: 'unknown', reason: 'the message is no JSON object' }
  if (message.Type === 'Notification' && typeof message.Message === 'string' && depth < 3)
    return readMessage(message.Message, depth + 1)
  if (message.Event === 's3:TestEvent') return { kind: 'nothing', reason: 'a test event of S3: it announces no object' }
  if (Array.isArray(message.Records)) return ofRecords(message.Records)
  const detail = record(message.detail)
  if (detail === null) return { kind: 'unknown', reason: 'the message is of no known shape' }
  const bucket = record(detail.bucket)
  const object = record(detail.object)
  if (bucket !== null && object !== null) {
    const what = message['detail-type']
    if (typeof what === 'string' && /Deleted|Expiration/i.test(what))
      return { kind: 'nothing', reason: `it tells of '${what}', not of a new object` }
    // EventBridge and Security Lake write the key as it is.
    const found = announced(bucket.name, object.key, object, message.region)
    return found ? { kind: 'objects', objects: [found] } : { kind: 'unknown', reason: 'it names no bucket and key' }
  }
  if (Array.isArray(detail.findings) || typeof message['detail-type'] === 'string') {
    return { kind: 'content', content: depth === 0 ? body : JSON.stringify(message) }
  }
  return { kind: 'unknown', reason: 'the message is of no known shape' }
}

function ofRecords(records: readonly unknown[]): Announced {
  const objects: AnnouncedObject[] = []
  let other: string | null = null
  for (const entry of records) {
    const one = record(entry)
    const s3 = record(one?.s3)
    const object = record(s3?.object)
    if (one === null || s3 === null || object === null)
      return { kind: 'unknown', reason: 'a record of it has no s3.object' }
    const name = String(one.eventName ?? '')
    if (/^(s3:)?(ObjectRemoved|LifecycleExpiration|ObjectTagging|ObjectAcl)/.test(name)) {
      other = `it tells of '${name.slice(0, 60)}', not of a new object`
      continue
    }
    const key = typeof object.key === 'string' ? formDecoded(object.key) : null
    const found = announced(record(s3.bucket)?.name, key, object, one.awsRegion)
    if (!found) return { kind: 'unknown', reason: 'a record of it names no bucket and key' }
    objects.push(found)
  }
  if (objects.length > 0) return { kind: 'objects', objects }
  return other === null ? { kind: 'unknown', reason: 'its Records are empty' } : { kind: 'nothing', reason: other }
}

function announced(
  bucket: unknown,
  key: unknown,
  object: Record<string, unknown>,
  region: unknown,
): AnnouncedObject | null {
  if (typeof bucket !== 'string' || typeof key !== 'string' || bucket === '' || key === '') return null
  const etag = object.etag ?? object.eTag
  const version = object['version-id'] ?? object.versionId
  return {
    bucket,
    key,
    bytes: typeof object.size === 'number' ? object.size : null,
    etag: typeof etag === 'string' && etag !== '' ? etag.replace(/^"|"$/g, '') : null,
    version: typeof version === 'string' && version !== '' ? version : null,
    region: typeof region === 'string' ? region : null,
  }
}

/** S3 event notifications write keys as forms are written: + is a blank. A key that is not written so is taken as it is. */
function formDecoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch {
    return key
  }
}

function parsed(body: string): Record<string, unknown> | null {
  try {
    return record(JSON.parse(body.replace(/^\ufeff/, '')))
  } catch {
    return null
  }
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}
