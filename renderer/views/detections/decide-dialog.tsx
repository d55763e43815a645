import { Button, Dialog, DialogBody, DialogFooter, FormGroup, TextArea } from '@blueprintjs/core'
import { type FormEvent, useState } from 'react'
import type { DetectionRow } from '../../../shared/detection.ts'
import { api } from '../../api.ts'
import { sentence, visible } from '../../format.ts'

/** Asks why a finding is dismissed: whoever reads the case later wants to know. */
export function DecideDialog({ detail, onClose }: { readonly detail: DetectionRow; readonly onClose: () => void }) {
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const dismiss = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await api.decideDetections({ detections: [detail.detection_id], dismissed: true, note: note.trim() })
      onClose()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <Dialog isOpen onClose={onClose} title="Dismiss this finding" icon="tick">
      <form onSubmit={(event) => void dismiss(event)}>
        <DialogBody>
          <p className="detect-lead">
            “{visible(detail.title)}” stays in the case as dismissed, with your name, the time and this reason.
          </p>
          <FormGroup label="Why" labelFor="dismiss-note">
            <TextArea
              id="dismiss-note"
              fill
              autoFocus
              rows={3}
              maxLength={10_000}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          </FormGroup>
          {problem !== null && (
            <p className="finding-problem" role="alert">
              {sentence(problem)}
            </p>
          )}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button text="Cancel" onClick={onClose} />
              <Button type="submit" intent="primary" text="Dismiss" disabled={note.trim() === ''} />
            </>
          }
        />
      </form>
    </Dialog>
  )
}
