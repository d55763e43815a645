import { Dialog, Radio, RadioGroup } from '@blueprintjs/core'
import { useState } from 'react'
import { type BundleContents, bundleContents } from '../../../shared/bundle.ts'
import { api } from '../../api.ts'
import { useCase } from '../../state/case.ts'
import { AskForm } from '../ask-form/ask-form.tsx'
import { ExportProgress } from '../export-dialog/export-progress.tsx'
import { TargetField, useTarget } from '../export-dialog/target.tsx'
import { PassphraseField } from '../passphrase-field/passphrase-field.tsx'
import '../export-dialog/export-dialog.css'

/** Packs the case into one file under a passphrase, for somebody else. */
export function PackBundle({ onClose }: { readonly onClose: () => void }) {
  const [started, setStarted] = useState<string | null>(null)
  const job = useCase((state) => state.jobs.find((one) => one.id === started))
  return (
    <Dialog isOpen onClose={onClose} title="Bundle of this case" icon="lock" className="export-dialog">
      {job === undefined ? (
        <Ask onStarted={setStarted} onClose={onClose} />
      ) : (
        <ExportProgress job={job} counts="file" onClose={onClose} onAgain={() => setStarted(null)} />
      )}
    </Dialog>
  )
}

const contentsWords = {
  case: 'The case with its evidence, also with what was imported in place and is still there.',
  'without-evidence': 'The case without its evidence: events, findings, marks and the report, no original bytes.',
  marks: 'Only what people say of events, for another case of the same incident.',
} as const satisfies Record<BundleContents, string>

/** As short as the Api takes them. */
const shortest = 10

function Ask({ onStarted, onClose }: { readonly onStarted: (job: string) => void; readonly onClose: () => void }) {
  const [contents, setContents] = useState<BundleContents>('case')
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const { path, write, choose } = useTarget('bundle', 'age')
  const trouble =
    passphrase.length < shortest
      ? `At least ${shortest} characters; four or five random words are good.`
      : again === passphrase
        ? null
        : 'The two are not the same yet.'
  const start = async () => {
    onStarted((await api.startBundle({ contents, path, passphrase })).id)
  }
  return (
    <AskForm does="Pack" disabled={path.trim() === '' || trouble !== null} onDo={start} onClose={onClose}>
      <RadioGroup
        label="Contents"
        selectedValue={contents}
        onChange={(event) => setContents(event.currentTarget.value as BundleContents)}
      >
        {bundleContents.map((one) => (
          <Radio key={one} value={one} label={contentsWords[one]} />
        ))}
      </RadioGroup>
      <PassphraseField id="bundle-passphrase" label="Passphrase" isNew value={passphrase} onValue={setPassphrase} />
      <PassphraseField
        id="bundle-again"
        label="The same once more"
        helper={trouble ?? 'Kept nowhere: without it nobody opens the bundle. It can also be opened with age.'}
        isNew
        value={again}
        onValue={setAgain}
      />
      <TargetField path={path} onPath={write} onChoose={() => void choose()} />
    </AskForm>
  )
}
