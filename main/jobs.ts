import { randomUUID } from 'node:crypto'
import type { Job, Progress } from '../shared/job.ts'
import { Problem } from '../shared/problem.ts'
import { problemOf } from './dispatch.ts'

const noProgress: Progress = {
  phase: 'starting',
  objects: { done: 0, total: null },
  bytes: { done: 0, total: null },
  rows: 0,
  rowsPerSecond: 0,
  secondsLeft: null,
}

/** What a job can be paused with. */
export interface Pausing {
  close(): void
  open(): void
}

export type Work = (report: (progress: Progress) => void, signal: AbortSignal) => Promise<Job['result']>

/** The long work of one engine: started, told about at most ten times a second, cancelled, and kept until the engine ends. */
export class Jobs {
  readonly #jobs = new Map<string, { job: Job; abort: AbortController; ended: Promise<void>; gate: Pausing | null }>()
  readonly #tell: (job: Job) => void
  #closing = false

  constructor(tell: (job: Job) => void) {
    this.#tell = tell
  }

  /** With a `gate` it can be paused. */
  start(kind: Job['kind'], title: string, work: Work, gate: Pausing | null = null): Job {
    if (this.#closing) throw new Problem('cancelled', 'this case is being closed: nothing new is started in it')
    const abort = new AbortController()
    const job: Job = {
      id: randomUUID(),
      kind,
      title,
      state: 'running',
      startedAt: new Date().toISOString(),
      finishedAt: null,
      progress: noProgress,
      result: null,
      error: null,
    }
    const entry = { job, abort, ended: Promise.resolve(), gate }
    this.#jobs.set(job.id, entry)
    entry.ended = this.#run(entry, work)
    return job
  }

  list(): readonly Job[] {
    return [...this.#jobs.values()].map((entry) => entry.job)
  }

  cancel(id: string): void {
    this.#entry(id).abort.abort()
  }

  /** Error `refused`: it has ended, or is of a kind that cannot be paused. */
  pause(id: string, paused: boolean): Job {
    const entry = this.#entry(id)
    if (entry.gate === null || entry.job.state !== 'running')
      throw new Problem('refused', `'${entry.job.title}' cannot be paused: only a running collection can`)
    if (paused) entry.gate.close()
    else entry.gate.open()
    entry.job = { ...entry.job, paused }
    this.#tell(entry.job)
    return entry.job
  }

  /** Cancels what runs and waits until all of it has come to a consistent end. */
  async close(): Promise<void> {
    this.#closing = true
    for (const entry of this.#jobs.values()) entry.abort.abort()
    await Promise.all([...this.#jobs.values()].map((entry) => entry.ended))
  }

  #entry(id: string) {
    const entry = this.#jobs.get(id)
    if (!entry) throw new Problem('not-found', `there is no job '${id}'`)
    return entry
  }

  async #run(entry: { job: Job; abort: AbortController }, work: Work): Promise<void> {
    let told = 0
    let later: NodeJS.Timeout | null = null
    const tell = () => {
      later = null
      told = Date.now()
      this.#tell(entry.job)
    }
    // What comes too soon after another is told a little later: it may be the last word for a while.
    const report = (progress: Progress) => {
      entry.job = { ...entry.job, progress }
      const early = 100 - (Date.now() - told)
      if (early <= 0) tell()
      else later ??= setTimeout(tell, early)
    }
    const end = (state: Job['state'], change: Partial<Job> = {}) => {
      if (later) clearTimeout(later)
      entry.job = { ...entry.job, state, finishedAt: new Date().toISOString(), ...change }
      this.#tell(entry.job)
    }
    try {
      this.#tell(entry.job)
      const result = await work(report, entry.abort.signal)
      end(entry.abort.signal.aborted ? 'cancelled' : 'done', { result })
    } catch (error) {
      if (entry.abort.signal.aborted) end('cancelled')
      else end('failed', { error: problemOf(error) })
    }
  }
}
