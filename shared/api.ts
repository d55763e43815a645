import * as z from 'zod'
import { type CaseEntry, type CaseInfo, type ObjectRow, Ours, type objectStates } from './case.ts'
import { type EventColumnName, eventColumnNames, facetNames } from './event.ts'
import { Filter } from './filter.ts'
import type { Job } from './job.ts'
import { Ledger, type LedgerSums, ledgerOrders, type ObjectDetail, type ObjectHead, Retry } from './ledger.ts'
import type { ErrorCode } from './problem.ts'
import type { Cell, Rows, SqlResult } from './rows.ts'
import type { Signal } from './signal.ts'

/**
 * What a door can ask. One entry a method: whose answer it is (`lobby`: the process of the door; `case`: the engine
 * of the open case), whether it changes the case (`writes`: refused where the door opened it read-only), and the shape of its input, checked before anything runs. The answers are in `Answers`.
 * A method that is missing on either side does not compile.
 */
const column = z.enum(eventColumnNames as [EventColumnName, ...EventColumnName[]])
const facet = z.enum(facetNames as [EventColumnName, ...EventColumnName[]])
const path = z.string().min(1).max(4096)
const nothing = z.strictObject({})
const limit = z.int().min(1).max(1000)
const offset = z.int().min(0).max(4_294_967_295)
const event = z.strictObject({ object_id: z.int().min(0), ordinal: z.int().min(0) })

const order = z.strictObject({ column, descending: z.boolean() })
export type Order = z.infer<typeof order>

