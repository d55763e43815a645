import { Button, Dialog, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core'
import { type FormEvent, type ReactNode, useState } from 'react'

/** Something that cannot be taken back: explained, and done only when the name of what it touches has been typed. */
export function ConfirmName({
  title,
  what,
  name,
  does,
  children,
  onConfirm,
  onClose,
}: {
  readonly title: string
  /** bucket, queue */
  readonly what: string
  readonly name: string
  readonly does: string
  readonly children: ReactNode
  readonly onConfirm: () => void
  readonly onClose: () => void
}) {
  const [typed, setTyped] = useState('')
  const confirm = (event: FormEvent) => {
    event.preventDefault()
    if (typed === name) onConfirm()
  }
  return (
    <Dialog isOpen onClose={onClose} title={title} icon="warning-sign" className="acquire-dialog">
      <form onSubmit={confirm}>
        <DialogBody>
          <div className="acquire-warned">{children}</div>
          <FormGroup
            label={`Type the name of the ${what} to confirm`}
            labelFor="confirm-name"
            helperText={<span className="mono anywhere">{name}</span>}
          >
            <InputGroup
              id="confirm-name"
              className="mono"
              autoFocus
              value={typed}
              onValueChange={setTyped}
              spellCheck={false}
              autoComplete="off"
            />
          </FormGroup>
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button text="Cancel" onClick={onClose} />
              <Button type="submit" intent="danger" text={does} disabled={typed !== name} />
            </>
          }
        />
      </form>
    </Dialog>
  )
}
