import { InputGroup } from '@blueprintjs/core'
import { type FormEvent, useEffect, useId, useState } from 'react'
import { time } from '../../format.ts'
import { parseMoment } from '../../moment.ts'
import { usePrefs } from '../../state/prefs.ts'

/** A moment that a person writes, taken with Enter or on leaving the field. Empty is null. */
export function MomentField({
  label,
  value,
  none,
  near,
  onChange,
}: {
  readonly label: string
  /** ISO 8601 UTC. */
  readonly value: string | null
  /** What it means when nothing is written. */
  readonly none: string
  /** The day that a clock time alone means. */
  readonly near: string | null
  readonly onChange: (moment: string | null) => void
}) {
  const id = useId()
  const utc = usePrefs((prefs) => prefs.utc)
  const written = time(value, utc)
  const [typed, setTyped] = useState(written)
  useEffect(() => setTyped(written), [written])
  const moment = parseMoment(typed, utc, value ?? near)
  const wrong = typed.trim() !== '' && typed !== written && moment === null
  const take = () => {
    if (typed === written) return
    if (typed.trim() === '') onChange(null)
    else if (moment !== null) onChange(new Date(moment).toISOString())
  }
  return (
    <form
      className="iam-moment"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        take()
      }}
    >
      <label htmlFor={id}>{label}</label>
      <InputGroup
        id={id}
        className="mono"
        size="small"
        value={typed}
        placeholder={none}
        intent={wrong ? 'danger' : 'none'}
        aria-invalid={wrong}
        title={
          wrong
            ? 'Write 2024-05-01, 2024-05-01 10:30, or 10:30 of the same day'
            : `${utc ? 'UTC' : 'local time'} unless it names its own offset`
        }
        onValueChange={setTyped}
        onBlur={take}
        spellCheck={false}
        autoComplete="off"
      />
    </form>
  )
}
