import type { WrittenHere } from './audit.ts'
import type { ObjectState } from './case.ts'

/** How an acquisition record is written: a page to print, JSON, or plain text. HTML and JSON can be checked against the case. */
export const recordFormats = ['html', 'json', 'txt'] as const
export type RecordFormat = (typeof recordFormats)[number]

/** What an acquisition record says above its objects. */
export interface RecordHead {
  readonly kind: 'coldtrail-acquisition-record'
  readonly version: 1
  readonly tool: string
  readonly case: { readonly id: string; readonly name: string; readonly createdAt: string }
  /** The one import or collection that it is of; null: all of the case. */
  readonly import: number | null
  /** ISO 8601 UTC. */
  readonly writtenAt: string
  /** user@host. */
  readonly writtenBy: string
  /** The newest line of the audit log then: who signs the record signs that log up to there. */
  readonly audit: { readonly line: number; readonly sha256: string } | null
  readonly imports: readonly RecordImport[]
  readonly totals: {
    readonly objects: Readonly<Partial<Record<ObjectState, number>>>
    /** Of what came as such; members of archives are inside of these bytes. */
    readonly bytes: number
    readonly events: number
  }
}

/** Who brought something in, when, and from where. */
export interface RecordImport {
  readonly import_id: number
  readonly started_at: string
  readonly ended_at: string | null
  readonly state: string
  readonly who: string
  /** What was asked for, as JSON text. */
  readonly what: string
}

export interface RecordObject {
  readonly object_id: number
  readonly import_id: number
  readonly uri: string
  readonly state: ObjectState
  readonly reason: string | null
  readonly bytes: number
  readonly sha256: string | null
  readonly modified_at: string | null
  readonly imported_at: string
}

/** Pages of objects in the order of their numbers, as often as somebody asks. */
export type RecordPages = () => AsyncIterable<readonly RecordObject[]>

/** What checking a record against the case came to. */
export interface RecordVerified {
  readonly file: string
  readonly sha256: string
  /** Everything agrees: the file, the case, every object, the audit log, which also knows the file. */
  readonly agrees: boolean
  /** Where the audit log says that the case wrote this very file; null: nowhere, so objects may have been left out. */
  readonly written: WrittenHere | null
  /** The file is the one that this version makes of what it says, or the one that the case wrote, byte for byte. */
  readonly isAsWritten: boolean
  readonly head: RecordHead
  /** Why it belongs to another case, or null. */
  readonly otherCase: string | null
  /** Why the audit log is not the one that the record names, or null. */
  readonly audit: string | null
  /** The signature of the file; null: there is none. It may fail to hold of a record that agrees. */
  readonly signature: SignatureChecked | null
  /** Objects in the record. */
  readonly named: number
  /** The first 1,000 objects that the case holds otherwise. */
  readonly problems: readonly { readonly uri: string; readonly reason: string }[]
}

/** A small file of text: where it lies, or what stands in it. */
export type TextFile = { readonly path: string } | { readonly text: string }

/** A detached signature that was checked. */
export interface SignatureChecked {
  readonly keyId: string
  /** Null: no public key was given, so nobody can tell. */
  readonly holds: boolean | null
  /** What the signer wrote and signed beside the file; null where it does not hold. */
  readonly comment: string | null
  readonly reason: string | null
}
