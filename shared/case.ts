import * as z from 'zod'

/** The case knows who is "ours": rules, questions and noise filters use it. Kept in case.json, every change audited. */
export const Ours = z.strictObject({
  accounts: z
    .array(
      z.strictObject({
        id: z.string().regex(/^\d{12}$/, 'an AWS account id has 12 digits'),
        name: z.string().max(200),
        partner: z.boolean(),
      }),
    )
    .max(10_000),
  /** IPv4 or IPv6 networks in CIDR form. */
  networks: z.array(z.strictObject({ cidr: z.string().max(64), name: z.string().max(200) })).max(10_000),
  /** Names, ARNs or e-mail addresses of people and roles that belong here. */
  users: z.array(z.strictObject({ name: z.string().min(1).max(2048), note: z.string().max(2000) })).max(10_000),
  /** The time that matters, ISO 8601 UTC; either end may be open. */
  incident: z.strictObject({ from: z.string().nullable(), to: z.string().nullable() }),
})
export type Ours = z.infer<typeof Ours>
export const nobody: Ours = { accounts: [], networks: [], users: [], incident: { from: null, to: null } }

export interface CaseInfo {
  readonly path: string
  readonly id: string
  readonly name: string
  readonly createdAt: string
  /** Version of Coldtrail that created it. */
  readonly createdBy: string
  readonly schema: number
  readonly readOnly: boolean
  /** Why it is read-only, when it is. */
  readonly readOnlyBecause: string | null
  readonly ours: Ours
  /** Rises with every commit; answers asked under another number are stale. */
  readonly dataVersion: number
  readonly events: number
}

/** A case as the start screen lists it: read from case.json without opening the database. */
export interface CaseEntry {
  readonly path: string
  readonly name: string
  readonly openedAt: string
  readonly state: 'closed' | 'open' | 'missing'
}

/** Every object ends in exactly one of these. */
export const objectStates = ['stored', 'partial', 'duplicate', 'skipped', 'rejected'] as const
export type ObjectState = (typeof objectStates)[number]

/** One line of the ledger, as `coldtrail objects` prints it. */
export interface ObjectRow {
  readonly object_id: number
  readonly uri: string
  readonly state: ObjectState
  readonly reason: string | null
  readonly format: string | null
  readonly events: number
  readonly duplicates: number
  readonly conflicts: number
  readonly bad_records: number
  readonly bytes: number
  readonly sha256: string | null
  readonly first: string | null
  readonly last: string | null
  readonly integrity: string | null
  readonly imported_at: string
}

/** What an import or a collection came to. The five states add up to the objects seen. */
export interface ImportResult {
  readonly objects: Readonly<Record<ObjectState, number>>
  readonly events: {
    readonly stored: number
    readonly duplicate: number
    readonly conflicts: number
    readonly bad: number
  }
  readonly bytes: number
  readonly seconds: number
  /** The first 1,000; all of them are in the ledger. */
  readonly problems: readonly { readonly object: string; readonly state: ObjectState; readonly reason: string }[]
}
