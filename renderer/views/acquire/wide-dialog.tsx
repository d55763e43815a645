import { Dialog, DialogBody, DialogFooter } from '@blueprintjs/core'
import type { ReactNode } from 'react'

/** A dialog for a text that wants room. */
export function Wide({
  title,
  icon,
  said = '',
  acts,
  children,
  onClose,
}: {
  readonly title: string
  readonly icon: 'export' | 'key'
  readonly said?: string
  readonly acts: ReactNode
  readonly children: ReactNode
  readonly onClose: () => void
}) {
  return (
    <Dialog isOpen onClose={onClose} title={title} icon={icon} className="acquire-dialog acquire-wide">
      <DialogBody>{children}</DialogBody>
      <DialogFooter actions={acts}>
        <span className="quiet" role="status">
          {said}
        </span>
      </DialogFooter>
    </Dialog>
  )
}
