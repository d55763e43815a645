import type { ImportResult } from './case.ts'
import type { ErrorCode } from './problem.ts'

/** Long work of an engine: told to every door that is connected, kept until the engine ends. */
export interface Job {
  readonly id: string
  readonly kind: 'import' | 'export'
  readonly title: string
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly progress: Progress
  /** What it came to: of an import when done or cancelled, of an export when done. */
  readonly result: ImportResult | ExportResult | null
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
}

export interface ExportResult {
  readonly path: string
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
}
