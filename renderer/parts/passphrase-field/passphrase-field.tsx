import { FormGroup, InputGroup } from '@blueprintjs/core'

/** Asks for a passphrase. `isNew`: it is being made up here, so the browser offers none that it knows. */
export function PassphraseField({
  id,
  label,
  helper = '',
  isNew = false,
  value,
  onValue,
}: {
  readonly id: string
  readonly label: string
  readonly helper?: string
  readonly isNew?: boolean
  readonly value: string
  readonly onValue: (value: string) => void
}) {
  return (
    <FormGroup label={label} labelFor={id} helperText={helper}>
      <InputGroup
        id={id}
        type="password"
        autoComplete={isNew ? 'new-password' : 'off'}
        value={value}
        onValueChange={onValue}
      />
    </FormGroup>
  )
}
