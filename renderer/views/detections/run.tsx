import { Button, ProgressBar } from '@blueprintjs/core'
import { useState } from 'react'
import type { DetectResult } from '../../../shared/detection.ts'
import type { Job } from '../../../shared/job.ts'
import { api } from '../../api.ts'
import { count, duration, many, sentence } from '../../format.ts'
import { useCase } from '../../state/case.ts'
import { useDetections } from '../../state/detections.ts'
import { detectResult, fraction } from '../../state/jobs.ts'

/** The rules that run now, or the run before. */
export function useRun(): {
  readonly job: Job | undefined
  readonly running: boolean
  readonly problem: string | null
  start(): void
} {
  const job = useCase((state) => state.jobs.find((one) => one.kind === 'detect'))
  const [problem, setProblem] = useState<string | null>(null)
  return {
    job,
    running: job?.state === 'running',
    problem,
    start() {
      setProblem(null)
      api.startDetect({}).catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
    },
  }
}

/** How the rules are getting on; afterwards, what came of it: what was loaded and what was not is told before anything else. */
export function RunStrip({ run }: { readonly run: ReturnType<typeof useRun> }) {
  const [dismissed, setDismissed] = useState<string | null>(null)
  const { job, problem } = run
  if (problem !== null) {
    return (
      <p className="detect-strip detect-strip-bad" role="alert">
        {sentence(problem)}
      </p>
    )
  }
  if (job === undefined || dismissed === job.id) return null
  if (job.state === 'running') return <Running job={job} />
  const result = detectResult(job)
  return (
    <div className={`detect-strip${job.state === 'failed' ? ' detect-strip-bad' : ''}`} role="status">
      <p>
        {job.error !== null && sentence(job.error.message)}
        {job.state === 'cancelled' &&
          'The rules were stopped. What they had found by then was not kept; nothing is half done.'}
        {result !== null && <Result result={result} />}
      </p>
      <Button
        size="small"
        variant="minimal"
        icon="cross"
        aria-label="Close this message"
        onClick={() => setDismissed(job.id)}
      />
    </div>
  )
}

function Running({ job }: { readonly job: Job }) {
  const part = fraction(job)
  const { phase, rows, secondsLeft } = job.progress
  return (
    <div className="detect-strip" role="status">
      <span>
        Running the rules: {phase}
        {rows > 0 && `, ${many(rows, 'event')}`}
        {secondsLeft !== null && secondsLeft >= 1 && `, ${duration(secondsLeft * 1000)} left`}
      </span>
      <ProgressBar
        intent="primary"
        {...(part === null ? {} : { value: part, animate: false, stripes: false })}
        aria-label="Rules"
      />
      <Button size="small" icon="stop" text="Cancel" onClick={() => void api.cancelJob({ job: job.id })} />
    </div>
  )
}

function Result({ result }: { readonly result: DetectResult }) {
  const { rules, looked, seconds, findings } = result
  const door = (text: string) => (
    <button type="button" className="door" onClick={() => useDetections.setState({ tab: 'rules' })}>
      {text}
    </button>
  )
  return (
    <>
      {many(rules.loaded, 'rule')} looked at {looked === 0 ? 'nothing new' : many(looked, 'new event')} in{' '}
      {duration(seconds * 1000)}; {count(findings.length)} of them found something.
      {rules.refused.length > 0 && <> {door(`${count(rules.refused.length)} refused`)}.</>}
      {rules.dead.length > 0 && <> {door(`${count(rules.dead.length)} can never match`)}.</>}
      {rules.noisy.length > 0 && <> {door(`${count(rules.noisy.length)} noisy`)}.</>}
    </>
  )
}
