import type { AuditEntry } from './audit.ts'
import type { CaseEntry, CaseInfo, ObjectRow, objectStates } from './case.ts'
import type { CollectedPlace, CollectionRun, SourceCheck } from './collection.ts'
import type {
  DetectionDetail,
  DetectionRow,
  DetectionSummary,
  Hit,
  RuleList,
  RuleSources,
  Suppression,
  SuppressionPreview,
  TriedRule,
} from './detection.ts'
import type { EventColumnName } from './event.ts'
import type { IamChecked, IamPaths, PolicyText, WhoCan } from './iam.ts'
import type { IamDiff, IamIdentities, IamIdentityPage, IamPermissions, IamReach, IamUsed } from './iam-state.ts'
import type { Job } from './job.ts'
import type { LedgerSums, ObjectDetail, ObjectHead } from './ledger.ts'
import type {
  EventMarks,
  LostMark,
  ManualRow,
  Marked,
  MarkedEvent,
  MarkSummary,
  MarksImported,
  MarksOfEvent,
} from './mark.ts'
import type { OssecImport, ViewFilter } from './ossec.ts'
import type { Seal, SealVerdict, Verification } from './proof.ts'
import type { Question } from './question.ts'
import type { RecordImport } from './record.ts'
import type { Report } from './report/block.ts'
import type { BlockPreview, FigureShown, SectionOf } from './report/document.ts'
import type { Cell, Rows, SqlResult } from './rows.ts'
import type { RuleInfo } from './rule.ts'
import type { Schedule } from './schedule.ts'
import type { Source } from './source.ts'
import type { SourcePolicy } from './source-policy.ts'

/** What each method of `shared/api.ts` answers. */
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

  startOpenBundle: Job

  caseInfo: CaseInfo
  saveOurs: CaseInfo
  startImport: Job
  startExport: Job
  startBundle: Job
  imports: readonly RecordImport[]
  startRecord: Job
  startVerifyRecord: Job
  startVerify: Job
  verification: Verification | null
  /** `verdicts`: how many lines there are of each, whichever is asked for. */
  seals: {
    readonly total: number
    readonly verdicts: Readonly<Partial<Record<SealVerdict, number>>>
    readonly rows: readonly Seal[]
  }
  startDetect: Job
  /** `actions`: how many lines that hold the words there are of each, whichever is asked for. */
  auditLog: {
    readonly total: number
    readonly actions: readonly { readonly action: string; readonly lines: number }[]
    readonly rows: readonly AuditEntry[]
  }
  jobs: readonly Job[]
  cancelJob: null
  pauseJob: Job
  resumeJob: Job

  sources: readonly Source[]
  saveSource: null
  removeSource: null
  testSource: readonly SourceCheck[]
  planCollection: Job
  startCollection: Job
  collected: readonly CollectedPlace[]
  collections: readonly CollectionRun[]
  questions: readonly Question[]
  answerQuestion: null
  /** `refusal`: why nothing can be kept, in a sentence; null: it can. */
  keychain: { readonly refusal: string | null }
  keepKeys: null

  schedule: Schedule
  startSchedule: null

  /** `field`: its place in the source, such as access.roles.0.arn. */
  checkSource: {
    readonly source: Source | null
    readonly mistakes: readonly { readonly field: string; readonly text: string }[]
  }
  importOssec: OssecImport
  importSources: {
    readonly saved: readonly string[]
    readonly notes: readonly string[]
    /** `line`: of the YAML, where it has one. */
    readonly mistakes: readonly { readonly line: number | null; readonly message: string }[]
  }
  exportSources: { readonly yaml: string }
  sourcePolicy: SourcePolicy
  viewFilters: readonly ViewFilter[]
  saveViewFilter: null
  removeViewFilter: null

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
  detectionSummary: DetectionSummary
  detections: { readonly total: number; readonly rows: readonly DetectionRow[] }
  detection: DetectionDetail
  /** For each event in the order asked: its open findings, the gravest first. */
  hits: readonly (readonly Hit[])[]
  decideDetections: null
  suppressions: readonly Suppression[]
  previewSuppression: SuppressionPreview
  saveSuppression: null
  deleteSuppression: null
  ruleSources: RuleSources
  saveRuleSources: RuleSources
  rules: RuleList
  rule: RuleInfo
  tryRule: TriedRule
  saveRule: { readonly path: string }
  navigatorLayer: { readonly layer: string }

  iamCheck: IamChecked
  iamPaths: IamPaths
  iamPolicy: PolicyText | null
  iamWhoCan: WhoCan
  iamIdentities: IamIdentities
  iamIdentity: IamIdentityPage
  iamPermissions: IamPermissions
  iamDiff: IamDiff
  iamUsed: IamUsed
  iamReach: IamReach

  markEvents: Marked
  editComment: null
  undoMark: Marked
  decideMark: null
  manualEvent: { readonly id: string }
  manualEvents: readonly ManualRow[]
  marksOf: readonly EventMarks[]
  eventMarks: MarksOfEvent
  marks: { readonly total: number; readonly rows: readonly MarkedEvent[] }
  lostMarks: { readonly total: number; readonly rows: readonly LostMark[] }
  markSummary: MarkSummary
  importMarks: MarksImported
  report: Report
  nameReport: Report
  putBlock: Report
  moveBlock: Report
  removeBlock: Report
  undoReport: Report
  draftReport: Report
  reportSection: SectionOf<FigureShown>
  previewBlock: BlockPreview
  startReport: Job
  startVerifyReport: Job

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
  /** What the numbers count: this search, and the value in the column. */
  readonly search: string
  readonly values: readonly { readonly value: Cell; readonly events: number; readonly denied: number }[]
}

