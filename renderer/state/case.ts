import { create } from 'zustand'
import type { Notice } from '../../shared/api.ts'
import type { CaseInfo } from '../../shared/case.ts'
import type { Job } from '../../shared/job.ts'
import { api, door, onNotice } from '../api.ts'
import { sentence } from '../format.ts'
import { runningJob } from './jobs.ts'

export interface CaseState {
  /** The open case, or null: the start screen shows. */
  readonly info: CaseInfo | null
  /** Newest first. */
  readonly jobs: readonly Job[]
  /** Rises whenever something was marked since the page was opened: answers about marks asked before are stale. */
  readonly marks: number
  /** Why the engine of the case is gone, or null while it works. */
  readonly engineDown: string | null
  /** Browser only: the server that served this page does not answer. */
  readonly lost: boolean
  /** Before the first answer to "which case is open". */
  readonly starting: boolean
  /** This window closes the case by itself. */
  readonly leaving: boolean
  /** Why this window shows no case any more, where another window is the reason. */
  readonly elsewhere: string | null
  /** A case was opened, or its description changed. */
  opened(info: CaseInfo): void
  closed(): void
  /** Asks again what is open and what runs. */
  refresh(): Promise<void>
}

/** The case this window shows and what its engine is doing, kept true by what the engine tells. */
export const useCase = create<CaseState>((set, get) => ({
  info: null,
  jobs: [],
  marks: 0,
  engineDown: null,
  lost: false,
  starting: true,
  leaving: false,
  elsewhere: null,
  opened(info) {
    const same = get().info?.id === info.id
    set({ info, engineDown: null, starting: false, elsewhere: null, ...(same ? {} : { jobs: [] }) })
    if (!same) void get().refresh()
  },
  closed: () => set({ info: null, jobs: [], engineDown: null, leaving: false }),
  async refresh() {
    try {
      const info = await api.caseInfo({})
      const jobs = await api.jobs({})
      set({ info, jobs: newestFirst(jobs), engineDown: null, starting: false })
    } catch (error) {
      const down = get().info !== null && error instanceof Error && 'code' in error && error.code === 'engine-down'
      set({ starting: false, ...(down ? { engineDown: error.message } : { info: null, jobs: [] }) })
    }
  },
}))

/** Why the open case cannot be changed, as a sentence. */
export function readOnlyReason({ readOnlyBecause }: CaseInfo): string {
  return sentence(`this case is read-only: ${readOnlyBecause ?? 'it was opened so'}`)
}

/** Starts listening; called once, when the page starts. */
export function followCase(): void {
  onNotice(hear)
  door?.onConnection((state) => {
    const wasLost = useCase.getState().lost
    useCase.setState({ lost: state === 'lost' })
    if (wasLost && state === 'up') void useCase.getState().refresh()
  })
  void useCase.getState().refresh()
}

function hear(notice: Notice): void {
  if (notice.kind === 'engine-down')
    useCase.setState(({ jobs }) => ({ engineDown: notice.message, jobs: jobs.map(cutOff) }))
  if (notice.kind === 'case') changedElsewhere(notice.id)
  if (notice.kind === 'data') readAgainSoon(notice.dataVersion)
  if (notice.kind === 'marks') useCase.setState(({ marks }) => ({ marks: marks + 1 }))
  if (notice.kind === 'job') {
    const { jobs } = useCase.getState()
    useCase.setState({ jobs: newestFirst([notice.job, ...jobs.filter((job) => job.id !== notice.job.id)]) })
    if (notice.job.state !== 'running') readAgainSoon(null)
  }
}

/**
 * Windows of one server share its case, and it answers for that one alone: a window that went on showing another would
 * show the answers, and write the marks, of the wrong case.
 */
function changedElsewhere(id: string | null): void {
  const { info, leaving, refresh } = useCase.getState()
  if (info === null || leaving) return
  if (info.id === id) return void refresh()
  const elsewhere =
    id === null
      ? `'${info.name}' was closed in another window`
      : `another case was opened in another window in place of '${info.name}': windows of one server share one case; start a second server to look at two`
  useCase.setState({ info: null, jobs: [], engineDown: null, elsewhere })
}

/** An import commits several times a second; every open view asking again each time would slow it down, so: at most every two seconds. */
const pauseBetweenVersions = 2000
let scheduled: ReturnType<typeof setTimeout> | undefined
/** Questions are numbered: an answer that one to a later question overtook says nothing any more. */
let asked = 0
let answered = 0

function readAgainSoon(version: number | null): void {
  const { info, jobs } = useCase.getState()
  if (info === null || version === info.dataVersion) return
  const calm = runningJob(jobs) !== undefined
  if (scheduled !== undefined && calm) return
  clearTimeout(scheduled)
  scheduled = setTimeout(
    () => {
      scheduled = undefined
      const question = ++asked
      void api.caseInfo({}).then(
        (now) => {
          if (question < answered) return
          answered = question
          useCase.setState((state) => (state.info?.id === now.id ? { info: now } : {}))
        },
        () => {},
      )
    },
    calm ? pauseBetweenVersions : 50,
  )
}

/** Work ends with its engine, and none is left that could say so; bundles are opened without one. */
function cutOff(job: Job): Job {
  if (job.state !== 'running' || job.kind === 'open-bundle') return job
  const left = storing.has(job.kind) ? 'what it had stored is in the case' : 'nothing was written; do it again'
  const message = `the engine of the case ended before this was done; ${left}`
  return { ...job, state: 'failed', finishedAt: new Date().toISOString(), error: { code: 'engine-down', message } }
}

/** Work that stores as it goes. */
const storing: ReadonlySet<Job['kind']> = new Set<Job['kind']>(['import', 'collect', 'detect'])

function newestFirst(jobs: readonly Job[]): readonly Job[] {
  return [...jobs].sort((a, b) => b.startedAt.localeCompare(a.startedAt))
}
