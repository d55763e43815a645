import { Button, Dialog, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core'
import { type FormEvent, useState } from 'react'
import { api } from '../../api.ts'
import { answers, useAsk } from '../../ask.ts'
import { sentence } from '../../format.ts'

/** Keeps a query in the case under a name. */
export function SaveQuery({ sql, onClose }: { readonly sql: string; readonly onClose: () => void }) {
  const saved = useAsk('savedQueries', {})
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const exists = saved.data?.some((one) => one.name === name.trim()) === true
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await api.saveQuery({ name: name.trim(), sql })
      await answers.invalidateQueries({ queryKey: ['savedQueries'] })
      onClose()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Dialog isOpen onClose={onClose} title="Save query" icon="floppy-disk">
      <form onSubmit={(event) => void save(event)}>
        <DialogBody>
          <FormGroup
            label="Name"
            labelFor="query-name"
            helperText={
              exists
                ? 'A query of this name is there already; it will be replaced.'
                : 'It is kept in the case, for everyone who opens it.'
            }
          >
            <InputGroup
              id="query-name"
              autoFocus
              value={name}
              onValueChange={setName}
              maxLength={200}
              autoComplete="off"
            />
          </FormGroup>
          <pre className="sql-preview">{sql}</pre>
          {problem !== null && (
            <p className="sql-save-problem" role="alert">
              {sentence(problem)}
            </p>
          )}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button text="Cancel" onClick={onClose} />
              <Button
                type="submit"
                intent="primary"
                text={exists ? 'Replace' : 'Save'}
                disabled={name.trim() === '' || sql.trim() === ''}
              />
            </>
          }
        />
      </form>
    </Dialog>
  )
}
