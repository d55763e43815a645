import type { WrittenHere } from './audit.ts'
import type { BundleLeft, BundleTaken } from './bundle.ts'
import type { ImportResult } from './case.ts'
import type { CollectionCounters, CollectionPlan, CollectionResult } from './collection.ts'
import type { DetectResult } from './detection.ts'
import type { ErrorCode } from './problem.ts'
import type { VerifyResult } from './proof.ts'
import type { RecordVerified } from './record.ts'

/** Long work of an engine: told to every door that is connected, kept until the engine ends. */
export interface Job {
  readonly id: string
  readonly kind:
    | 'import'
    | 'collect'
    | 'plan'
    | 'export'
    | 'open-bundle'
    | 'verify'
    | 'detect'
    | 'report'
    | 'verify-report'
    | 'verify-record'
  readonly title: string
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  readonly startedAt: string
  readonly finishedAt: string | null
  /** Only work that can be paused has this: a collection. */
  readonly paused?: boolean
  readonly progress: Progress
  /** What it came to: of an import or a collection when done or cancelled, of everything else when done. */
  readonly result:
    | ImportResult
    | CollectionResult
    | CollectionPlan
    | ExportResult
    | VerifyResult
    | DetectResult
    | ReportVerified
    | RecordVerified
    | BundleTaken
    | null
  /** Why, when failed. */
  readonly error: { readonly code: ErrorCode; readonly message: string } | null
}

export interface Progress {
  /** What it is doing now, in a few words: "reading", "finishing". */
  readonly phase: string
  readonly objects: { readonly done: number; readonly total: number | null }
  readonly bytes: { readonly done: number; readonly total: number | null }
  readonly rows: number
  readonly rowsPerSecond: number
  readonly secondsLeft: number | null
  /** Of a collection. */
  readonly collection?: CollectionCounters
}

export interface ExportResult {
  readonly path: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
  /** Of a report or record of a case that is open to read only: its audit log could not be told, so verifying finds no line of it. */
  readonly isUnlogged?: true
  /** Of a bundle: evidence that is not in it. */
  readonly left?: BundleLeft
  /** Of a record that was signed: the file of the signature, and the id of the key as minisign prints it. */
  readonly signed?: { readonly path: string; readonly keyId: string }
}

/** What is said of a file that no audit log knows. */
export const unloggedSaid =
  'This case is open to read only, so its audit log gets no line of what is written: a report or record made like this does not stand when it is verified. Write it with the case open for writing if it is to be proof.'

/** What checking a report's file against the case came to. */
export interface ReportVerified {
  readonly file: string
  readonly sha256: string
  readonly title: string
  /** Everything holds: the page, the case, every figure, every object, and the audit log knows the file. */
  readonly stands: boolean
  /** Where the audit log says that the case wrote this very file; null: nowhere, so its words are nobody's. */
  readonly written: WrittenHere | null
  /** The page is the one that this version makes of the figures in it, or the one that the case wrote, byte for byte. */
  readonly isAsWritten: boolean
  /** Why it belongs to another case, or null. */
  readonly otherCase: string | null
  readonly figures: readonly {
    readonly number: number
    readonly title: string
    readonly holds: boolean
    readonly reason: string | null
  }[]
  /** Objects that the case holds otherwise than the report says. */
  readonly sources: readonly { readonly object_id: number; readonly reason: string }[]
}
