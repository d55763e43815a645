import { Button, Checkbox, Dialog, FormGroup, HTMLSelect, InputGroup, Radio, RadioGroup } from '@blueprintjs/core'
import { useState } from 'react'
import { unloggedSaid } from '../../../shared/job.ts'
import { type RecordFormat, recordFormats } from '../../../shared/record.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { visible, when } from '../../format.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'
import { ExportProgress } from '../../parts/export-dialog/export-progress.tsx'
import { TargetField, useTarget } from '../../parts/export-dialog/target.tsx'
import { useChoose } from '../../parts/folder-browser/use-choose.tsx'
import { PassphraseField } from '../../parts/passphrase-field/passphrase-field.tsx'
import '../../parts/export-dialog/export-dialog.css'
import { useCase } from '../../state/case.ts'
import { usePrefs } from '../../state/prefs.ts'

/** Writes the acquisition record of one import or of the whole case. */
export function RecordDialog({ onClose }: { readonly onClose: () => void }) {
  const [started, setStarted] = useState<string | null>(null)
  const job = useCase((state) => state.jobs.find((one) => one.id === started))
  return (
    <Dialog isOpen onClose={onClose} title="Acquisition record" icon="endorsed" className="export-dialog">
      {job === undefined ? (
        <Ask onStarted={setStarted} onClose={onClose} />
      ) : (
        <ExportProgress job={job} counts="object" onClose={onClose} onAgain={() => setStarted(null)} />
      )}
    </Dialog>
  )
}

const formats = {
  html: 'HTML, a page to read, print and sign by hand. It can be checked against the case.',
  json: 'JSON, for programs. It can be checked against the case.',
  txt: 'Text, a line for each object with its hash.',
} as const satisfies Record<RecordFormat, string>

function Ask({ onStarted, onClose }: { readonly onStarted: (job: string) => void; readonly onClose: () => void }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const imports = useAsk('imports', {})
  const [of, setOf] = useState<number | null>(null)
  const [format, setFormat] = useState<RecordFormat>('html')
  const { path, write, choose, end } = useTarget('acquisition-record', format)
  const [isSigned, setSigned] = useState(false)
  const [key, setKey] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  const about = useAsk('about', {})
  const { choose: chooseKey, dialog } = useChoose()
  const pickKey = async () => {
    const [chosen] = await chooseKey('import-files', about.data?.home ?? null)
    if (chosen !== undefined) setKey(chosen)
  }
  const start = async () => {
    const sign = isSigned ? { key: key.trim(), passphrase } : null
    onStarted((await api.startRecord({ import: of, format, path, sign })).id)
  }
  const turn = (next: RecordFormat) => {
    end(format, next)
    setFormat(next)
  }
  return (
    <>
      <AskForm
        does="Write"
        disabled={path.trim() === '' || (isSigned && key.trim() === '')}
        onDo={start}
        onClose={onClose}
      >
        <p className="export-about quiet">
          Who brought what into the case, when and from where, with which tool, each object with its SHA-256, and the
          newest hash of the audit log. <span className="mono">coldtrail verify</span> checks it against the case, and
          its signature against a public key; minisign checks the signature too.
        </p>
        <FormGroup label="Of" labelFor="record-of">
          <HTMLSelect
            id="record-of"
            fill
            value={of ?? '*'}
            onChange={(event) => {
              const { value } = event.currentTarget
              setOf(value === '*' ? null : Number(value))
            }}
            options={[
              { value: '*', label: 'everything in the case' },
              ...(imports.data ?? []).map(({ import_id, started_at, who }) => ({
                value: import_id,
                label: `import ${import_id}, ${when(started_at, utc)}, ${visible(who)}`,
              })),
            ]}
          />
        </FormGroup>
        <RadioGroup
          label="Format"
          selectedValue={format}
          onChange={(event) => turn(event.currentTarget.value as RecordFormat)}
        >
          {recordFormats.map((one) => (
            <Radio key={one} value={one} label={formats[one]} />
          ))}
        </RadioGroup>
        <Checkbox
          checked={isSigned}
          onChange={(event) => setSigned(event.currentTarget.checked)}
          label="Sign it with my key"
        />
        {isSigned && (
          <>
            <FormGroup
              label="File of the secret key"
              labelFor="record-key"
              helperText="Of minisign, or made with coldtrail key new."
            >
              <div className="export-path">
                <InputGroup
                  id="record-key"
                  fill
                  className="mono"
                  value={key}
                  onValueChange={setKey}
                  placeholder="ana.key"
                  spellCheck={false}
                />
                <Button text="Choose…" onClick={() => void pickKey()} />
              </div>
            </FormGroup>
            <PassphraseField
              id="record-passphrase"
              label="Its passphrase"
              helper="Used once and kept nowhere. The signature goes into a file beside the record and into the audit log."
              value={passphrase}
              onValue={setPassphrase}
            />
          </>
        )}
        {readOnly && <p className="export-about">{unloggedSaid}</p>}
        <TargetField path={path} onPath={write} onChoose={() => void choose()} />
      </AskForm>
      {dialog}
    </>
  )
}
