import { Button, Dialog, DialogBody, DialogFooter, Icon, ProgressBar } from '@blueprintjs/core'
import { useState } from 'react'
import type { Job, ReportVerified } from '../../../shared/job.ts'
import { api } from '../../api.ts'
import { count, many, sentence, visible, when } from '../../format.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'
import { FileField, nameOf, type PickedFile } from '../../parts/file-field/file-field.tsx'
import { sendPicked } from '../../parts/file-field/send-picked.ts'
import { useGone } from '../../parts/file-field/use-gone.ts'
import { useCase } from '../../state/case.ts'
import { fraction, reportVerified } from '../../state/jobs.ts'
import { usePrefs } from '../../state/prefs.ts'

/** As many bytes as the engine checks. */
const mostBytes = 400 << 20

/** Whether the figures of a report's file are still what the case answers, in sentences. */
export function VerifyFile({ onClose }: { readonly onClose: () => void }) {
  const [started, setStarted] = useState<string | null>(null)
  const [file, setFile] = useState<PickedFile>('')
  const signal = useGone()
  const job = useCase((state) => state.jobs.find((one) => one.id === started))
  const start = async () => {
    const path = await sendPicked(file, mostBytes, signal)
    setStarted((await api.startVerifyReport({ path })).id)
  }
  return (
    <Dialog isOpen onClose={onClose} title="Verify a report" icon="endorsed" className="export-dialog">
      {job === undefined ? (
        <AskForm does="Verify" disabled={nameOf(file).trim() === ''} onDo={start} onClose={onClose}>
          <p className="export-about quiet">
            Computes every figure of the file again from this case and compares it, row for row; also whether the page
            is still the one that Coldtrail wrote.
          </p>
          <FileField
            id="verify-path"
            label="File"
            helper="A report as HTML or JSON, on the machine that runs Coldtrail."
            start={null}
            picked={file}
            onPicked={setFile}
          />
        </AskForm>
      ) : (
        <>
          <DialogBody>
            <Verified job={job} />
          </DialogBody>
          <DialogFooter
            actions={
              <>
                {job.state === 'running' ? (
                  <Button text="Cancel" onClick={() => void api.cancelJob({ job: job.id })} />
                ) : (
                  <Button text="Another file" onClick={() => setStarted(null)} />
                )}
                <Button intent="primary" text="Close" onClick={onClose} autoFocus />
              </>
            }
          />
        </>
      )}
    </Dialog>
  )
}

function Verified({ job }: { readonly job: Job }) {
  const result = reportVerified(job)
  return (
    <div role="status" className="export-progress">
      {job.state === 'running' && (
        <>
          <p>
            {job.progress.objects.total === null
              ? 'Reading the report'
              : `Figure ${count(job.progress.objects.done + 1)} of ${count(job.progress.objects.total)}`}
          </p>
          <ProgressBar intent="primary" value={fraction(job) ?? 0} animate={false} stripes={false} />
        </>
      )}
      {job.state === 'cancelled' && <p>Called off. Nothing was decided about the report.</p>}
      {job.error !== null && <p className="export-problem">{sentence(job.error.message)}</p>}
      {result !== null && <Verdict result={result} />}
    </div>
  )
}

function Verdict({ result }: { readonly result: ReportVerified }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { stands, figures, sources, isAsWritten, written, otherCase, title, sha256 } = result
  const failed = figures.filter(({ holds }) => !holds)
  return (
    <>
      <p className={stands ? 'desk-verdict desk-stands' : 'desk-verdict desk-falls'}>
        <Icon icon={stands ? 'endorsed' : 'warning-sign'} />{' '}
        {stands ? 'Everything in this report holds.' : 'Not everything in this report holds.'}
      </p>
      <ul className="desk-said">
        <li className="anywhere">It is called “{visible(title)}”.</li>
        {otherCase !== null && <li className="desk-bad anywhere">It is of another case: {visible(otherCase)}.</li>}
        <li className={isAsWritten ? '' : 'desk-bad'}>
          {isAsWritten
            ? 'The page is the one that Coldtrail wrote, byte for byte.'
            : 'The page is not the one that Coldtrail wrote of these figures: somebody changed it, or another version wrote it.'}
        </li>
        <li className={written === null ? 'desk-bad' : 'anywhere'}>
          {written === null
            ? 'No line of the audit log says that this case wrote this very file: its words may be anybody’s.'
            : `This case wrote this very file on ${when(written.at, utc)}, as ${visible(written.by)} (line ${count(written.line)} of the audit log).`}
        </li>
        <li className={failed.length === 0 ? '' : 'desk-bad'}>
          {failed.length === 0
            ? figures.length === 1
              ? 'Its one figure comes out the same from this case.'
              : `All ${many(figures.length, 'figure')} come out the same from this case.`
            : `${count(failed.length)} of ${many(figures.length, 'figure')} ${failed.length === 1 ? 'does' : 'do'} not hold:`}
          {failed.length > 0 && (
            <ul>
              {failed.map(({ number, title: name, reason }) => (
                <li key={number} className="anywhere">
                  Figure {number}, {visible(name)}: {visible(reason ?? 'it is another one')}.
                </li>
              ))}
            </ul>
          )}
        </li>
        <li className={sources.length === 0 ? '' : 'desk-bad'}>
          {sources.length === 0
            ? 'The objects that it names are in this case with the same SHA-256.'
            : `${many(sources.length, 'object')} that it names ${sources.length === 1 ? 'is' : 'are'} not in this case as it says:`}
          {sources.length > 0 && (
            <ul>
              {sources.map(({ object_id, reason }) => (
                <li key={object_id} className="anywhere">
                  Object {object_id}: {visible(reason)}.
                </li>
              ))}
            </ul>
          )}
        </li>
      </ul>
      <p className="quiet anywhere">
        SHA-256 of the file <span className="mono">{sha256}</span>
      </p>
    </>
  )
}
