import type { Place } from './s3/place.ts'

/**
 * The contract of this room. A source says what there is to collect (`offers`), hands over the bytes (`get`), and is
 * told what became of them (`settle`): only then may it delete a message or an object, and only if its definition says so.
 * It never writes into the case.
 */
export interface OpenSource {
  /** `listing`: all of it is known before the first byte, so it can be planned. `live`: known as it comes. */
  readonly kind: 'listing' | 'live'
  offers(signal: AbortSignal): AsyncGenerator<Said>
  /** The bytes of an offer from `from` on; with `etag`, refused when the object is no longer that one. Resolves behind the last. */
  get(offer: Offer, from: number, etag: string | null, receive: Receive, signal: AbortSignal): Promise<void>
  /** What an error of `get` asks for. */
  judge(error: unknown): Trouble
  /** An error that ended the source's own work, in words for people and without secrets. */
  explain(error: unknown): { readonly text: string; readonly permission: string | null }
  /** Told once the objects are committed, or failed; in the order of the commits. */
  settle(settled: readonly Settled[], signal: AbortSignal): Promise<readonly Note[]>
  /** One sentence a check, as they are made: what works, what is missing and which permission would mend it. */
  test(signal: AbortSignal): AsyncGenerator<Check>
  /** What stands in the way of reading an offer, asked without reading it; where it is all known before the first byte. */
  probe?(offer: Offer, signal: AbortSignal): Promise<readonly Note[]>
  /** What can be said of a live source before anything is received. */
  outlook(signal: AbortSignal): Promise<{ readonly objects: number | null; readonly notes: readonly Note[] }>
  close(): Promise<void>
}

/** One object that can be had. */
export interface Offer {
  readonly uri: string
  /** Bytes, where the listing or the message says it. */
  readonly bytes: number | null
  readonly modifiedAt: string | null
  /** As S3 gives it, without the quotes. */
  readonly etag: string | null
  readonly version: string | null
  readonly mark: Mark
  readonly place: Place
  readonly s3: { readonly bucket: string; readonly key: string } | null
  /** Bytes that came with the offer itself: the answer of an API, the body of a message. */
  readonly inline: Uint8Array | null
  /** Id of the message that announced it. */
  readonly message: string | null
  /** Set when there is nothing to fetch: why. */
  readonly unreadable: { readonly state: 'skipped' | 'rejected'; readonly reason: string } | null
}

/** What an object is in a versioned bucket. */
export type Mark = 'current' | 'noncurrent' | 'delete-marker'

/** Something that the person should know and that is no object. */
export interface Note {
  readonly kind: 'note'
  /** The permission that would mend it, `s3:ListBucketVersions`, or null. */
  readonly permission: string | null
  readonly text: string
  /** Whether the collection is not what was asked for; else it is only good to know. */
  readonly isProblem: boolean
}

export type Said = ({ readonly kind: 'offer' } & Offer) | Note

/** Is told what is known of an object before its bytes, and takes them as they come. What it throws ends the call. */
export type Receive = (body: Body) => (part: Uint8Array) => void

export interface Body {
  /** Of the whole object, not of the rest from `from`. */
  readonly bytes: number | null
  readonly etag: string | null
  readonly version: string | null
  readonly modifiedAt: string | null
  /** Base64 checksums over the whole object, where S3 keeps them. */
  readonly checksums: Readonly<Partial<Record<'crc32' | 'crc32c' | 'crc64nvme' | 'sha1' | 'sha256', string>>>
  /** Whether the ETag is the MD5 of the bytes: not for multipart uploads, not under KMS or customer keys. */
  readonly etagIsMd5: boolean
  /** All user metadata and what else S3 says: digest signatures live only there. */
  readonly metadata: Readonly<Record<string, unknown>>
}

/** `slow`: fewer at once, then again. `changed`: begin anew. `fail`: this object cannot be had. */
export interface Trouble {
  readonly what: 'again' | 'slow' | 'changed' | 'fail'
  readonly reason: string
}

export interface Settled {
  readonly offer: Offer
  /** `known`: it was in the case before and was not fetched again. */
  readonly state: 'stored' | 'partial' | 'duplicate' | 'skipped' | 'rejected' | 'known'
  /** Of the bytes that were fetched: the object may be another one by now. */
  readonly etag: string | null
  /** SHA-256 under which its bytes are kept, verified by reading them back; null when they are not. */
  readonly verified: string | null
}

export interface Check {
  readonly ok: boolean
  readonly text: string
  readonly permission: string | null
}

/** What a source is given by whoever opens it. */
export interface Ground {
  readonly ask: Ask
  /** Every call to AWS, once it is answered. */
  onCall(call: Call): void
  /** URIs that begin so and are in the case: lets a service be asked only for what is missing. */
  collected(prefix: string): Promise<readonly string[]>
}

/** How a source gets what only the person has; the answers stay in memory. */
export interface Ask {
  /** `refused`: what AWS said to the code before, when it is asked for again. */
  mfaCode(serial: string, refused: string | null): Promise<string>
  keys(accessKeyId: string | null): Promise<Keys>
  /** Keys that were typed in, and sessions that codes were typed for; all work on the source shares them. */
  readonly sessions: Map<string, Session>
}

export interface Session {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string | null
}

/** One call as the audit log keeps it. */
export interface Call {
  readonly at: string
  readonly operation: string
  readonly target: string
  /** HTTP status, or the name of the error where there was no answer. */
  readonly status: number | string
  readonly requestId: string | null
}

export function note(text: string, permission: string | null = null): Note {
  return { kind: 'note', permission, text, isProblem: false }
}

export function problem(text: string, permission: string | null = null): Note {
  return { kind: 'note', permission, text, isProblem: true }
}
