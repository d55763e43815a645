import * as z from 'zod'
import type { Answers } from './answers.ts'
import { Ours } from './case.ts'
import { custodyMethods } from './custody-input.ts'
import { DetectionFilter } from './detection.ts'
import { countedNames, type EventColumnName, eventColumnNames, ruleFacets } from './event.ts'
import { Filter } from './filter.ts'
import { iamMethods } from './iam-input.ts'
import type { Job } from './job.ts'
import { Ledger, ledgerOrders, Retry } from './ledger.ts'
import { markMethods } from './mark-input.ts'
import type { ErrorCode } from './problem.ts'
import type { Question } from './question.ts'
import { reportMethods } from './report/methods.ts'
import { ruleFileName } from './rule-file-name.ts'
import type { Signal } from './signal.ts'
import { Source } from './source.ts'

/**
 * What a door can ask. One entry a method: whose answer it is (`lobby`: the process of the door; `case`: the engine
 * of the open case), whether it changes the case (`writes`: refused where the door opened it read-only), and the shape of its input, checked before anything runs. The answers are in answers.ts.
 * A method that is missing on either side does not compile.
 */
const column = z.enum(eventColumnNames as [EventColumnName, ...EventColumnName[]])
const facet = z.enum([...ruleFacets, ...countedNames])
const path = z.string().min(1).max(4096)
const passphrase = z.string().min(1).max(1000)
const nothing = z.strictObject({})
const limit = z.int().min(1).max(1000)
const offset = z.int().min(0).max(4_294_967_295)
const event = z.strictObject({ object_id: z.int().min(0), ordinal: z.int().min(0) })

const search = z.string().max(20_000)
const ruleKey = z.string().min(1).max(2000)

const order = z.strictObject({ column, descending: z.boolean() })
export type Order = z.infer<typeof order>

/** What an export writes: the events of a filter, the rows of a query, the ledger, the acquisition manifest, what rules found, or weaknesses of identities. */
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
  /** What people say of events, for another case of the same incident: json. */
  z.strictObject({ kind: z.literal('marks') }),
  /** What rules found, a finding a row; or its events with their rules. */
  z.strictObject({ kind: z.literal('findings'), found: DetectionFilter }),
  z.strictObject({ kind: z.literal('hits'), found: DetectionFilter }),
  /** Weaknesses of identities: what checks found, the ways to more rights, or both; csv, json or jsonl. As OCSF: json or jsonl. */
  z.strictObject({
    kind: z.literal('iam'),
    which: z.enum(['checks', 'paths', 'both']).default('both'),
    shape: z.enum(['findings', 'ocsf']).default('findings'),
    /** As identities were at this time; null: after everything. */
    at: z.iso.datetime().nullable().default(null),
  }),
])
export type ExportWhat = z.infer<typeof what>
export const exportFormats = ['csv', 'json', 'jsonl', 'parquet'] as const
export type ExportFormat = (typeof exportFormats)[number]

/** A source of the case by its name, or one that is not saved. */
const source = z.union([z.string().min(1).max(100), Source])
const collect = z.strictObject({
  sources: z.array(source).min(1).max(1000),
  /** Only then does a source delete objects after it has collected them, whatever its definition says. */
  confirmDelete: z.boolean().default(false),
})

