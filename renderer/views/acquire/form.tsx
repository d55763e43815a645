import { Button, Checkbox, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { sentence } from '../../format.ts'
import type { Draft, SwitchField, TextField } from './draft.ts'

/** What the fields of a form share: what was written, and what is wrong with it. */
export interface Form {
  readonly draft: Draft
  readonly locked: boolean
  edit(change: Partial<Draft>): void
  /** What is wrong with the place of the source (access.roles.0.arn), or in a list at it; null where one is still writing. */
  wrong(place: string): string | null
  /** The person has left a field: from now on it may be said what is wrong with it. */
  leave(place: string): void
}

export const FormContext = createContext<Form | null>(null)

export function useForm(): Form {
  const form = useContext(FormContext)
  if (form === null) throw new Error('a field stands outside of a form')
  return form
}

interface FieldWords {
  readonly label: string
  readonly hint?: ReactNode
  readonly placeholder?: string
  readonly optional?: boolean
}

/** A line of text of the draft; `place` where the source calls it otherwise. */
export function Text({ at, place = at, ...words }: FieldWords & { readonly at: TextField; readonly place?: string }) {
  const { draft, edit } = useForm()
  return <Line {...words} place={place} value={draft[at]} onChange={(value) => edit({ [at]: value })} />
}

/** A line of text that is checked as the source's field at `place`. */
export function Line({
  label,
  hint,
  placeholder,
  optional = false,
  place,
  value,
  onChange,
}: FieldWords & { readonly place: string; readonly value: string; readonly onChange: (value: string) => void }) {
  const { locked, wrong, leave } = useForm()
  const problem = wrong(place)
  const id = `source-${place}`
  return (
    <FormGroup
      label={label}
      labelFor={id}
      {...(optional ? { labelInfo: 'optional' } : {})}
      {...(problem === null ? {} : { intent: 'danger' })}
      helperText={
        problem === null ? (
          hint
        ) : (
          <span id={`${id}-problem`} className="acquire-wrong">
            {sentence(problem)}
          </span>
        )
      }
    >
      <InputGroup
        id={id}
        fill
        value={value}
        onValueChange={onChange}
        onBlur={() => leave(place)}
        disabled={locked}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== null}
        {...(problem === null ? {} : { intent: 'danger', 'aria-describedby': `${id}-problem` })}
      />
    </FormGroup>
  )
}

export function Choice<T extends string>({
  label,
  hint,
  place,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly hint?: ReactNode
  readonly place: string
  readonly value: T
  readonly options: Readonly<Record<T, string>>
  readonly onChange: (value: T) => void
}) {
  const { locked } = useForm()
  const id = `source-${place}`
  return (
    <FormGroup label={label} labelFor={id} helperText={hint}>
      <HTMLSelect
        id={id}
        fill
        disabled={locked}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as T)}
        options={(Object.keys(options) as T[]).map((one) => ({ value: one, label: options[one] }))}
      />
    </FormGroup>
  )
}

export function Check({
  at,
  label,
  hint,
}: {
  readonly at: SwitchField
  readonly label: string
  readonly hint?: string
}) {
  const { draft, locked, edit } = useForm()
  return (
    <Checkbox
      checked={draft[at]}
      disabled={locked}
      onChange={(event) => edit({ [at]: event.currentTarget.checked })}
      labelElement={
        <span>
          {label}
          {hint !== undefined && <span className="acquire-explained quiet">{hint}</span>}
        </span>
      }
    />
  )
}

/** A part of the form that most people need not open. */
export function More({
  title,
  note,
  open: first,
  children,
}: {
  readonly title: string
  /** What is set in it, said while it is closed. */
  readonly note?: string
  readonly open: boolean
  readonly children: ReactNode
}) {
  const [open, setOpen] = useState(first)
  return (
    <section className="panel acquire-part">
      <h2>
        <Button
          variant="minimal"
          size="small"
          icon={open ? 'chevron-down' : 'chevron-right'}
          aria-expanded={open}
          text={title}
          onClick={() => setOpen(!open)}
        />
        {!open && note !== undefined && <span className="quiet">{note}</span>}
      </h2>
      {open && children}
    </section>
  )
}
