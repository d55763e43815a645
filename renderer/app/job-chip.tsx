import { Button, ProgressBar } from '@blueprintjs/core'
import type { Job } from '../../shared/job.ts'
import { api } from '../api.ts'
import { count, duration } from '../format.ts'
import { go } from '../state/place.ts'

/** The running job in one line: how far it is, how long it takes, and the way to stop it. */
export function JobChip({ job }: { readonly job: Job }) {
  const { progress } = job
  const left = progress.secondsLeft === null ? '' : ` · ${duration(progress.secondsLeft * 1000)} left`
  return (
    <div className="job-chip" role="status">
      <button type="button" className="door job-chip-text cut" onClick={() => go('import')} title={job.title}>
        {job.kind === 'import' ? 'Importing' : 'Exporting'} · {count(progress.rows)} rows{left}
      </button>
      <ProgressBar value={fraction(job) ?? undefined} intent="primary" stripes={fraction(job) === null} animate={fraction(job) === null} aria-label={job.title} />
      <Button size="small" variant="minimal" icon="cross" aria-label={`Cancel: ${job.title}`} onClick={() => void api.cancelJob({ job: job.id })} />
    </div>
  )
}

/** How much of a job is done, 0 to 1, by bytes, else by objects; null while nobody knows. */
export function fraction(job: Job): number | null {
  const { bytes, objects } = job.progress
  const { done, total } = bytes.total !== null && bytes.total > 0 ? bytes : objects
  return total === null || total === 0 ? null : Math.min(1, done / total)
}
