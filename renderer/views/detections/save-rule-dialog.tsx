import { Button, Dialog, DialogBody, DialogFooter, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core'
import { type FormEvent, useState } from 'react'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { sentence, visible } from '../../format.ts'

/** Writes the rule of the lab into the case, or into a folder of the person's own. */
export function SaveRuleDialog({
  text,
  title,
  onClose,
}: {
  readonly text: string
  readonly title: string
  readonly onClose: () => void
}) {
  const sources = useAsk('ruleSources', {})
  const [name, setName] = useState(`${fileName(title)}.yml`)
  const [folder, setFolder] = useState('')
  const [saved, setSaved] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setProblem(null)
    try {
      setSaved((await api.saveRule({ name: name.trim(), text, folder: folder === '' ? null : folder })).path)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Dialog isOpen onClose={onClose} title="Save the rule" icon="floppy-disk">
      <form onSubmit={(event) => void save(event)}>
        <DialogBody>
          {saved !== null ? (
            <p role="status">
              Written to <span className="mono anywhere">{visible(saved)}</span>. It is evaluated from the next run on.
            </p>
          ) : (
            <>
              <FormGroup label="Where" labelFor="rule-folder">
                <HTMLSelect
                  id="rule-folder"
                  fill
                  value={folder}
                  onChange={(event) => setFolder(event.currentTarget.value)}
                  options={[
                    { value: '', label: 'this case' },
                    ...(sources.data?.folders ?? []).map((one) => ({ value: one, label: visible(one) })),
                  ]}
                />
              </FormGroup>
              <FormGroup label="File" labelFor="rule-name" helperText="A file of this name is replaced.">
                <InputGroup
                  id="rule-name"
                  fill
                  autoFocus
                  className="mono"
                  value={name}
                  onValueChange={setName}
                  spellCheck={false}
                />
              </FormGroup>
            </>
          )}
          {problem !== null && (
            <p className="finding-problem" role="alert">
              {sentence(problem)}
            </p>
          )}
        </DialogBody>
        <DialogFooter
          actions={
            saved !== null ? (
              <Button intent="primary" text="Close" onClick={onClose} autoFocus />
            ) : (
              <>
                <Button text="Cancel" onClick={onClose} />
                <Button type="submit" intent="primary" text="Save" disabled={name.trim() === ''} />
              </>
            )
          }
        />
      </form>
    </Dialog>
  )
}

function fileName(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'rule'
  )
}
