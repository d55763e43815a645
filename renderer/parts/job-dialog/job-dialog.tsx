import { Button, Dialog, DialogBody, DialogFooter, type IconName, ProgressBar } from '@blueprintjs/core'
import type { ReactNode } from 'react'
import type { Job } from '../../../shared/job.ts'
import { api } from '../../api.ts'
import { sentence } from '../../format.ts'
import { useCase } from '../../state/case.ts'
import { fraction } from '../../state/jobs.ts'
import '../export-dialog/export-dialog.css'

/**
 * A dialog that asks, starts a job with the answers, shows how far it is with a way to stop it, and at the end what came of
 * it. The job is one of the case's: whoever asks keeps its id as `started`.
 */
export function JobDialog({
  title,
  icon,
  started,
  asks,
  saysRunning,
  saysStopped,
  again,
  stays = false,
  acts,
  onAgain,
  onClose,
  children,
}: {
  readonly title: string
  readonly icon: IconName
  readonly started: string | null
  /** What is asked while no job runs. */
  readonly asks: ReactNode
  readonly saysRunning: (job: Job) => string
  readonly saysStopped: string
  /** The word on the button that asks once more: always, or only after a failure. */
  readonly again: { readonly text: string; readonly afterSuccess: boolean }
  /** It cannot be closed while the job runs. */
  readonly stays?: boolean
  /** What else can be done at the end. */
  readonly acts?: ReactNode
  readonly onAgain: () => void
  readonly onClose: () => void
  /** What came of it. */
  readonly children: (job: Job) => ReactNode
}) {
  const job = useCase((state) => state.jobs.find((one) => one.id === started))
  const isRunning = job?.state === 'running'
  const mayClose = !(stays && isRunning)
  const mayAgain = job !== undefined && !isRunning && (again.afterSuccess || job.state !== 'done')
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      icon={icon}
      className="export-dialog"
      isCloseButtonShown={mayClose}
      canEscapeKeyClose={mayClose}
      canOutsideClickClose={mayClose}
    >
      {job === undefined ? (
        asks
      ) : (
        <>
          <DialogBody>
            <div role="status" className="export-progress">
              {isRunning && (
                <>
                  <p>{saysRunning(job)}</p>
                  <ProgressBar intent="primary" value={fraction(job) ?? 0} animate={false} stripes={false} />
                </>
              )}
              {job.state === 'cancelled' && <p>{saysStopped}</p>}
              {job.error !== null && <p className="export-problem">{sentence(job.error.message)}</p>}
              {children(job)}
            </div>
          </DialogBody>
          <DialogFooter
            actions={
              <>
                {isRunning && <Button text="Cancel" onClick={() => void api.cancelJob({ job: job.id })} />}
                {mayAgain && <Button text={again.text} onClick={onAgain} />}
                {acts}
                {mayClose && <Button intent="primary" text="Close" onClick={onClose} autoFocus />}
              </>
            }
          />
        </>
      )}
    </Dialog>
  )
}
