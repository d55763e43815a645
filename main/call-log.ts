import type { Call } from './source/source.ts'
import type { CaseFile } from './store/case-file.ts'

/** Calls that wait for the next line of the audit log, and for how long at most, milliseconds. */
const most = 500
const longest = 2000

/**
 * Every call to AWS goes into the audit log, some hundred a line. These lines do not wait for the disk, which would stop
 * all downloads meanwhile; what is noted of a commit, a deletion or the end of the run is synced, and they with it.
 */
export class CallLog {
  readonly #file: CaseFile
  readonly #source: string
  #calls: Call[] = []
  #flushed = Date.now()
  readonly #counts = new Map<string, number>()

  constructor(file: CaseFile, source: string) {
    this.#file = file
    this.#source = source
  }

  readonly add = (call: Call): void => {
    this.#calls.push(call)
    this.#counts.set(call.operation, (this.#counts.get(call.operation) ?? 0) + 1)
    if (this.#calls.length >= most || Date.now() - this.#flushed > longest) this.flush()
  }

  /** By operation, repeats included. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts
  }

  flush(): void {
    this.#flushed = Date.now()
    if (this.#calls.length === 0) return
    const calls = this.#calls.map(({ at, operation, target, status, requestId }) => [
      at,
      operation,
      target,
      status,
      requestId,
    ])
    this.#calls = []
    this.#file.audit('aws-calls', { source: this.#source, calls }, true)
  }
}
