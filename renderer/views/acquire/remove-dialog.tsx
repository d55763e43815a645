import { Dialog } from '@blueprintjs/core'
import { api } from '../../api.ts'
import { visible } from '../../format.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'

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
  const remove = async () => {
    await api.removeSource({ name })
    onRemoved()
  }
  return (
    <Dialog isOpen onClose={onClose} title="Remove this source?" icon="trash" className="acquire-dialog">
      <AskForm does="Remove" intent="danger" focused onDo={remove} onClose={onClose}>
        <p className="anywhere acquire-lead">
          <b>{visible(name)}</b> is taken off the list. Everything that it brought stays in the case, and so do its runs
          in the acquisition log.
        </p>
      </AskForm>
    </Dialog>
  )
}
