import { Button, InputGroup } from '@blueprintjs/core'
import { type FormEvent, useEffect, useId, useMemo, useState } from 'react'
import { visible } from '../../format.ts'

/** An ARN to choose from those that are known, or to write; empty is none. */
export function ArnField({
  label,
  value,
  none,
  known,
  keys = false,
  onChange,
}: {
  readonly label: string
  readonly value: string | null
  /** What it means when nothing is chosen. */
  readonly none: string
  readonly known: readonly string[]
  /** Whether it may be the id of an access key too. */
  readonly keys?: boolean
  readonly onChange: (arn: string | null) => void
}) {
  const id = useId()
  const [typed, setTyped] = useState(value ?? '')
  useEffect(() => setTyped(value ?? ''), [value])
  const isName = (text: string) => isArn(text) || (keys && /^A[KS]IA[A-Z0-9]{12,}$/.test(text))
  const names = useMemo(() => [...new Set(known)].sort().slice(0, 500), [known])
  const wrong = typed.trim() !== '' && !isName(typed.trim())
  const take = (text: string) => {
    const arn = text.trim()
    if (arn === '') onChange(null)
    else if (isName(arn) && arn !== value) onChange(arn)
  }
  return (
    <form
      className="iam-arn"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        take(typed)
      }}
    >
      <label htmlFor={id}>{label}</label>
      <InputGroup
        id={id}
        className="mono"
        size="small"
        value={typed}
        placeholder={none}
        list={`${id}-known`}
        intent={wrong ? 'warning' : 'none'}
        title={wrong ? 'An ARN looks like arn:aws:iam::111122223333:role/name' : undefined}
        onValueChange={(next) => {
          setTyped(next)
          // Chosen from the list: no key is pressed then.
          if (next === '' || names.includes(next)) take(next)
        }}
        onBlur={() => take(typed)}
        spellCheck={false}
        autoComplete="off"
        {...(value === null
          ? {}
          : {
              rightElement: (
                <Button
                  size="small"
                  variant="minimal"
                  icon="cross"
                  aria-label={`${label} ${none} again`}
                  onClick={() => onChange(null)}
                />
              ),
            })}
      />
      <datalist id={`${id}-known`}>
        {names.map((name) => (
          <option key={name} value={name}>
            {visible(name)}
          </option>
        ))}
      </datalist>
    </form>
  )
}

function isArn(text: string): boolean {
  return /^arn:aws[a-z-]*:[^\s]+$/.test(text)
}
