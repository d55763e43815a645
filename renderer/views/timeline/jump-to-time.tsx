import { Button, Dialog, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core'
import { type FormEvent, useState } from 'react'
import { time } from '../../format.ts'
import { parseMoment } from '../../moment.ts'
import { usePrefs } from '../../state/prefs.ts'

interface JumpToTimeProps {
  readonly open: boolean
  /** Time of the selected event: the day that a clock time alone means. */
  readonly near: string | null
  readonly onClose: () => void
  readonly onJump: (time: string) => void
}

/** Asks for a moment and goes to the first event at or after it. */
export function JumpToTime({ open, ...asking }: JumpToTimeProps) {
  return (
    <Dialog isOpen={open} onClose={asking.onClose} title="Go to a time" icon="time" className="jump">
      <MomentForm {...asking} />
    </Dialog>
  )
}

/** Begins empty every time it opens. */
function MomentForm({ near, onClose, onJump }: Omit<JumpToTimeProps, 'open'>) {
  const utc = usePrefs((prefs) => prefs.utc)
  const [text, setText] = useState('')
  const moment = parseMoment(text, utc, near)
  const wrong = text.trim() !== '' && moment === null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (moment === null) return
    onClose()
    onJump(moment)
  }
  return (
    <form onSubmit={submit}>
      <DialogBody>
        <FormGroup
          label={`Time, ${utc ? 'UTC' : 'local'} unless it names its own offset`}
          labelFor="jump-time"
          intent={wrong ? 'danger' : 'none'}
          helperText={
            wrong
              ? `'${text.trim()}' is no time: write 2024-05-01, 2024-05-01 10:30, 10:30 or seconds since 1970`
              : moment
                ? time(moment, utc)
                : 'such as 2024-05-01 10:30, or 10:30 on the day of the selected event'
          }
        >
          <InputGroup
            id="jump-time"
            autoFocus
            value={text}
            placeholder={near === null ? '2024-05-01 10:30' : time(near, utc)}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </FormGroup>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text="Cancel" onClick={onClose} />
            <Button type="submit" intent="primary" text="Go" disabled={moment === null} />
          </>
        }
      />
    </form>
  )
}