const arn = z.string().regex(/^arn:aws[a-z-]*:[^\s]+$/, 'an ARN looks like arn:aws:iam::111122223333:user/name')
const viewFilter = z.strictObject({
  name: z.string().min(1).max(200),
  search: z.string().max(20_000),
  hides: z.string().max(20_000),
})

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

  /** Unpacks a bundle into a new case at `to`, or (null) brings its marks into the open case. Cancelled, it leaves nothing. */
  startOpenBundle: { scope: 'lobby', input: z.strictObject({ path, passphrase, to: path.nullable().default(null) }) },

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
  /** Runs rules over what is new to them. `folders` null: those of `ruleSources`. */
  startDetect: {
    scope: 'case',
    writes: true,
    input: z.strictObject({
      folders: z.array(path).max(1000).nullable().default(null),
      pack: z.boolean().default(true),
    }),
  },
  jobs: { scope: 'case', input: nothing },
  cancelJob: { scope: 'case', input: z.strictObject({ job: z.string().max(100) }) },
  /** A collection that is paused asks AWS for nothing more until it is resumed; what is under way is finished. */
  pauseJob: { scope: 'case', input: z.strictObject({ job: z.string().max(100) }) },
  resumeJob: { scope: 'case', input: z.strictObject({ job: z.string().max(100) }) },

  sources: { scope: 'case', input: nothing },
  /** `replaces`: name of the source that it was before, when it is renamed. */
  saveSource: {
    scope: 'case',
    writes: true,
    input: z.strictObject({ source: Source, replaces: z.string().max(100).nullable().default(null) }),
  },
  removeSource: { scope: 'case', writes: true, input: z.strictObject({ name: z.string().max(100) }) },
  /** "Test connection", reading only. */
  testSource: { scope: 'case', input: z.strictObject({ source }) },
  /** What a collection would bring: a job whose result is a CollectionPlan. Nothing is fetched. */
  planCollection: { scope: 'case', input: collect },
  startCollection: { scope: 'case', writes: true, input: collect },
  /** What has been collected, by account, region and day; of one source or of all. */
  collected: { scope: 'case', input: z.strictObject({ source: z.string().max(100).nullable().default(null) }) },
  collections: { scope: 'case', input: z.strictObject({ limit }) },
  /** What running work asks the person: MFA codes, keys. `answer` null declines. */
  questions: { scope: 'case', input: nothing },
  answerQuestion: {
    scope: 'case',
    input: z.strictObject({
      question: z.string().max(100),
      answer: z.record(z.string().max(100), z.string().max(10_000)).nullable(),
    }),
  },

  /** Whether this door can keep keys in the keychain of the system. */
  keychain: { scope: 'lobby', input: nothing },
  /** Keeps keys that a source of the open case asks for; they are in no case and no log. Error `refused`: no keychain. */
  keepKeys: {
    scope: 'lobby',
    input: z.strictObject({
      source: z.string().max(100),
      accessKeyId: z.string().min(1).max(200),
      secretAccessKey: z.string().min(1).max(1_000),
    }),
  },

  /** When the sources run by themselves. */
  schedule: { scope: 'case', input: nothing },
  /**
   * Asked by doors that stay: sources run by themselves, those that say so at once, for as long as the call is open. It
   * ends with the line of the door, or when it is cancelled.
   */
  startSchedule: { scope: 'case', writes: true, input: nothing },

  /** A source that a person is writing: nothing is refused, everything that is wrong is answered. */
  checkSource: { scope: 'lobby', input: z.strictObject({ source: z.record(z.string(), z.unknown()) }) },
  /** Reads an ossec.conf, an agent.conf or a pasted aws-s3 block: sources and a report. Nothing is saved. */
  importOssec: { scope: 'lobby', input: z.strictObject({ text: z.string().max(5_000_000) }) },
  /** Saves sources from YAML, or those that importOssec answered: all of them or, with a mistake, none. */
  importSources: {
    scope: 'case',
    writes: true,
    input: z.union([
      z.strictObject({
        yaml: z.string().max(5_000_000),
        /** Deleting arrives switched off unless the person has confirmed it. */
        confirmDelete: z.boolean().default(false),
        replace: z.boolean().default(false),
      }),
      z.strictObject({
        sources: z.array(Source).max(1000),
        views: z.array(viewFilter).max(1000),
        replace: z.boolean().default(false),
      }),
    ]),
  },
  /** Sources as YAML without secrets; null: all of the case. */
  exportSources: { scope: 'case', input: z.strictObject({ names: z.array(z.string().max(100)).nullable() }) },
  /** The policies with which a source can be collected, and nothing else be done. */
  sourcePolicy: {
    scope: 'lobby',
    input: z.strictObject({
      source: Source,
      principal: arn.nullable().default(null),
      keys: z.array(arn).max(100).default([]),
      buckets: z.array(z.string().min(3).max(63)).max(100).default([]),
    }),
  },
  viewFilters: { scope: 'case', input: nothing },
  saveViewFilter: { scope: 'case', writes: true, input: viewFilter },
  removeViewFilter: { scope: 'case', writes: true, input: z.strictObject({ name: z.string().max(200) }) },

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
      by: facet,
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
  /** What the rules of the last run found: in numbers, one by one, and one of them with its events. */
  detectionSummary: {
    scope: 'case',
    input: z.strictObject({ filter: DetectionFilter.prefault({}), buckets: z.int().min(1).max(500).default(60) }),
  },
  detections: { scope: 'case', input: z.strictObject({ filter: DetectionFilter.prefault({}), offset, limit }) },
  detection: { scope: 'case', input: z.strictObject({ detection_id: z.int().min(0), offset, limit }) },
  /** Which findings events are part of. */
  hits: { scope: 'case', input: z.strictObject({ events: z.array(event).min(1).max(1000) }) },
  decideDetections: {
    scope: 'case',
    writes: true,
    input: z.strictObject({
      detections: z.array(z.int().min(0)).min(1).max(10_000),
      dismissed: z.boolean(),
      note: z.string().max(10_000),
    }),
  },
  suppressions: { scope: 'case', input: nothing },
  /** Exactly what a suppression would hide; nothing is changed. */
  previewSuppression: { scope: 'case', input: z.strictObject({ rule: ruleKey.nullable(), search, limit }) },
  saveSuppression: {
    scope: 'case',
    writes: true,
    input: z.strictObject({ rule: ruleKey.nullable(), search, note: z.string().min(1).max(10_000) }),
  },
  deleteSuppression: { scope: 'case', writes: true, input: z.strictObject({ suppression_id: z.int().min(0) }) },
  ruleSources: { scope: 'case', input: nothing },
  saveRuleSources: {
    scope: 'case',
    writes: true,
    input: z.strictObject({ folders: z.array(path).max(1000), pack: z.boolean() }),
  },
  /** The rules of the sources as they are now, with what each has found so far. */
  rules: { scope: 'case', input: nothing },
  /** One of those rules with its text, by its key. */
  rule: { scope: 'case', input: z.strictObject({ key: ruleKey }) },
  /** A rule in an editor: why it is refused, its own examples, and what it would find; nothing is kept. */
  tryRule: { scope: 'case', input: z.strictObject({ text: z.string().max(2_000_000), limit }) },
  /** Writes a rule file into the case, or into a folder; `name` is that of the file. */
  saveRule: {
    scope: 'case',
    writes: true,
    input: z.strictObject({
      name: z.string().regex(ruleFileName, 'a rule file has a plain name of at most 91 characters and ends in .yml'),
      text: z.string().min(1).max(2_000_000),
      folder: path.nullable().default(null),
    }),
  },
  /** An ATT&CK Navigator layer of what was found. */
  navigatorLayer: { scope: 'case', input: z.strictObject({ filter: DetectionFilter.prefault({}) }) },

  ...custodyMethods,
  ...iamMethods,
  ...markMethods,
  ...reportMethods,

  savedQueries: { scope: 'case', input: nothing },
  saveQuery: {
    scope: 'case',
    writes: true,
    input: z.strictObject({ name: z.string().min(1).max(200), sql: z.string().min(1).max(200_000) }),
  },
  deleteQuery: { scope: 'case', writes: true, input: z.strictObject({ name: z.string().min(1).max(200) }) },
} as const satisfies Record<string, { scope: 'lobby' | 'case'; writes?: true; input: z.ZodType }>

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
  | { readonly kind: 'marks'; readonly marksVersion: number }
  | { readonly kind: 'report'; readonly revision: number }
  | { readonly kind: 'question'; readonly question: Question }
  | { readonly kind: 'question-closed'; readonly question: string }
  | { readonly kind: 'engine-down'; readonly message: string }
  /** This door has another case open now, or none: whoever shows the one before must stop. */
  | { readonly kind: 'case'; readonly id: string | null }

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
