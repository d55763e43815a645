import type { Job } from '../../shared/job.ts'
import type { Call, OnNotice } from './route.ts'

/** What reads files that were uploaded, and whatever writes a file that a person wants to have. */
const watched = [
  ...(['startImport', 'startOpenBundle', 'startVerifyReport', 'startVerifyRecord'] as const),
  ...(['startExport', 'startReport', 'startRecord', 'startBundle'] as const),
]

export interface Started {
  readonly method: (typeof watched)[number]
  readonly input: unknown
}

/**
 * Passes calls on and tells when such a job that was started through them has ended. Jobs that other doors
 * started in the same case are not this server's.
 */
export function watchOwnJobs(
  call: Call,
  onNotice: OnNotice,
  onEnd: (started: Started, job: Job) => void,
): { call: Call; close(): void } {
  const running = new Map<string, Started>()
  // A short job may end before the answer that names it arrives.
  const early = new Map<string, Job>()
  let starting = 0

  const close = onNotice((notice) => {
    if (notice.kind !== 'job' || notice.job.state === 'running') return
    const started = running.get(notice.job.id)
    if (running.delete(notice.job.id) && started) onEnd(started, notice.job)
    else if (starting > 0) early.set(notice.job.id, notice.job)
  })

  return {
    close,
    call: async (method, input, signal) => {
      const own = watched.find((one) => one === method)
      if (own === undefined) return call(method, input, signal)
      starting++
      try {
        const reply = await call(method, input, signal)
        if (!reply.ok) return reply
        const job = reply.value as Job
        const ended = job.state === 'running' ? early.get(job.id) : job
        if (ended) onEnd({ method: own, input }, ended)
        else running.set(job.id, { method: own, input })
        return reply
      } finally {
        starting--
        if (starting === 0) early.clear()
      }
    },
  }
}
