import { Button, DialogBody, DialogFooter, ProgressBar } from '@blueprintjs/core'
import { type Job, unloggedSaid } from '../../../shared/job.ts'
import { api } from '../../api.ts'
import { bytes, many, sentence, visible } from '../../format.ts'
import { exportResult, fraction } from '../../state/jobs.ts'
import '../bundle/bundle.css'
import { LeftOut } from '../bundle/left-out.tsx'
import { Download } from './download.tsx'
import './export-dialog.css'

/** How far a file is that a job writes, the way to stop it, and at the end where it is and its SHA-256. */
export function ExportProgress({
  job,
  counts = 'row',
  onClose,
  onAgain,
}: {
  readonly job: Job
  /** What is counted in the file. */
  readonly counts?: 'row' | 'file' | 'object'
  readonly onClose: () => void
  readonly onAgain: () => void
}) {
  const result = exportResult(job)
  return (
    <>
      <DialogBody>
        <div role="status" className="export-progress">
          {job.state === 'running' && (
            <>
              <p>
                {sentence(job.kind === 'report' ? doing(job.progress) : writing(job.progress, counts))} You can close
                this; it goes on.
              </p>
              <ProgressBar intent="primary" value={fraction(job) ?? 0} animate={false} stripes={false} />
            </>
          )}
          {job.state === 'cancelled' && <p>Cancelled; no file was left behind.</p>}
          {job.error !== null && <p className="export-problem">{sentence(job.error.message)}</p>}
          {result !== null && (
            <>
              <p>
                {many(result.rows, counts)}, {bytes(result.bytes)}, written to
              </p>
              <p className="mono anywhere">{result.path}</p>
              <p className="quiet anywhere">
                SHA-256 <span className="mono">{result.sha256}</span>
              </p>
              {result.isUnlogged && <p className="anywhere">{unloggedSaid}</p>}
              <LeftOut left={result.left} />
              {result.signed !== undefined && (
                <p className="anywhere">
                  Signed with the key {result.signed.keyId}; the signature is in{' '}
                  <span className="mono">{result.signed.path}</span>
                </p>
              )}
              <Download path={result.path} />
              {result.signed !== undefined && (
                <Download path={result.signed.path} text="Save the signature with the browser" />
              )}
            </>
          )}
        </div>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            {job.state === 'running' && <Button text="Cancel" onClick={() => void api.cancelJob({ job: job.id })} />}
            {job.state === 'failed' && <Button text="Back" onClick={onAgain} />}
            <Button intent="primary" text="Close" onClick={onClose} autoFocus />
          </>
        }
      />
    </>
  )
}

/** A bundle is told in bytes, everything else in rows. */
function writing({ phase, bytes: packed, rows }: Job['progress'], counts: string): string {
  if (packed.total === null) return rows === 0 ? `${phase} the file` : `${many(rows, counts)} written`
  return `${phase}: ${bytes(packed.done)} of ${bytes(packed.total)}`
}

/** What of a report is computed now. */
function doing({ phase, objects }: Job['progress']): string {
  if (objects.total === null || objects.done >= objects.total) return phase
  return `Block ${objects.done + 1} of ${objects.total}: ${visible(phase)}`
}
