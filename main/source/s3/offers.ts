import type { Mark, Offer } from '../source.ts'
import type { Listed } from './bucket.ts'
import type { Place } from './place.ts'

/** An object of a bucket as it is offered, or why it is not worth a request. */
export function offerOf(
  bucket: string,
  listed: Listed,
  place: Place,
  { version, mark }: { readonly version: string | null; readonly mark: Mark },
): Offer {
  return {
    uri: s3Uri(bucket, listed.key, mark === 'current' ? null : version),
    bytes: mark === 'delete-marker' ? 0 : listed.bytes,
    modifiedAt: listed.modifiedAt,
    etag: listed.etag,
    version,
    mark,
    place,
    s3: { bucket, key: listed.key },
    inline: null,
    message: null,
    unreadable: whyNot(listed, mark),
  }
}

/**
 * A key is the bucket owner's text; in a URI it is written so that no character of it can be taken for the URI's own.
 * Versions other than the current one have names of their own.
 */
export function s3Uri(bucket: string, key: string, version: string | null): string {
  const path = encodeURI(key.replace(/\p{Surrogate}/gu, '\ufffd')).replace(/[?#]/g, encodeURIComponent)
  return `s3://${bucket}/${path}${version === null ? '' : `?versionId=${encodeURIComponent(version)}`}`
}

function whyNot({ key, bytes, storageClass, modifiedAt }: Listed, mark: Mark): Offer['unreadable'] {
  if (mark === 'delete-marker')
    return {
      state: 'skipped',
      reason: `a delete marker: somebody deleted this object${modifiedAt === null ? '' : ` at ${modifiedAt}`}`,
    }
  if (key.endsWith('/') && bytes === 0) return { state: 'skipped', reason: 'a folder marker, not an object' }
  if (/\.metadata\.json$|\.avro$/.test(key) && /(^|\/)metadata\//.test(key))
    return { state: 'skipped', reason: 'bookkeeping of an Iceberg table, no log' }
  if (/(^|\/)ConfigWritabilityCheckFile$/.test(key)) return { state: 'skipped', reason: 'the note of a write test' }
  if (storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE')
    return { state: 'rejected', reason: `archived (${storageClass}): it must be restored before it can be read` }
  return null
}
