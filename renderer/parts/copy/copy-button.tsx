import { Button } from '@blueprintjs/core'
import { useEffect, useState } from 'react'

/** Puts a text on the clipboard, and says for a moment whether that worked. `what` names it for those who hear the page. */
export function CopyButton({ text, what, label = 'Copy' }: CopyButtonProps) {
  const [said, setSaid] = useState('')
  useEffect(() => {
    if (said === '') return
    const later = setTimeout(() => setSaid(''), 4000)
    return () => clearTimeout(later)
  }, [said])
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      (error: unknown) => setSaid(`Could not copy: ${error instanceof Error ? error.message : String(error)}`),
    )
  return (
    <>
      <Button size="small" icon="duplicate" text={label} aria-label={`Copy ${what}`} onClick={() => void copy()} />
      <span className="quiet" role="status">
        {said}
      </span>
    </>
  )
}

interface CopyButtonProps {
  readonly text: string
  readonly what: string
  readonly label?: string
}
