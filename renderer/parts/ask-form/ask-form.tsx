import { Button, DialogBody, DialogFooter, type Intent } from '@blueprintjs/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { sentence } from '../../format.ts'
import './ask-form.css'

/**
 * What a dialog asks, and under it Cancel and the one thing that it does. While that goes on it cannot be pressed again;
 * when it fails the dialog stays and says why.
 */
export function AskForm({
  does,
  intent = 'primary',
  disabled = false,
  focused = false,
  onDo,
  onClose,
  children,
}: {
  /** The word on the button. */
  readonly does: string
  readonly intent?: Intent
  readonly disabled?: boolean
  /** Nothing is typed here: the button has the focus. */
  readonly focused?: boolean
  readonly onDo: () => void | Promise<void>
  readonly onClose: () => void
  readonly children: ReactNode
}) {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (disabled || busy) return
    setProblem(null)
    setBusy(true)
    try {
      await onDo()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
    setBusy(false)
  }
  return (
    <form onSubmit={(event) => void submit(event)}>
      <DialogBody>
        {children}
        {problem !== null && (
          <p className="ask-problem" role="alert">
            {sentence(problem)}
          </p>
        )}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text="Cancel" onClick={onClose} />
            <Button type="submit" intent={intent} text={does} disabled={disabled} loading={busy} autoFocus={focused} />
          </>
        }
      />
    </form>
  )
}
