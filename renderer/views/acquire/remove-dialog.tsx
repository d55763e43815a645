import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core'
import { useState } from 'react'
import { api } from '../../api.ts'
import { sentence, visible } from '../../format.ts'

/** Takes a source off the list; what it brought stays. */
export function RemoveDialog({
  name,
  onRemoved,
  onClose,
}: {
  readonly name: string
  readonly onRemoved: () => void
  readonly onClose: () => void
}) {
  const [problem, setProblem] = useState<string | null>(null)
  const remove = async () => {
    try {
      await api.removeSource({ name })
      onRemoved()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Dialog isOpen onClose={onClose} title="Remove this source?" icon="trash" className="acquire-dialog">
      <DialogBody>
        <p className="anywhere acquire-lead">
          <b>{visible(name)}</b> is taken off the list. Everything that it brought stays in the case, and so do its runs
          in the acquisition log.
        </p>
        {problem !== null && (
          <p className="acquire-wrong" role="alert">
            {sentence(problem)}
          </p>
        )}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text="Cancel" onClick={onClose} />
            <Button intent="danger" text="Remove" autoFocus onClick={() => void remove()} />
          </>
        }
      />
    </Dialog>
  )
}
