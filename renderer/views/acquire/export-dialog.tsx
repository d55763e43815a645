import { Button } from '@blueprintjs/core'
import { useState } from 'react'
import { useAsk } from '../../ask.ts'
import { Failure, Loading } from '../../parts/states/states.tsx'
import { Wide } from './wide-dialog.tsx'

/** Sources as YAML without secrets, to copy or to keep. */
export function ExportDialog({
  names,
  onClose,
}: {
  readonly names: readonly string[] | null
  readonly onClose: () => void
}) {
  const { data, error, refetch } = useAsk(
    'exportSources',
    { names: names === null ? null : [...names] },
    { fresh: true },
  )
  const [said, setSaid] = useState('')
  const yaml = data?.yaml ?? ''
  const copy = () =>
    navigator.clipboard.writeText(yaml).then(
      () => setSaid('Copied'),
      (failure: unknown) => setSaid(`Could not copy: ${failure instanceof Error ? failure.message : String(failure)}`),
    )
  return (
    <Wide
      title="Sources as YAML"
      icon="export"
      onClose={onClose}
      acts={
        <>
          <Button text="Close" onClick={onClose} />
          <Button icon="download" text="Save as a file" disabled={data === undefined} onClick={() => saveFile(yaml)} />
          <Button
            intent="primary"
            icon="duplicate"
            text="Copy"
            disabled={data === undefined}
            onClick={() => void copy()}
          />
        </>
      }
      said={said}
    >
      <p className="quiet acquire-lead">It holds no secret, and can be imported into another case.</p>
      {error !== null ? (
        <Failure error={error} onRetry={refetch} />
      ) : data === undefined ? (
        <Loading what="Writing the sources" />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the keyboard
        <section className="acquire-code acquire-yaml" tabIndex={0} aria-label="YAML">
          <pre>{yaml}</pre>
        </section>
      )}
    </Wide>
  )
}

function saveFile(yaml: string): void {
  const url = URL.createObjectURL(new Blob([yaml], { type: 'application/yaml' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'sources.yml'
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
