import { createHash, randomBytes } from 'node:crypto'
import type { BucketOptions, PutOptions, Stored } from './contract.ts'
import { Refusal } from './refusal.ts'

/** One version of an object; a delete marker has no bytes. */
export interface Version {
  readonly key: string
  readonly versionId: string | null
  readonly bytes: Buffer | null
  readonly etag: string
  readonly modifiedAt: Date
  readonly options: PutOptions
  /** Checksum headers that readers get who ask for them. */
  readonly checksums: Readonly<Record<string, string>>
}

export interface Bucket {
  readonly name: string
  readonly options: BucketOptions
  readonly region: string
  readonly createdAt: Date
  /** Versions of each key, newest first; only the first where the bucket keeps none. */
  readonly versions: Map<string, Version[]>
  /** Keys in the order of a listing, made when asked for. */
  sorted: readonly string[] | null
}

/** Everything that S3 holds here. In memory: the objects of a test. */
export class Buckets {
  readonly #buckets = new Map<string, Bucket>()
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  add(name: string, options: BucketOptions): void {
    const kept = this.#buckets.get(name)
    const region = options.region ?? 'us-east-1'
    const versions = kept?.versions ?? new Map()
    this.#buckets.set(name, { name, options, region, createdAt: new Date(this.#now()), versions, sorted: null })
  }

  all(): readonly Bucket[] {
    return [...this.#buckets.values()]
  }

  get(name: string): Bucket {
    const found = this.#buckets.get(name)
    if (found) return found
    throw new Refusal('NoSuchBucket', 'The specified bucket does not exist', 404, { details: { BucketName: name } })
  }

  put(name: string, key: string, bytes: Buffer, options: PutOptions, checksums: Record<string, string>): Stored {
    const bucket = this.get(name)
    const sha256 = options.checksum ? { 'x-amz-checksum-sha256': hash('sha256', bytes).toString('base64') } : {}
    const version: Version = {
      key,
      versionId: bucket.options.versioning ? randomBytes(16).toString('base64url') : null,
      bytes,
      etag: `"${hash('md5', bytes).toString('hex')}"`,
      modifiedAt: options.modifiedAt ?? new Date(this.#now()),
      options,
      checksums: { ...checksums, ...sha256 },
    }
    this.#keep(bucket, version)
    return { etag: version.etag.replaceAll('"', ''), versionId: version.versionId }
  }

  /** Answers the version id of the marker that was left, if one was. */
  remove(name: string, key: string, versionId: string | null): string | null {
    const bucket = this.get(name)
    const versions = bucket.versions.get(key) ?? []
    bucket.sorted = null
    if (versionId !== null) {
      const rest = versions.filter((one) => one.versionId !== versionId)
      if (rest.length > 0) bucket.versions.set(key, rest)
      else bucket.versions.delete(key)
      return null
    }
    if (!bucket.options.versioning) {
      bucket.versions.delete(key)
      return null
    }
    const marker: Version = {
      key,
      versionId: randomBytes(16).toString('base64url'),
      bytes: null,
      etag: '',
      modifiedAt: new Date(this.#now()),
      options: {},
      checksums: {},
    }
    this.#keep(bucket, marker)
    return marker.versionId
  }

  #keep(bucket: Bucket, version: Version): void {
    const older = bucket.options.versioning ? (bucket.versions.get(version.key) ?? []) : []
    if (!bucket.versions.has(version.key)) bucket.sorted = null
    bucket.versions.set(version.key, [version, ...older])
  }
}

/** Keys with any version, in the order of their UTF-8 bytes, as S3 lists them. */
export function sortedKeys(bucket: Bucket): readonly string[] {
  bucket.sorted ??= [...bucket.versions.keys()]
    .map((key) => Buffer.from(key))
    .sort(Buffer.compare)
    .map((key) => key.toString())
  return bucket.sorted
}

/** What a reader without a version id gets: null where there is none, or where it was deleted. */
export function current(bucket: Bucket, key: string): Version | null {
  const newest = bucket.versions.get(key)?.[0]
  return newest?.bytes ? newest : null
}

const hash = (name: string, bytes: Buffer) => createHash(name).update(bytes).digest()
