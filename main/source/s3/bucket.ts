import {
  type _Object,
  DeleteObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3'
import { Problem } from '../../../shared/problem.ts'
import { awsProblem } from '../aws-problem.ts'
import type { Clients } from '../clients.ts'
import type { Body, Receive } from '../source.ts'
import { bodyOf, plain } from './body-of.ts'
import { type GetObject, getObject } from './get-object.ts'

/** A page of a listing: what lies in a folder, and with a delimiter the folders in it. */
export interface Page {
  readonly keys: readonly Listed[]
  readonly folders: readonly string[]
}

export interface Listed {
  readonly key: string
  readonly bytes: number
  readonly modifiedAt: string | null
  readonly etag: string | null
  readonly storageClass: string | null
}

/** One bucket, in whatever region it turns out to be. Every call of it is one of the read-only ones, but for `remove`. */
export class Bucket {
  readonly name: string
  readonly #clients: Clients
  readonly #getters = new WeakMap<S3Client, GetObject>()
  #region: string

  constructor(name: string, clients: Clients) {
    this.name = name
    this.#clients = clients
    this.#region = clients.region
  }

  get region(): string {
    return this.#region
  }

  /** All pages of a listing, from after `startAfter` on. */
  async *list(
    prefix: string,
    options: { readonly folders: boolean; readonly startAfter?: string; readonly most?: number },
    signal: AbortSignal,
  ): AsyncGenerator<Page> {
    for (let token: string | undefined; ; ) {
      const page = await this.#call(true, (s3) =>
        s3.send(
          new ListObjectsV2Command({
            ...this.#payer(),
            Bucket: this.name,
            Prefix: prefix,
            // A key may hold characters that XML cannot.
            EncodingType: 'url',
            ...(options.folders ? { Delimiter: '/' } : {}),
            ...(token === undefined ? {} : { ContinuationToken: token }),
            ...(token === undefined && options.startAfter !== undefined ? { StartAfter: options.startAfter } : {}),
            ...(options.most === undefined ? {} : { MaxKeys: options.most }),
          }),
          { abortSignal: signal },
        ),
      )
      yield {
        keys: (page.Contents ?? []).map((object) => listed(object, page.EncodingType)),
        folders: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) =>
          Prefix ? decoded(Prefix, page.EncodingType) : [],
        ),
      }
      if (page.IsTruncated !== true || options.most !== undefined) return
      token = onward(token, page.NextContinuationToken)
    }
  }

  /** Noncurrent versions and delete markers under a prefix, page by page. */
  async *versions(prefix: string, signal: AbortSignal): AsyncGenerator<ListObjectVersionsCommandOutput> {
    for (let next: { KeyMarker?: string; VersionIdMarker?: string } = {}; ; ) {
      const at: { KeyMarker?: string; VersionIdMarker?: string } = next
      const page: ListObjectVersionsCommandOutput = await this.#call(true, (s3) =>
        s3.send(
          new ListObjectVersionsCommand({
            ...this.#payer(),
            Bucket: this.name,
            Prefix: prefix,
            EncodingType: 'url',
            ...at,
          }),
          {
            abortSignal: signal,
          },
        ),
      )
      yield page
      if (page.IsTruncated !== true) return
      const { NextKeyMarker, NextVersionIdMarker } = page
      next = {
        KeyMarker: decoded(NextKeyMarker ?? '', page.EncodingType),
        ...(NextVersionIdMarker === undefined ? {} : { VersionIdMarker: NextVersionIdMarker }),
      }
      onward(JSON.stringify(at), NextKeyMarker && JSON.stringify(next))
    }
  }

  /** The bytes of an object from `from` on; only of the one with this ETag where one is given. */
  async get(
    object: { readonly key: string; readonly version: string | null },
    from: number,
    etag: string | null,
    receive: Receive,
    signal: AbortSignal,
  ): Promise<void> {
    const input = {
      ...this.#payer(),
      Bucket: this.name,
      Key: object.key,
      ...(object.version === null ? {} : { VersionId: object.version }),
      ...(from > 0 ? { Range: `bytes=${from}-` } : { ChecksumMode: 'ENABLED' as const }),
      ...(etag === null ? {} : { IfMatch: `"${etag}"` }),
    }
    await this.#call(false, (s3) => this.#getter(s3)(input, (answer) => receive(bodyOf(answer, from)), signal))
  }

  /** What is said of an object before its bytes, which are not wanted. Errors: as of `get`. */
  async look(key: string, signal: AbortSignal): Promise<Body> {
    const enough = new AbortController()
    let seen: Body | null = null
    const receive = (body: Body) => {
      seen = body
      enough.abort()
      return () => {}
    }
    const both = AbortSignal.any([signal, enough.signal])
    await this.get({ key, version: null }, 0, null, receive, both).catch((error) => {
      if (seen === null) throw error
    })
    if (seen === null) throw new Error(`${key}: the answer never began`)
    return seen
  }

  /** Deletes an object if it still is the one with this ETag. */
  async remove(key: string, etag: string, signal: AbortSignal): Promise<void> {
    const input = { ...this.#payer(), Bucket: this.name, Key: key, IfMatch: `"${etag}"` }
    await this.#call(true, (s3) => s3.send(new DeleteObjectCommand(input), { abortSignal: signal }))
  }

  /** What S3 says of an object, without its bytes; with `checksum`, as who may decrypt it. */
  head(key: string, checksum: boolean, signal: AbortSignal): Promise<HeadObjectCommandOutput> {
    const mode = checksum ? { ChecksumMode: 'ENABLED' as const } : {}
    const input = { ...this.#payer(), Bucket: this.name, Key: key, ...mode }
    return this.#call(true, (s3) => s3.send(new HeadObjectCommand(input), { abortSignal: signal }))
  }

  /** Any other call about the bucket, with the client of its region. */
  ask<T>(call: (s3: S3Client) => Promise<T>): Promise<T> {
    return this.#call(true, call)
  }

  #getter(s3: S3Client): GetObject {
    const there = this.#getters.get(s3)
    if (there) return there
    const made = getObject(s3, (input) => this.#clients.begin('GetObject', input))
    this.#getters.set(s3, made)
    return made
  }

  #payer(): { RequestPayer?: 'requester' } {
    return this.#clients.access.requesterPays ? { RequestPayer: 'requester' } : {}
  }

  /** A bucket of another region answers with its name: then that region is asked, and from then on. */
  async #call<T>(patient: boolean, call: (s3: S3Client) => Promise<T>): Promise<T> {
    const once = (region: string) => {
      const sent = () => call(this.#clients.s3(region, patient))
      return patient ? sent() : this.#clients.renewing(sent)
    }
    try {
      return await once(this.#region)
    } catch (error) {
      const { region, status, code } = awsProblem(error, '')
      const elsewhere =
        status === 301 || /^(PermanentRedirect|AuthorizationHeaderMalformed|TemporaryRedirect)$/.test(code)
      if (!elsewhere || region === null || region === this.#region) throw error
      this.#region = region
      return once(region)
    }
  }
}

/** Where the next page begins. A listing that says there is more and not where, or goes in circles, is not a whole one. */
function onward(before: string | undefined, next: string | undefined): string {
  if (next !== undefined && next !== '' && next !== before) return next
  throw new Problem('refused', 'the listing says that it goes on, but not where: it cannot be read whole')
}

/** As the listing says that it has written its keys: form-encoded, or not at all where a store knows no encoding. */
export function decoded(key: string, encoding: string | undefined): string {
  return encoding === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key
}

function listed({ Key = '', Size, LastModified, ETag, StorageClass }: _Object, encoding: string | undefined): Listed {
  return {
    key: decoded(Key, encoding),
    bytes: Size ?? 0,
    modifiedAt: LastModified?.toISOString() ?? null,
    etag: plain(ETag),
    storageClass: StorageClass ?? null,
  }
}