/** What an export writes: the events of a filter, the rows of a query, the ledger, or the acquisition manifest. */
const what = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('events'),
    filter: Filter,
    columns: z.array(column).min(1).nullable(),
    order: order.nullable(),
  }),
  z.strictObject({ kind: z.literal('sql'), sql: z.string().min(1).max(200_000) }),
  z.strictObject({ kind: z.literal('objects'), which: Ledger.optional() }),
  /** The ledger with its totals, its imports and who wrote it: csv or json. */
  z.strictObject({ kind: z.literal('manifest') }),
])
export type ExportWhat = z.infer<typeof what>
export const exportFormats = ['csv', 'json', 'jsonl', 'parquet'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const methods = {
  about: { scope: 'lobby', input: nothing },
  listCases: { scope: 'lobby', input: nothing },
  forgetCase: { scope: 'lobby', input: z.strictObject({ path }) },
  createCase: { scope: 'lobby', input: z.strictObject({ path, name: z.string().min(1).max(200) }) },
  openCase: { scope: 'lobby', input: z.strictObject({ path, readOnly: z.boolean().default(false) }) },
  openSample: { scope: 'lobby', input: nothing },
  closeCase: { scope: 'lobby', input: nothing },
  /** Folders and files of the machine that Coldtrail runs on, for choosing what to import. */
  listFolder: { scope: 'lobby', input: z.strictObject({ path: path.nullable() }) },

  caseInfo: { scope: 'case', input: nothing },
  saveOurs: { scope: 'case', writes: true, input: z.strictObject({ ours: Ours }) },
  /** `inPlace`: hash and reference instead of copying. `named`: the text that stands in the URIs for `paths[0]`'s folder (uploads). */
  startImport: {
    scope: 'case',
    writes: true,
    input: z.strictObject({
      paths: z.array(path).min(1).max(100_000),
      inPlace: z.boolean().default(false),
      as: z.string().max(100).nullable().default(null),
      named: z.string().max(200).nullable().default(null),
    }),
  },
  startExport: { scope: 'case', input: z.strictObject({ what, format: z.enum(exportFormats), path }) },
  jobs: { scope: 'case', input: nothing },
  cancelJob: { scope: 'case', input: z.strictObject({ job: z.string().max(100) }) },

  overview: { scope: 'case', input: nothing },
  objects: {
    scope: 'case',
    input: Ledger.extend({
      order: z
        .strictObject({ column: z.enum(ledgerOrders), descending: z.boolean() })
        .default({ column: 'object_id', descending: false }),
      offset,
      limit,
    }),
  },
  object: { scope: 'case', input: z.strictObject({ object_id: z.int().min(0) }) },
  /** The beginning of an object's bytes, as they came. */
  objectHead: { scope: 'case', input: z.strictObject({ object_id: z.int().min(0) }) },
  ledger: { scope: 'case', input: nothing },
  /** Reads objects again, from the evidence or their original place; `as`: as this format instead of recognising it. */
  startRetry: {
    scope: 'case',
    writes: true,
    input: z.strictObject({ which: Retry, as: z.string().max(100).nullable().default(null) }),
  },
  formats: { scope: 'case', input: nothing },
  histogram: {
    scope: 'case',
    input: z.strictObject({
      filter: Filter,
      by: z.enum(['outcome', 'service', 'severity']),
      buckets: z.int().min(1).max(2000),
    }),
  },
  facet: {
    scope: 'case',
    input: z.strictObject({ filter: Filter, column: facet, limit: z.int().min(1).max(500).default(50) }),
  },
  /** How many events a filter lets through. */
  count: { scope: 'case', input: z.strictObject({ filter: Filter }) },
  page: {
    scope: 'case',
    input: z.strictObject({ filter: Filter, columns: z.array(column).min(1).max(60), order, offset, limit }),
  },
  /** Where in the order an event stands, or the first event at or after a time: for "jump to". */
  position: {
    scope: 'case',
    input: z.strictObject({ filter: Filter, order, of: z.union([event, z.strictObject({ time: z.iso.datetime() })]) }),
  },
  event: { scope: 'case', input: event },

  schema: { scope: 'case', input: nothing },
  sql: {
    scope: 'case',
    input: z.strictObject({ sql: z.string().min(1).max(200_000), limit: z.int().min(1).max(100_000).default(10_000) }),
  },
  savedQueries: { scope: 'case', input: nothing },
  saveQuery: {
    scope: 'case',
    writes: true,
    input: z.strictObject({ name: z.string().min(1).max(200), sql: z.string().min(1).max(200_000) }),
  },
  deleteQuery: { scope: 'case', writes: true, input: z.strictObject({ name: z.string().min(1).max(200) }) },
} as const satisfies Record<string, { scope: 'lobby' | 'case'; writes?: true; input: z.ZodType }>

export interface Answers {
  about: {
    readonly version: string
    readonly door: 'desktop' | 'browser' | 'cli'
    readonly platform: string
    readonly home: string
    readonly casesFolder: string
  }
  listCases: readonly CaseEntry[]
  forgetCase: null
  createCase: CaseInfo
  openCase: CaseInfo
  /** Creates and fills the sample case the first time; the import runs as a job of it. */
  openSample: CaseInfo
  closeCase: null
  listFolder: {
    readonly path: string
    readonly parent: string | null
    readonly entries: readonly {
      readonly name: string
      readonly path: string
      readonly kind: 'folder' | 'case' | 'file'
      readonly bytes: number | null
    }[]
    readonly cut: number
  }

  caseInfo: CaseInfo
  saveOurs: CaseInfo
  startImport: Job
  startExport: Job
  jobs: readonly Job[]
  cancelJob: null

  overview: Overview
  objects: { readonly total: number; readonly rows: readonly ObjectRow[] }
  object: ObjectDetail
  objectHead: ObjectHead
  ledger: LedgerSums
  startRetry: Job
  /** Log formats that can be read, for choosing one by hand. */
  formats: readonly { readonly id: string; readonly title: string }[]
  histogram: Histogram
  facet: {
    readonly values: readonly { readonly value: Cell; readonly events: number }[]
    readonly distinct: number
    readonly events: number
  }
  count: { readonly events: number }
  /** The first two columns are always object_id and ordinal, then those asked for. */
  page: Rows & { readonly offset: number }
  position: { readonly offset: number | null }
  event: EventDetail

  schema: readonly {
    readonly table: string
    readonly columns: readonly { readonly name: string; readonly type: string; readonly meaning: string }[]
  }[]
  sql: SqlResult
  savedQueries: readonly SavedQuery[]
  saveQuery: null
  deleteQuery: null
}

export interface SavedQuery {
  readonly name: string
  readonly sql: string
  readonly savedAt: string
}

export interface Histogram {
  /** Start of the first bucket and width of each, milliseconds since 1970; both 0 when there is nothing. */
  readonly start: number
  readonly width: number
  /** One list of counts for each value, largest first; what is beyond the first 8 is under "other". NULL is "none". */
  readonly series: readonly { readonly value: string; readonly counts: readonly number[] }[]
  /** Events of the filter that have no time and so are in no bucket. */
  readonly untimed: number
}

export interface Top {
  readonly column: EventColumnName
  readonly values: readonly { readonly value: Cell; readonly events: number; readonly denied: number }[]
}

export interface Overview {
  readonly objects: Readonly<Record<(typeof objectStates)[number], number>>
  readonly bytes: number
  readonly events: number
  readonly duplicates: number
  readonly conflicts: number
  readonly badRecords: number
  readonly untimed: number
  readonly first: string | null
  readonly last: string | null
  readonly accounts: number
  readonly regions: number
  /** Objects that are not simply stored or duplicate, worst first, at most 200. */
  readonly problems: readonly {
    readonly object_id: number
    readonly uri: string
    readonly state: string
    readonly reason: string
  }[]
  /** Top tables without noise; `search` of a door into the timeline is `column:value`. */
  readonly tops: readonly Top[]
  readonly unfinished: readonly { readonly startedAt: string; readonly paths: readonly string[] }[]
}

export interface EventDetail {
  readonly columns: Readonly<Record<EventColumnName, Cell>>
  /** The record as logged, byte for byte, read back from the evidence and shown as text. */
  readonly raw: string | null
  /** Why raw is missing: evidence moved, altered, …. */
  readonly rawProblem: string | null
  /** Text over 5 MB is cut here; the whole record is in the evidence. */
  readonly rawCutAt: number | null
  readonly object: ObjectRow & { readonly evidence: string | null }
  /** Where the same event was found again. */
  readonly origins: readonly { readonly object_id: number; readonly ordinal: number; readonly uri: string }[]
  /** Events with the same id and other content. */
  readonly conflicts: readonly { readonly object_id: number; readonly ordinal: number; readonly uri: string }[]
}

export type Method = keyof typeof methods
export type Scoped<S extends 'lobby' | 'case'> = {
  [M in Method]: (typeof methods)[M]['scope'] extends S ? M : never
}[Method]
export type Input<M extends Method> = z.input<(typeof methods)[M]['input']>
export type Checked<M extends Method> = z.output<(typeof methods)[M]['input']>
export type Api = { readonly [M in Method]: (input: Input<M>, signal?: Signal | undefined) => Promise<Answers[M]> }
/** How a side answers its methods: one function each, given checked input. */
export type Handlers<S extends 'lobby' | 'case'> = {
  readonly [M in Scoped<S>]: (input: Checked<M>, signal: Signal) => Promise<Answers[M]>
}

export type Reply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string }

/** What a door is told without asking. */
export type Notice =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'data'; readonly dataVersion: number }
  | { readonly kind: 'engine-down'; readonly message: string }

/** What preload puts on window.coldtrail and the browser's transport imitates. */
export interface Bridge {
  /** `call` numbers the request so that it can be cancelled. */
  invoke(method: string, input: unknown, call: number): Promise<Reply<unknown>>
  cancel(call: number): void
  onNotice(listener: (notice: Notice) => void): () => void
  /** Real path of a dropped file where the door can know it (desktop), else null. */
  pathOf(file: unknown): string | null
  /** Asks with the system's own dialog where there is one; undefined: the door has none, ask with listFolder. */
  choose?(
    what: 'case' | 'new-case' | 'import-files' | 'import-folder' | 'export',
    suggested: string,
  ): Promise<readonly string[]>
}
