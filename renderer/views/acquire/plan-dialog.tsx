import { Button, Dialog, DialogBody, DialogFooter, ProgressBar } from '@blueprintjs/core'
import { useEffect, useRef, useState } from 'react'
import type { CollectionPlan, SourcePlan } from '../../../shared/collection.ts'
import type { Job } from '../../../shared/job.ts'
import type { Source } from '../../../shared/source.ts'
import { api } from '../../api.ts'
import { bytes, count, sentence, visible } from '../../format.ts'
import { Failure } from '../../parts/states/states.tsx'
import { useCase } from '../../state/case.ts'
import { planResult } from '../../state/jobs.ts'
import { ConfirmName } from './confirm-name.tsx'
import { PlanOf } from './plan-of.tsx'

/** What a collection would bring, asked of AWS before anything is fetched; then the button that starts it. */
export function PlanDialog({
  sources,
  readOnly,
  onClose,
}: {
  readonly sources: readonly Source[]
  readonly readOnly: boolean
  readonly onClose: () => void
}) {
  const planned = usePlan(sources)
  const [confirming, setConfirming] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const running = useCase(({ jobs }) =>
    jobs.some(({ kind, state }) => (kind === 'import' || kind === 'collect') && state === 'running'),
  )
  const isHopeless = planned.plan?.sources.every(hasFailed) ?? false
  const deleting = sources.flatMap((source) => (source.kind === 's3-bucket' && source.deleteAfter ? [source] : []))
  const start = async (confirmDelete: boolean) => {
    setConfirming(false)
    setProblem(null)
    setBusy(true)
    try {
      await api.startCollection({ sources: sources.map(({ name }) => name), confirmDelete })
      onClose()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
    setBusy(false)
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={sources.length === 1 ? `Plan: ${visible(sources[0]?.name ?? '')}` : `Plan: ${sources.length} sources`}
      icon="clipboard"
      className="acquire-dialog acquire-plan"
    >
      <DialogBody>
        {planned.problem !== null ? (
          <Failure error={{ message: planned.problem }} onRetry={planned.again} />
        ) : planned.plan === null ? (
          <Listing job={planned.job} />
        ) : (
          <Plan plan={planned.plan} />
        )}
        {problem !== null && (
          <p className="acquire-wrong" role="alert">
            {sentence(problem)}
          </p>
        )}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text="Cancel" onClick={onClose} />
            {isHopeless && <Button icon="refresh" text="Plan again" onClick={planned.again} />}
            <Button
              intent="primary"
              icon="cloud-download"
              text="Start collection"
              loading={busy}
              disabled={readOnly || running || planned.plan === null || isHopeless}
              onClick={() => (deleting.length === 0 ? void start(false) : setConfirming(true))}
            />
          </>
        }
      >
        <span className="quiet">
          {readOnly
            ? 'This case is read-only: nothing can be collected into it.'
            : running
              ? 'An import or a collection goes on: wait for it, or cancel it.'
              : isHopeless
                ? 'As it stands nothing can be collected.'
                : 'Nothing was fetched yet.'}
        </span>
      </DialogFooter>
      {confirming && (
        <ConfirmName
          title="This run deletes what it collects"
          what={deleting.length > 1 ? 'buckets, apart by spaces,' : 'bucket'}
          name={[...new Set(deleting.map(({ bucket }) => bucket))].join(' ')}
          does="Collect and delete"
          onConfirm={() => void start(true)}
          onClose={() => setConfirming(false)}
        >
          <p>
            {deleting.map(({ name }) => visible(name)).join(', ')}: each object is deleted from its bucket once it is
            committed and the hash of the kept copy is verified. It cannot be taken back.
          </p>
        </ConfirmName>
      )}
    </Dialog>
  )
}

function usePlan(sources: readonly Source[]) {
  const [id, setId] = useState<string | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const [attempt, setAttempt] = useState(0)
  const asked = useRef(sources.map(({ name }) => name))
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks anew
  useEffect(() => {
    let mine: string | null = null
    let wanted = true
    setId(null)
    setRefused(null)
    api.planCollection({ sources: asked.current }).then(
      (job) => {
        mine = job.id
        if (wanted) setId(job.id)
        else void api.cancelJob({ job: job.id }).catch(() => {})
      },
      (error: unknown) => wanted && setRefused(error instanceof Error ? error.message : String(error)),
    )
    return () => {
      wanted = false
      if (mine !== null) void api.cancelJob({ job: mine }).catch(() => {})
    }
  }, [attempt])
  const job = useCase(({ jobs }) => jobs.find((one) => one.id === id))
  return {
    job,
    plan: job === undefined ? null : planResult(job),
    problem: refused ?? job?.error?.message ?? (job?.state === 'cancelled' ? 'the plan was cancelled' : null),
    again: () => setAttempt(attempt + 1),
  }
}

function Listing({ job }: { readonly job: Job | undefined }) {
  return (
    <div className="acquire-listing" role="status">
      <ProgressBar intent="primary" aria-label="Listing" />
      <p>
        Asking AWS what is there
        {job !== undefined && job.progress.objects.done > 0
          ? `: ${count(job.progress.objects.done)} objects, ${bytes(job.progress.bytes.done)} so far`
          : '…'}
      </p>
    </div>
  )
}

const hasFailed = ({ notes }: SourcePlan) => notes.some(({ kind }) => kind === 'failed')

function Plan({ plan }: { readonly plan: CollectionPlan }) {
  const { free, needed } = plan.room
  const isKnown = plan.sources.every(({ bytes: some }) => some !== null)
  return (
    <>
      {plan.sources.map((one) => (
        <PlanOf key={one.source} plan={one} named={plan.sources.length > 1} />
      ))}
      <p className={needed > free ? 'acquire-bad' : 'quiet'} role={needed > free ? 'alert' : undefined}>
        Room: {needed > 0 && `${isKnown ? 'about' : 'at least'} ${bytes(needed)} needed, `}
        {bytes(free)} free on the disk of the case
        {needed > free ? '. That is too little.' : '.'}
      </p>
    </>
  )
}
