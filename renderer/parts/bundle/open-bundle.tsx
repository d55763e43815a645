import { Button, FormGroup, InputGroup } from '@blueprintjs/core'
import { useEffect, useState } from 'react'
import type { BundleTaken } from '../../../shared/bundle.ts'
import type { Job } from '../../../shared/job.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { bytes, sentence, visible } from '../../format.ts'
import { useCase } from '../../state/case.ts'
import { useFilter } from '../../state/filter.ts'
import { bundleTaken } from '../../state/jobs.ts'
import { go } from '../../state/place.ts'
import { AskForm } from '../ask-form/ask-form.tsx'
import { FileField, nameOf, type PickedFile } from '../file-field/file-field.tsx'
import { sendPicked } from '../file-field/send-picked.ts'
import { useGone } from '../file-field/use-gone.ts'
import { JobDialog } from '../job-dialog/job-dialog.tsx'
import { PassphraseField } from '../passphrase-field/passphrase-field.tsx'
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
  const [asked, setAsked] = useState<Answered>({ file: '', to: null })
  const taken = job === undefined ? null : bundleTaken(job)
  const folder = taken !== null && taken.head.left.files === 0 ? taken.folder : null
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is done with the folder is done once.
  useEffect(() => {
    if (folder !== null) onUnpacked(folder)
  }, [folder])
  return (
    <JobDialog
      title={place === null ? 'Take in a bundle of marks' : 'Open a bundle'}
      icon={place === null ? 'unlock' : 'lock'}
      started={started}
      stays
      saysRunning={howFar}
      saysStopped="Stopped. Nothing of the bundle was left behind."
      again={{ text: 'Back', afterSuccess: false }}
      acts={
        taken?.folder != null && (
          <Button intent="primary" text="Open the case" onClick={() => onUnpacked(taken.folder ?? '')} />
        )
      }
      onAgain={() => setStarted(null)}
      onClose={onClose}
      asks={<Ask place={place} {...asked} onAsked={setAsked} onStarted={setStarted} onClose={onClose} />}
    >
      {() => taken !== null && <Taken taken={taken} onClose={onClose} />}
    </JobDialog>
  )
}

function howFar({ progress: { phase, bytes: read } }: Job): string {
  const doing = phase.slice(0, 1).toUpperCase() + phase.slice(1)
  return read.total === null ? `${doing}.` : `${doing}: ${bytes(read.done)} of ${bytes(read.total)} read.`
}

/** What was answered so far: after a wrong passphrase only that is asked anew. */
interface Answered {
  readonly file: PickedFile
  /** Null: as the bundle is called. */
  readonly to: string | null
}

/** Bytes: a larger bundle lies on the machine already. */
const mostSent = 2 ** 32

function Ask({
  place,
  file,
  to: typed,
  onAsked,
  onStarted,
  onClose,
}: Answered & {
  readonly place: ((name: string) => string) | null
  readonly onAsked: (answered: Answered) => void
  readonly onStarted: (job: string) => void
  readonly onClose: () => void
}) {
  const about = useAsk('about', {})
  const signal = useGone()
  const [passphrase, setPassphrase] = useState('')
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
      does={place === null ? 'Take in' : 'Unpack'}
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
        onPicked={(picked) => onAsked({ file: picked, to: typed })}
      />
      <PassphraseField id="bundle-opens" label="Passphrase" value={passphrase} onValue={setPassphrase} />
      {to !== null && (
        <FormGroup
          label="Becomes the case"
          labelFor="bundle-to"
          helperText="A new folder. It appears when every file in the bundle has the hash that it was packed with, or not at all."
        >
          <InputGroup
            id="bundle-to"
            fill
            className="mono"
            value={to}
            onValueChange={(next) => onAsked({ file, to: next })}
            spellCheck={false}
          />
        </FormGroup>
      )}
    </AskForm>
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
