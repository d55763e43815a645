import { Dialog, FormGroup, InputGroup } from '@blueprintjs/core'
import { useState } from 'react'
import { api } from '../../api.ts'
import { answers, useAsk } from '../../ask.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'

/** Keeps a query in the case under a name. */
export function SaveQuery({ sql, onClose }: { readonly sql: string; readonly onClose: () => void }) {
  const saved = useAsk('savedQueries', {})
  const [name, setName] = useState('')
  const exists = saved.data?.some((one) => one.name === name.trim()) === true
  const save = async () => {
    await api.saveQuery({ name: name.trim(), sql })
    await answers.invalidateQueries({ queryKey: ['savedQueries'] })
    onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} title="Save query" icon="floppy-disk">
      <AskForm
        does={exists ? 'Replace' : 'Save'}
        disabled={name.trim() === '' || sql.trim() === ''}
        onDo={save}
        onClose={onClose}
      >
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
      </AskForm>
    </Dialog>
  )
}
