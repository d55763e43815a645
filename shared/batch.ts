import type { ObjectState } from './case.ts'

/** Where the bytes of an object are kept. A member is an entry of an archive, which is the evidence. */
export type Keeping =
  | { readonly kind: 'copied' }
  | { readonly kind: 'in-place'; readonly path: string }
  | { readonly kind: 'member' /** Place of the archive in this batch. */; readonly of: number; readonly entry: number }
  | { readonly kind: 'none' }

/** What the byte workers found an object to be. Whether it is a duplicate is decided at commit. */
export interface DecodedObject {
  /** file:///…, upload:…, s3://…; a member of an archive is `<uri of the archive>!/<name of the entry>`. */
  readonly uri: string
  readonly bytes: number
  readonly sha256: string | null
  /** ISO 8601 UTC. */
  readonly modifiedAt: string | null
  /** Version id, ETag, user metadata, … where the source has them. */
  readonly metadata: Readonly<Record<string, unknown>> | null
  readonly keeping: Keeping
  readonly state: Exclude<ObjectState, 'duplicate'>
  /** Always there unless the state is `stored`. */
  readonly reason: string | null
  readonly format: string | null
  /** Records framed into lines; 0 of parquet, which is read at commit. */
  readonly records: number
  /** Records that could not be framed; the first 100 of them, and how many there are. */
  readonly bad: readonly { readonly ordinal: number; readonly reason: string }[]
  readonly badCount: number
  /** Top-level fields that the format does not know, with how many records hold them. */
  readonly unmapped: Readonly<Record<string, number>>
  /** Set when a source delivered it. */
  readonly collected?: Collected
}

/** Which object of a source it is: the next run compares this, and fetches nothing twice. */
export interface Collected {
  /** Its place among the offers of the run. */
  readonly offer: number
  readonly source: string
  readonly etag: string | null
  readonly version: string | null
  readonly mark: 'current' | 'noncurrent' | 'delete-marker'
  readonly account: string | null
  readonly region: string | null
  readonly service: string | null
  /** YYYY-MM-DD. */
  readonly day: string | null
}

/** An object whose rows DuckDB reads itself. */
export interface ParquetFile {
  /** Place of the object in its batch. */
  readonly o: number
  /** In `evidence` or `tmp` of the case, under a name of ours. */
  readonly path: string
  /** A copy or a link that only the commit needs: whoever commits the batch removes it afterwards. */
  readonly temporary: boolean
}

/**
 * What is committed in one transaction: some objects, the files of framed lines that hold their records, and those whose
 * records are rows of parquet.
 */
export interface Batch {
  readonly objects: readonly DecodedObject[]
  readonly parquet: readonly ParquetFile[]
  /** Objects of the ledger that this batch reads anew: what is found now takes the place, and the number, of what was. */
  readonly again?: readonly number[]
  readonly lines: readonly {
    readonly decoder: string
    readonly path: string
    readonly records: number /** Longest line, bytes. */
    readonly longest: number
    /** The file holds records taken apart into columns o, n and those of the decoder (parquet of ours) instead of lines. */
    readonly shredded?: true
  }[]
}

/** What a commit came to, object by object in the order of the batch. */
export interface Committed {
  readonly objects: readonly {
    readonly object_id: number | null
    readonly state: ObjectState
    readonly reason: string | null
    readonly events: number
    readonly duplicates: number
    readonly conflicts: number
    readonly bad: number
  }[]
}
