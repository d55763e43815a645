import { Dialog, FormGroup, TextArea } from '@blueprintjs/core'
import { useState } from 'react'
import type { DetectionRow } from '../../../shared/detection.ts'
import { api } from '../../api.ts'
import { visible } from '../../format.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'

/** Asks why a finding is dismissed: whoever reads the case later wants to know. */
export function DecideDialog({ detail, onClose }: { readonly detail: DetectionRow; readonly onClose: () => void }) {
  const [note, setNote] = useState('')
  const dismiss = async () => {
    await api.decideDetections({ detections: [detail.detection_id], dismissed: true, note: note.trim() })
    onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} title="Dismiss this finding" icon="tick">
      <AskForm does="Dismiss" disabled={note.trim() === ''} onDo={dismiss} onClose={onClose}>
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
      </AskForm>
    </Dialog>
  )
}
