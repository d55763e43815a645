import { Button, Dialog, FormGroup, InputGroup } from '@blueprintjs/core'
import { useEffect, useRef, useState } from 'react'
import type { Answers } from '../../../shared/answers.ts'
import { api } from '../../api.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'
import { useChoose } from '../../parts/folder-browser/use-choose.tsx'
import { casePath } from './case-path.ts'

/** Unpacks a case that somebody packed as a bundle. Closing the dialog stops it, and nothing is left behind. */
export function OpenBundle({
  about,
  onUnpacked,
  onClose,
}: {
  readonly about: Answers['about']
  readonly onUnpacked: (path: string) => void
  readonly onClose: () => void
}) {
  const [file, setFile] = useState('')
  const [passphrase, setPassphrase] = useState('')
  const [typed, setTyped] = useState<string | null>(null)
  const { choose, dialog } = useChoose()
  const stop = useRef(new AbortController())
  useEffect(() => {
    const controller = new AbortController()
    stop.current = controller
    return () => controller.abort()
  }, [])
  const name = file.replace(/^.*[\\/]/, '').replace(/\.age$/i, '')
  const to = typed ?? casePath(about.casesFolder, name, about.platform)
  const pick = async () => {
    const [chosen] = await choose('import-files', about.home)
    if (chosen !== undefined) setFile(chosen)
  }
  const unpack = async () => {
    const { path } = await api.importBundle({ path: file, passphrase, to }, stop.current.signal)
    if (path !== null) onUnpacked(path)
  }
  return (
    <Dialog isOpen onClose={onClose} title="Open a bundle" icon="lock" className="new-case">
      <AskForm
        does="Unpack"
        disabled={file.trim() === '' || passphrase === '' || to.trim() === ''}
        onDo={unpack}
        onClose={onClose}
      >
        <FormGroup label="Bundle" labelFor="bundle-file">
          <div className="new-case-path">
            <InputGroup
              id="bundle-file"
              fill
              autoFocus
              className="mono"
              value={file}
              onValueChange={setFile}
              placeholder="intrusion.age"
              spellCheck={false}
            />
            <Button text="Choose…" onClick={() => void pick()} />
          </div>
        </FormGroup>
        <FormGroup label="Passphrase" labelFor="bundle-opens">
          <InputGroup
            id="bundle-opens"
            type="password"
            autoComplete="off"
            value={passphrase}
            onValueChange={setPassphrase}
          />
        </FormGroup>
        <FormGroup
          label="Becomes the case"
          labelFor="bundle-to"
          helperText="A new folder. It appears when every file in the bundle has the hash that it was packed with, or not at all."
        >
          <InputGroup id="bundle-to" fill className="mono" value={to} onValueChange={setTyped} spellCheck={false} />
        </FormGroup>
      </AskForm>
      {dialog}
    </Dialog>
  )
}
