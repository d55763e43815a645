import { FormGroup, InputGroup } from '@blueprintjs/core'
import { type ReactNode, useEffect, useState } from 'react'
import type { BlockContent } from '../../../shared/report/block.ts'

export type Of<K extends BlockContent['kind']> = Extract<BlockContent, { readonly kind: K }>

/** What the settings of a kind of block are given. */
export interface Changing<K extends BlockContent['kind']> {
  readonly content: Of<K>
  readonly readOnly: boolean
  readonly onChange: (content: BlockContent) => void
}

/** A value that is kept when one leaves its field or presses Enter, if it is one. */
export function Kept({
  label,
  value,
  readOnly,
  problem,
  onKeep,
}: {
  readonly label: string
  readonly value: string
  readonly readOnly: boolean
  readonly problem: (text: string) => string | null
  readonly onKeep: (text: string) => void
}) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const wrong = problem(text.trim())
  const keep = () => {
    if (wrong === null && text.trim() !== value) onKeep(text.trim())
  }
  return (
    <FormGroup
      inline
      label={label}
      className="desk-field"
      {...(wrong === null ? {} : { intent: 'danger' as const, helperText: wrong })}
    >
      <InputGroup
        aria-label={label}
        className="mono"
        value={text}
        readOnly={readOnly}
        spellCheck={false}
        placeholder="any time"
        onValueChange={setText}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && keep()}
      />
    </FormGroup>
  )
}

export function Row({ children }: { readonly children: ReactNode }) {
  return <div className="desk-row">{children}</div>
}

export function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text) && !Number.isNaN(Date.parse(text))
}
