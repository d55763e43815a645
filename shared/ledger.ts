import * as z from 'zod'
import { type ObjectRow, objectStates } from './case.ts'
import { objectProofs } from './proof.ts'

/** Columns that the ledger can be ordered by. */
export const ledgerOrders = [
  'object_id',
  'uri',
  'state',
  'reason',
  'format',
  'events',
  'duplicates',
  'bad_records',
  'bytes',
  'first',
  'last',
  'sha256',
  'imported_at',
  'integrity',
] as const satisfies readonly (keyof ObjectRow)[]
export type LedgerOrder = (typeof ledgerOrders)[number]

/**
 * Which objects of the ledger. `format`: '' is none; `search`: words that address, reason or hash hold, in any case;
 * `proof`: what the last verification said of them.
 */
export const Ledger = z.strictObject({
  state: z.enum(objectStates).nullable().default(null),
  format: z.string().max(100).nullable().default(null),
  search: z.string().max(1000).default(''),
  proof: z.enum(objectProofs).nullable().default(null),
})
export type Ledger = z.infer<typeof Ledger>

/** States in which reading again may find more. */
export const retryStates = ['partial', 'skipped', 'rejected'] as const
export type RetryState = (typeof retryStates)[number]

/** Objects to read again: by their numbers, or all of some states. */
export const Retry = z.union([
  z.strictObject({ objects: z.array(z.int().min(0)).min(1).max(100_000) }),
  z.strictObject({ states: z.array(z.enum(retryStates)).min(1) }),
])
export type Retry = z.infer<typeof Retry>

/** How the bytes of an object are kept. */
export type Kept = 'copied' | 'in-place' | 'member' | 'none'

/** The ledger added up. */
export interface LedgerSums {
  /** One line for each state and format; `format` null where none was recognised. They add up to everything. */
  readonly lines: readonly LedgerSum[]
  /** Rows of the table event: the sum of `events` over the lines, or `amiss` says so. */
  readonly events: number
  /** What does not add up, as sentences; empty when everything does. */
  readonly amiss: readonly string[]
  /** Whether the case was verified, so that objects can be asked for by what that said of them. */
  readonly verified: boolean
  /** Top-level fields that a format does not know, most records first, at most 1,000. */
  readonly unmapped: readonly {
    readonly format: string | null
    readonly field: string
    readonly objects: number
    readonly records: number
  }[]
}

export interface LedgerSum {
  readonly state: ObjectRow['state']
  readonly format: string | null
  readonly objects: number
  /** Of what came as such; members of archives are inside of these bytes. */
  readonly bytes: number
  readonly events: number
  readonly duplicates: number
  readonly conflicts: number
  readonly bad_records: number
}

/** A line of the ledger with all that hangs on it. */
export interface ObjectDetail extends ObjectRow {
  readonly kept: Kept
  /** Where bytes that were not copied lie. */
  readonly kept_at: string | null
  readonly modified_at: string | null
  readonly imported_by: string
  /** What the source said of it, as JSON text. */
  readonly metadata: string | null
  readonly import: {
    readonly import_id: number
    readonly started_at: string
    readonly ended_at: string | null
    readonly state: string
    /** What was asked for, as JSON text. */
    readonly what: string
  } | null
  /** The archive that it is a member of. */
  readonly parent: ObjectName | null
  readonly members: Some<ObjectName>
  /** Other objects with the same bytes. */
  readonly same: Some<ObjectName>
  /** Objects that hold events of this one, stored there, and how many. */
  readonly repeats: Some<ObjectName & { readonly events: number }>
  readonly bad: Some<{ readonly ordinal: number; readonly reason: string }>
  readonly unmapped: readonly { readonly field: string; readonly records: number }[]
}

/** The first of many, and how many there are. */
export interface Some<T> {
  readonly total: number
  readonly rows: readonly T[]
}

export interface ObjectName {
  readonly object_id: number
  readonly uri: string
  readonly state: ObjectRow['state']
}

/** The beginning of an object, for looking at what was not understood. */
export interface ObjectHead {
  /** Where the bytes were read: the evidence, or the original place if they are still those of the ledger. */
  readonly from: 'evidence' | 'original' | null
  /** Why there is nothing to see. */
  readonly problem: string | null
  readonly bytes: number
  /** Lower-case hex of at most 4,096 bytes as they came, and of what is inside the wrapping (gzip) if there is one. */
  readonly stored: string
  readonly inside: string | null
}
