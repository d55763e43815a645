import { Button, Dialog, DialogBody, DialogFooter, FormGroup, InputGroup, ProgressBar } from '@blueprintjs/core'
import { useEffect, useState } from 'react'
import type { BundleTaken } from '../../../shared/bundle.ts'
import type { Job } from '../../../shared/job.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { bytes, sentence, visible } from '../../format.ts'
import { useCase } from '../../state/case.ts'
import { useFilter } from '../../state/filter.ts'
import { bundleTaken, fraction } from '../../state/jobs.ts'
import { go } from '../../state/place.ts'
import { AskForm } from '../ask-form/ask-form.tsx'
import { FileField, nameOf, type PickedFile } from '../file-field/file-field.tsx'
import { sendPicked } from '../file-field/send-picked.ts'
import { useGone } from '../file-field/use-gone.ts'
import '../export-dialog/export-dialog.css'
import './bundle.css'
import { LeftOut } from './left-out.tsx'
import { marksCame } from './marks-came.ts'

/**
 * Opens what somebody packed as a bundle: a case into a folder that `place` suggests by the bundle's name, or (`place` null)
 * marks into the open case. A job: it shows how far it is and can be stopped, which leaves nothing behind.
 */
export function OpenBundle({
  place,
  onUnpacked,
  onClose,
}: {
  readonly place: ((name: string) => string) | null
  readonly onUnpacked: (folder: string) => void
  readonly onClose: () => void
}) {
  // A page that was loaded again finds the bundle that is being opened.
  const [started, setStarted] = useState(
    () => useCase.getState().jobs.find(({ kind, state }) => kind === 'open-bundle' && state === 'running')?.id ?? null,
  )
  const job = useCase((state) => state.jobs.find((one) => one.id === started))
  const isOver = job?.state !== 'running'
  const taken = job === undefined ? null : bundleTaken(job)
  const folder = taken !== null && taken.head.left.files === 0 ? taken.folder : null
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is done with the folder is done once.
  useEffect(() => {
    if (folder !== null) onUnpacked(folder)
  }, [folder])
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={place === null ? 'Bring in marks from a bundle' : 'Open a bundle'}
      icon="lock"
      className="export-dialog"
      isCloseButtonShown={isOver}
      canEscapeKeyClose={isOver}
      canOutsideClickClose={isOver}
    >
      {job === undefined || started === null ? (
        <Ask place={place} onStarted={setStarted} onClose={onClose} />
      ) : (
        <>
          <DialogBody>
            <div role="status" className="export-progress">
              {job.state === 'running' && <Running job={job} />}
              {job.state === 'cancelled' && <p>Stopped. Nothing of the bundle was left behind.</p>}
              {job.error !== null && <p className="export-problem">{sentence(job.error.message)}</p>}
              {taken !== null && <Taken taken={taken} onClose={onClose} />}
            </div>
          </DialogBody>
          <DialogFooter
            actions={
              <>
                {job.state === 'running' && <Button text="Stop" onClick={() => void api.cancelJob({ job: job.id })} />}
                {job.state === 'failed' && <Button text="Back" onClick={() => setStarted(null)} />}
                {isOver && taken?.folder != null && (
                  <Button intent="primary" text="Open the case" onClick={() => onUnpacked(taken.folder ?? '')} />
                )}
                {isOver && <Button text="Close" onClick={onClose} autoFocus />}
              </>
            }
          />
        </>
      )}
    </Dialog>
  )
}

/** Bytes: a larger bundle lies on the machine already. */
const mostSent = 2 ** 32

function Ask({
  place,
  onStarted,
  onClose,
}: {
  readonly place: ((name: string) => string) | null
  readonly onStarted: (job: string) => void
  readonly onClose: () => void
}) {
  const about = useAsk('about', {})
  const signal = useGone()
  const [file, setFile] = useState<PickedFile>('')
  const [passphrase, setPassphrase] = useState('')
  const [typed, setTyped] = useState<string | null>(null)
  const name = nameOf(file)
    .replace(/^.*[\\/]/, '')
    .replace(/\.age$/i, '')
  const to = place === null ? null : (typed ?? place(name))
  const start = async () => {
    const path = await sendPicked(file, mostSent, signal)
    onStarted((await api.startOpenBundle({ path, passphrase, to })).id)
    setPassphrase('')
  }
  return (
    <AskForm
      does={place === null ? 'Bring in' : 'Unpack'}
      disabled={nameOf(file).trim() === '' || passphrase === '' || to?.trim() === ''}
      onDo={start}
      onClose={onClose}
    >
      {place === null && (
        <p className="export-about quiet">
          What somebody else says of events of this incident: stars, tags, comments, manual events. Where people
          disagree, both stay until one of you decides. Of a bundle with a whole case, open the case instead.
        </p>
      )}
      <FileField
        id="bundle-file"
        label="Bundle"
        helper="Written by coldtrail bundle, or by this interface."
        placeholder={place === null ? 'marks-of-ana.age' : 'intrusion.age'}
        start={about.data?.home ?? null}
        picked={file}
        onPicked={setFile}
      />
      <FormGroup label="Passphrase" labelFor="bundle-opens">
        <InputGroup
          id="bundle-opens"
          type="password"
          autoComplete="off"
          value={passphrase}
          onValueChange={setPassphrase}
        />
      </FormGroup>
      {to !== null && (
        <FormGroup
          label="Becomes the case"
          labelFor="bundle-to"
          helperText="A new folder. It appears when every file in the bundle has the hash that it was packed with, or not at all."
        >
          <InputGroup id="bundle-to" fill className="mono" value={to} onValueChange={setTyped} spellCheck={false} />
        </FormGroup>
      )}
    </AskForm>
  )
}

function Running({ job }: { readonly job: Job }) {
  const { phase, bytes: read } = job.progress
  return (
    <>
      <p>
        {sentence(phase)}
        {read.total !== null && `: ${bytes(read.done)} of ${bytes(read.total)} read`}
      </p>
      <ProgressBar intent="primary" value={fraction(job) ?? 0} animate={false} stripes={false} />
    </>
  )
}

function Taken({ taken, onClose }: { readonly taken: BundleTaken; readonly onClose: () => void }) {
  const { head, marks } = taken
  if (marks === null) return <LeftOut left={head.left} />
  const show = () => {
    useFilter.getState().set({ search: 'disputed:true', from: null, to: null })
    go('timeline')
    onClose()
  }
  return (
    <>
      <p className="anywhere">
        Marks of the case “{visible(head.case.name)}”, packed by {visible(head.writtenBy)}:
      </p>
      <ul className="bundle-came">
        {marksCame(marks).map((part) => (
          <li key={part} className="anywhere">
            {sentence(visible(part))}
          </li>
        ))}
      </ul>
      {marks.disputed > 0 && <Button icon="comparison" text="Show where people disagree" onClick={show} />}
    </>
  )
}
