import { Button, Dialog, FormGroup, InputGroup } from '@blueprintjs/core'
import { useState } from 'react'
import type { Answers } from '../../../shared/answers.ts'
import { bridge } from '../../api.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'
import { useChoose } from '../../parts/folder-browser/use-choose.tsx'
import { casePath } from './case-path.ts'

/** Asks for a name and where the case is kept. */
export function NewCase({
  about,
  onCreate,
  onClose,
}: {
  readonly about: Answers['about']
  readonly onCreate: (path: string, name: string) => Promise<void>
  readonly onClose: () => void
}) {
  const [name, setName] = useState('')
  const [folder, setFolder] = useState(about.casesFolder)
  const [whole, setWhole] = useState<string | null>(null)
  const { choose, dialog } = useChoose()
  const path = whole ?? casePath(folder, name, about.platform)

  const pick = async () => {
    if (bridge.choose !== undefined) {
      const [chosen] = await bridge.choose('new-case', path)
      if (chosen !== undefined) setWhole(chosen)
      return
    }
    const [chosen] = await choose('import-folder', folder)
    if (chosen === undefined) return
    setWhole(null)
    setFolder(chosen)
  }
  return (
    <Dialog isOpen onClose={onClose} title="New case" icon="briefcase" className="new-case">
      <AskForm
        does="Create"
        disabled={name.trim() === '' || path.trim() === ''}
        onDo={() => onCreate(path, name.trim())}
        onClose={onClose}
      >
        <FormGroup label="Name" labelFor="case-name">
          <InputGroup
            id="case-name"
            autoFocus
            value={name}
            onValueChange={setName}
            maxLength={200}
            placeholder="What people will call it"
            autoComplete="off"
          />
        </FormGroup>
        <FormGroup
          label="Kept in"
          labelFor="case-path"
          helperText="A folder with the evidence, the database and the audit log. It can be moved or copied as one."
        >
          <div className="new-case-path">
            <InputGroup id="case-path" fill className="mono" value={path} onValueChange={setWhole} spellCheck={false} />
            <Button text="Choose…" onClick={() => void pick()} />
          </div>
        </FormGroup>
      </AskForm>
      {dialog}
    </Dialog>
  )
}
