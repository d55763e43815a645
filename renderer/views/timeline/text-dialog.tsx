import { Dialog, FormGroup, InputGroup, TextArea } from '@blueprintjs/core'
import { type KeyboardEvent, useState } from 'react'
import type { ManualEvent } from '../../../shared/mark.ts'
import { api } from '../../api.ts'
import { time } from '../../format.ts'
import { parseMoment } from '../../moment.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'
import { usePrefs } from '../../state/prefs.ts'

/** Asks for a comment on some events; Ctrl+Enter saves. */
export function CommentDialog({
  about,
  before = '',
  onSave,
  onClose,
}: {
  readonly about: string
  readonly before?: string
  readonly onSave: (text: string) => Promise<void>
  readonly onClose: () => void
}) {
  const [text, setText] = useState(before)
  const save = async () => {
    await onSave(text.trim())
    onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} title={before === '' ? 'Comment' : 'Change the comment'} icon="comment">
      <AskForm does="Save" disabled={text.trim() === ''} onDo={save} onClose={onClose}>
        <FormGroup
          label={about}
          labelFor="comment-text"
          helperText="It is kept in the case with your name and the time."
        >
          <LongText id="comment-text" rows={4} focused text={text} onText={setText} />
        </FormGroup>
      </AskForm>
    </Dialog>
  )
}

/** Asks for something that happened and that no log tells. `near`: the time that is proposed. */
export function ManualDialog({
  before,
  near,
  onClose,
}: {
  readonly before: ManualEvent | null
  readonly near: string | null
  readonly onClose: () => void
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  const first = before?.time ?? near
  const [when, setWhen] = useState(first === null ? '' : time(first, utc))
  const [title, setTitle] = useState(before?.title ?? '')
  const [text, setText] = useState(before?.text ?? '')
  const moment = parseMoment(when, utc, near)
  const save = async () => {
    if (moment === null) return
    await api.manualEvent({ id: before?.id ?? null, event: { time: moment, title: title.trim(), text: text.trim() } })
    onClose()
  }
  const wrong = when.trim() !== '' && moment === null
  return (
    <Dialog isOpen onClose={onClose} title={before ? 'Change the manual event' : 'Manual event'} icon="new-link">
      <AskForm
        does={before ? 'Save' : 'Add'}
        disabled={moment === null || title.trim() === ''}
        onDo={save}
        onClose={onClose}
      >
        <p className="marks-lead">
          What you know to have happened and no log tells: a phone call, a password that was changed. It stands among
          the events of the timeline under your name and is no evidence.
        </p>
        <FormGroup
          label={`Time, ${utc ? 'UTC' : 'local'} unless it names its own offset`}
          labelFor="manual-time"
          intent={wrong ? 'danger' : 'none'}
          helperText={wrong ? `'${when.trim()}' is no time: write 2024-05-01 10:30` : undefined}
        >
          <InputGroup id="manual-time" value={when} onChange={(event) => setWhen(event.currentTarget.value)} />
        </FormGroup>
        <FormGroup label="What happened" labelFor="manual-title">
          <InputGroup
            id="manual-title"
            autoFocus
            maxLength={1000}
            value={title}
            placeholder="Finance reported an invoice that nobody had ordered"
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
        </FormGroup>
        <FormGroup label="What else is known" labelInfo="(optional)" labelFor="manual-text">
          <LongText id="manual-text" rows={3} text={text} onText={setText} />
        </FormGroup>
      </AskForm>
    </Dialog>
  )
}

/** Lines of text; Ctrl+Enter does what the dialog is for. */
function LongText({
  id,
  rows,
  focused = false,
  text,
  onText,
}: {
  readonly id: string
  readonly rows: number
  readonly focused?: boolean
  readonly text: string
  readonly onText: (text: string) => void
}) {
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit()
  }
  return (
    <TextArea
      id={id}
      fill
      autoFocus={focused}
      rows={rows}
      maxLength={20_000}
      value={text}
      onChange={(event) => onText(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  )
}
