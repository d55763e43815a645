import { Button } from '@blueprintjs/core'
import { visible } from '../../format.ts'

/** What narrows a list, and the change that takes it away. */
export interface Narrowing<Off> {
  readonly name: string
  readonly text: string
  readonly off: Off
}

/** A chip for each thing that narrows a list, with the way to see everything again. */
export function NarrowedBy<Off>({
  chips,
  onOff,
}: {
  readonly chips: readonly Narrowing<Off>[]
  readonly onOff: (off: Off) => void
}) {
  return chips.map(({ name, text, off }) => (
    <span key={name} className="chip chip-off">
      <span className="cut">
        {name} <b>{visible(text)}</b>
      </span>
      <Button
        size="small"
        variant="minimal"
        icon="cross"
        aria-label={`Every ${name} again`}
        onClick={() => onOff(off)}
      />
    </span>
  ))
}