export interface Overview {
  readonly objects: Readonly<Record<(typeof objectStates)[number], number>>
  readonly bytes: number
  readonly events: number
  readonly duplicates: number
  readonly conflicts: number
  readonly badRecords: number
  /** Findings as they stand; a finding in several states is one. */
  readonly findings: number
  readonly untimed: number
  readonly first: string | null
  readonly last: string | null
  readonly accounts: number
  readonly regions: number
  /** Objects that are not simply stored or duplicate, worst first, at most 200. */
  readonly problems: readonly {
    readonly object_id: number
    readonly uri: string
    readonly state: (typeof objectStates)[number]
    readonly reason: string
  }[]
  /** Top tables without noise. */
  readonly tops: readonly Top[]
  readonly unfinished: readonly { readonly startedAt: string; readonly paths: readonly string[] }[]
}

export interface EventDetail {
  readonly columns: Readonly<Record<EventColumnName, Cell>>
  /** The record, read back from the evidence and shown as text. */
  readonly raw: string | null
  /** logged: byte for byte as logged. row: the row of a parquet file written as JSON, as its bytes stand column by column. */
  readonly rawIs: 'logged' | 'row'
  /** Why raw is missing: evidence moved, altered, …. */
  readonly rawProblem: string | null
  /** Text over 5 MB is cut here; the whole record is in the evidence. */
  readonly rawCutAt: number | null
  readonly object: ObjectRow & { readonly evidence: string | null }
  /** Where the same event was found again. */
  readonly origins: readonly { readonly object_id: number; readonly ordinal: number; readonly uri: string }[]
  /** Events with the same id and other content. */
  readonly conflicts: readonly { readonly object_id: number; readonly ordinal: number; readonly uri: string }[]
  /** Of a finding: every state of it that was reported, the latest first, this one among them. Empty for other events. */
  readonly states: readonly FindingState[]
}

export interface FindingState {
  readonly object_id: number
  readonly ordinal: number
  /** When it was changed last. */
  readonly changed: string | null
  readonly severity: string | null
  readonly title: string | null
  /** Whether it is how the finding stands. */
  readonly latest: boolean
}
