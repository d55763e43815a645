import { Button, Dialog, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core'
import { type FormEvent, useState } from 'react'
import type { Answers } from '../../../shared/answers.ts'
import { bridge } from '../../api.ts'
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
  const create = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') void onCreate(path, name.trim())
  }
  return (
    <Dialog isOpen onClose={onClose} title="New case" icon="briefcase" className="new-case">
      <form onSubmit={create}>
        <DialogBody>
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
              <InputGroup
                id="case-path"
                fill
                className="mono"
                value={path}
                onValueChange={setWhole}
                spellCheck={false}
              />
              <Button text="Choose…" onClick={() => void pick()} />
            </div>
          </FormGroup>
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button text="Cancel" onClick={onClose} />
              <Button
                type="submit"
                intent="primary"
                text="Create"
                disabled={name.trim() === '' || path.trim() === ''}
              />
            </>
          }
        />
      </form>
      {dialog}
    </Dialog>
  )
}
