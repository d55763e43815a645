import type { Job } from '../../shared/job.ts'
import { Problem } from '../../shared/problem.ts'
import type { Context, Door } from './context.ts'
import { progressText } from './progress-text.ts'

/**
 * Starts a job and follows it to its end, which it answers: done or cancelled. The first Ctrl-C cancels it and waits,
 * for a job that is cancelled still ends consistently.
 */
export async function runJob(context: Context, door: Door, start: () => Promise<Job>): Promise<Job> {
  const { terminal, signal } = context
  // The job's first words, and its last, may arrive before the answer that names it.
  const told = new Map<string, Job>()
  let look = () => {}
  let down: string | null = null
  const stop = door.onNotice((notice) => {
    if (notice.kind === 'job') told.set(notice.job.id, notice.job)
    if (notice.kind === 'engine-down') down = notice.message
    look()
  })
  const started = await start().catch((error) => {
    stop()
    throw error
  })
  const cancel = () => {
    terminal.say('cancelling: what was committed stays; once more ends at once')
    door.api.cancelJob({ job: started.id }).catch(() => {})
  }

  try {
    const ended = await new Promise<Job>((resolve, reject) => {
      look = () => {
        const job = told.get(started.id) ?? started
        if (job.state !== 'running') resolve(job)
        else if (down !== null) reject(new Problem('engine-down', down))
        else terminal.progress(progressText(job.progress))
      }
      if (signal.aborted) cancel()
      else signal.addEventListener('abort', cancel, { once: true })
      look()
    })
    if (ended.error) throw new Problem(ended.error.code, ended.error.message)
    return ended
  } finally {
    signal.removeEventListener('abort', cancel)
    stop()
    terminal.progress('')
  }
}
