import { Button, ProgressBar } from '@blueprintjs/core'
import { useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { Job } from '../../../shared/job.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { bytes, duration, many, sentence } from '../../format.ts'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import { useCase } from '../../state/case.ts'
import { fraction, verifyResult } from '../../state/jobs.ts'
import { SealList } from './seal-list.tsx'
import { VerifyFigures } from './verify-figures.tsx'
import { VerifyRecord } from './verify-record.tsx'

/** Whether the case is what was collected: the last verification in figures and line by line, and the way to run it. */
export function ProofTab() {
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  const job = useCase(({ jobs }) => jobs.find((one) => one.kind === 'verify'))
  const kept = useAsk('verification', {})
  const [problem, setProblem] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  useShortcuts('Evidence', [{ keys: 'v', does: 'Verify an acquisition record', run: () => setAsking(true) }])
  const start = (events: boolean) => {
    setProblem(null)
    api
      .startVerify({ events })
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)))
  }
  if (kept.error !== null) return <Failure error={kept.error} onRetry={kept.refetch} />
  if (kept.data === undefined) return <Loading what="Reading the last verification" />
  const running = job?.state === 'running'
  const fresh = job && readOnly ? verifyResult(job) : null
  const shown = fresh ? { result: fresh, at: job?.finishedAt ?? null, by: null, newer: 0 } : kept.data
  return (
    <>
      {running && <Running job={job} />}
      {problem !== null && (
        <p className="verify-strip verify-strip-bad" role="alert">
          {sentence(problem)}
        </p>
      )}
      {job?.error && (
        <p className="verify-strip verify-strip-bad" role="alert">
          {sentence(job.error.message)}
        </p>
      )}
      {job?.state === 'cancelled' && (
        <p className="verify-strip" role="status">
          The verification was stopped; what is shown is the one before.
        </p>
      )}
      {shown === null ? (
        !running && (
          <Empty
            icon="endorsed"
            title="This case was not verified yet"
            action={
              <>
                <Button intent="primary" icon="endorsed" text="Verify" onClick={() => start(false)} />{' '}
                <Button text="Verify with events" onClick={() => start(true)} />{' '}
                <Button text="Verify a record…" onClick={() => setAsking(true)} />
              </>
            }
          >
            Every file of evidence is hashed again, the ledger is added up, the chain of the audit log is walked, and
            CloudTrail's own signatures are checked. With events, all evidence is also read again and every event
            compared with its record, which takes as long as the import. Nothing leaves this machine and nothing is
            changed.
          </Empty>
        )
      ) : (
        <Group className="evidence-body" orientation="horizontal">
          <Panel defaultSize="42%" minSize="340px">
            <VerifyFigures {...shown} running={running} onAgain={start} onRecord={() => setAsking(true)} />
          </Panel>
          <Separator className="separator" />
          <Panel minSize="30%">
            {fresh ? (
              <Empty icon="lock" title="Only figures here">
                This case is open read-only, so which file got which verdict could not be written down.
              </Empty>
            ) : (
              <SealList />
            )}
          </Panel>
        </Group>
      )}
      {asking && <VerifyRecord onClose={() => setAsking(false)} />}
    </>
  )
}

function Running({ job }: { readonly job: Job }) {
  const { phase, objects, bytes: read, rows, secondsLeft } = job.progress
  const part = fraction(job)
  return (
    <div className="verify-strip" role="status">
      <span>
        Verifying: {phase}, {many(objects.done, 'file')}, {rows > 0 ? many(rows, 'record') : bytes(read.done)}
        {secondsLeft !== null && secondsLeft >= 1 && `, ${duration(secondsLeft * 1000)} left`}
      </span>
      <ProgressBar
        intent="primary"
        {...(part === null ? {} : { value: part, animate: false, stripes: false })}
        aria-label="Verification"
      />
      <Button size="small" icon="stop" text="Cancel" onClick={() => void api.cancelJob({ job: job.id })} />
    </div>
  )
}
