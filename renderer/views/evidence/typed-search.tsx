import { InputGroup } from '@blueprintjs/core'
import { useEffect, useState } from 'react'

/** A field that asks when one stops typing: a list may have a million lines. */
export function TypedSearch({
  label,
  placeholder,
  text,
  onText,
}: {
  readonly label: string
  readonly placeholder: string
  readonly text: string
  readonly onText: (text: string) => void
}) {
  const [typed, setTyped] = useState(text)
  useEffect(() => setTyped(text), [text])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts to wait
  useEffect(() => {
    if (typed === text) return
    const later = setTimeout(() => onText(typed), 250)
    return () => clearTimeout(later)
  }, [typed, text])
  return (
    <InputGroup
      className="evidence-search"
      leftIcon="search"
      aria-label={label}
      placeholder={placeholder}
      value={typed}
      onValueChange={setTyped}
      spellCheck={false}
    />
  )
}
