import {
  Button,
  Checkbox,
  Dialog,
  DialogBody,
  DialogFooter,
  FormGroup,
  HTMLSelect,
  ProgressBar,
} from '@blueprintjs/core'
import { useState } from 'react'
import type { ImportResult } from '../../../shared/case.ts'
import type { Job } from '../../../shared/job.ts'
import type { RetryState } from '../../../shared/ledger.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { count, many, sentence, visible } from '../../format.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'
import { ProblemTable } from '../../parts/objects/problem-table.tsx'
import { useCase } from '../../state/case.ts'
import { fraction, importResult } from '../../state/jobs.ts'

/** One object, or how many there are of each state that can be read again. */
export type RetryOf =
  | { readonly objectId: number; readonly name: string }
  | { readonly counts: Readonly<Record<RetryState, number>> }

/** Reads objects again, as a job of the case, with a format chosen by hand if need be. */
export function RetryDialog({ of, onClose }: { readonly of: RetryOf; readonly onClose: () => void }) {
  const [started, setStarted] = useState<string | null>(null)
  const job = useCase((state) => state.jobs.find((one) => one.id === started))
  return (
    <Dialog isOpen onClose={onClose} title="Read again" icon="repeat" className="retry-dialog">
      {job === undefined ? (
        <Ask of={of} onStarted={setStarted} onClose={onClose} />
      ) : (
        <Outcome job={job} onClose={onClose} onAgain={() => setStarted(null)} />
      )}
    </Dialog>
  )
}

const states = ['rejected', 'partial', 'skipped'] as const

function Ask({
  of,
  onStarted,
  onClose,
}: {
  readonly of: RetryOf
  readonly onStarted: (job: string) => void
  readonly onClose: () => void
}) {
  const formats = useAsk('formats', {})
  const [chosen, setChosen] = useState<readonly RetryState[]>(
    'counts' in of ? states.filter((state) => state !== 'skipped' && of.counts[state] > 0) : [],
  )
  const [as, setAs] = useState('')
  const start = async () => {
    const which = 'counts' in of ? { states: [...chosen] } : { objects: [of.objectId] }
    onStarted((await api.startRetry({ which, as: as === '' ? null : as })).id)
  }
  return (
    <AskForm does="Read again" disabled={'counts' in of && chosen.length === 0} focused onDo={start} onClose={onClose}>
      {'counts' in of ? (
        <FormGroup label="Objects">
          {states.map((state) => (
            <Checkbox
              key={state}
              checked={chosen.includes(state)}
              disabled={of.counts[state] === 0}
              label={`${count(of.counts[state])} ${state}`}
              onChange={() =>
                setChosen(chosen.includes(state) ? chosen.filter((one) => one !== state) : [...chosen, state])
              }
            />
          ))}
        </FormGroup>
      ) : (
        <p className="mono anywhere">{visible(of.name)}</p>
      )}
      <FormGroup
        label="Read as"
        labelFor="retry-as"
        helperText="A format chosen by hand reads whatever is a record of it; everything else is told as unreadable."
      >
        <HTMLSelect
          id="retry-as"
          fill
          value={as}
          onChange={(event) => setAs(event.currentTarget.value)}
          options={[
            { value: '', label: 'what its content says' },
            ...(formats.data ?? []).map(({ id, title }) => ({ value: id, label: title })),
          ]}
        />
      </FormGroup>
      <p className="quiet">
        The bytes come from the evidence or, where none was kept, from the original place. What can be read now takes
        the place of the failure; nothing that is stored gets less.
      </p>
    </AskForm>
  )
}

function Outcome({
  job,
  onClose,
  onAgain,
}: {
  readonly job: Job
  readonly onClose: () => void
  readonly onAgain: () => void
}) {
  const result = importResult(job)
  const part = fraction(job)
  return (
    <>
      <DialogBody>
        <div role="status" className="retry-outcome">
          {job.state === 'running' && (
            <>
              <p>{many(job.progress.objects.done, 'object')} read. You can close this; it goes on.</p>
              <ProgressBar
                intent="primary"
                {...(part === null ? {} : { value: part, animate: false, stripes: false })}
                aria-label="Reading again"
              />
            </>
          )}
          {job.state === 'cancelled' && <p>Cancelled. What was read until then is stored.</p>}
          {job.error !== null && <p className="retry-problem">{sentence(job.error.message)}</p>}
          {result !== null && <p>{cameTo(result)}</p>}
        </div>
        {result !== null && result.problems.length > 0 && (
          <div className="retry-problems">
            <ProblemTable
              rows={result.problems
                .slice(0, 200)
                .map(({ object, ...one }) => ({ ...one, uri: object, object_id: null }))}
            />
          </div>
        )}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            {job.state === 'running' && <Button text="Stop" onClick={() => void api.cancelJob({ job: job.id })} />}
            {job.state === 'failed' && <Button text="Back" onClick={onAgain} />}
            <Button intent="primary" text="Close" onClick={onClose} autoFocus />
          </>
        }
      />
    </>
  )
}

function cameTo({ objects, events }: ImportResult): string {
  const said = (['stored', 'partial', 'duplicate', 'skipped', 'rejected'] as const)
    .filter((state) => objects[state] > 0)
    .map((state) => `${count(objects[state])} ${state}`)
  return `${said.join(', ') || 'Nothing was read'}; ${many(events.stored, 'event')} stored.`
}
