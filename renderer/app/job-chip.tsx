import { Button, ProgressBar } from '@blueprintjs/core'
import type { Job } from '../../shared/job.ts'
import { api } from '../api.ts'
import { duration, many, visible } from '../format.ts'
import { doingOf, fraction } from '../state/jobs.ts'
import { showProof } from '../state/ledger.ts'
import { go } from '../state/place.ts'

/** The running job in one line: how far it is, how long it takes, and the way to stop it. */
export function JobChip({ job }: { readonly job: Job }) {
  const { progress } = job
  const part = fraction(job)
  const left =
    progress.secondsLeft === null || progress.secondsLeft < 1 ? '' : `${duration(progress.secondsLeft * 1000)} left`
  return (
    <div className="job-chip" role="status">
      <button
        type="button"
        className="door job-chip-text cut"
        onClick={() => (job.kind === 'verify' ? showProof() : go(places[job.kind] ?? 'import'))}
        title={job.title}
      >
        {[doingOf(job), doneOf(job), left].filter((part) => part !== '').join(' · ')}
      </button>
      <ProgressBar
        intent="primary"
        {...(part === null ? {} : { value: part, animate: false, stripes: false })}
        aria-label={job.title}
      />
      <Button
        size="small"
        variant="minimal"
        icon="cross"
        aria-label={`Cancel: ${job.title}`}
        onClick={() => void api.cancelJob({ job: job.id })}
      />
    </div>
  )
}

/** Where a job was asked for, if not where logs are imported. */
const places: Readonly<Partial<Record<Job['kind'], string>>> = {
  collect: 'acquire',
  plan: 'acquire',
  report: 'report',
  'verify-report': 'report',
}

function doneOf({ kind, progress }: Job): string {
  if (kind === 'plan') return many(progress.objects.done, 'object')
  if (kind === 'verify') return many(progress.objects.done, 'file')
  // What counts no rows tells what it does: the figure of a report, the files of a bundle.
  return progress.rows === 0 ? visible(progress.phase) : many(progress.rows, 'row')
}
