import { awsProblem } from '../aws-problem.ts'
import { note, type Said } from '../source.ts'
import { plain } from './body-of.ts'
import { type Bucket, decoded } from './bucket.ts'
import { offerOf } from './offers.ts'
import { placeOf } from './place.ts'
import type { Wanted } from './wanted.ts'

/**
 * Logs that somebody overwrote or deleted: in a versioned bucket they are still there as noncurrent versions, and a
 * delete marker says when. Where the permission is missing that is noted, and the rest goes on.
 */
export async function* versions(
  bucket: Bucket,
  prefix: string,
  wanted: Wanted,
  said: (error: unknown, operation: string, target: string) => string,
  signal: AbortSignal,
): AsyncGenerator<Said> {
  try {
    for await (const page of bucket.versions(prefix, signal)) {
      for (const { Key: written = '', VersionId, IsLatest, Size, LastModified, ETag, StorageClass } of page.Versions ??
        []) {
        if (IsLatest !== false) continue
        const Key = decoded(written, page.EncodingType)
        const place = placeOf(Key, prefix.length)
        const modifiedAt = LastModified?.toISOString() ?? null
        if (!wanted.key(Key, place, modifiedAt)) continue
        const listed = { key: Key, bytes: Size ?? 0, modifiedAt, etag: plain(ETag), storageClass: StorageClass ?? null }
        yield {
          kind: 'offer',
          ...offerOf(bucket.name, listed, place, { version: VersionId ?? null, mark: 'noncurrent' }),
        }
      }
      for (const { Key: written = '', VersionId, LastModified } of page.DeleteMarkers ?? []) {
        const Key = decoded(written, page.EncodingType)
        const place = placeOf(Key, prefix.length)
        const modifiedAt = LastModified?.toISOString() ?? null
        if (!wanted.key(Key, place, modifiedAt)) continue
        const listed = { key: Key, bytes: 0, modifiedAt, etag: null, storageClass: null }
        yield {
          kind: 'offer',
          ...offerOf(bucket.name, listed, place, { version: VersionId ?? null, mark: 'delete-marker' }),
        }
      }
    }
  } catch (error) {
    signal.throwIfAborted()
    const { permission, status } = awsProblem(error, 'ListObjectVersions')
    if (permission === null && status !== 501 && status !== 405) throw error
    yield note(
      `noncurrent versions and delete markers were not looked for: ${said(error, 'ListObjectVersions', bucket.name)}`,
      permission,
    )
  }
}
