import { Button, Icon } from '@blueprintjs/core'
import { useState } from 'react'
import { api } from '../api.ts'
import { answers } from '../ask.ts'
import { sentence } from '../format.ts'
import { useCase } from '../state/case.ts'

/** What stops everything: the engine of the case is gone, or the server of this page is. Full width, above all else. */
export function Notices() {
  const { info, engineDown, lost } = useCase()
  if (lost) {
    return (
      <div className="notice" role="alert">
        <Icon icon="offline" />
        <span>
          Coldtrail does not answer. What is shown may be out of date; this page connects again by itself when it is
          back.
        </span>
      </div>
    )
  }
  if (engineDown === null || info === null) return null
  return <EngineDown message={engineDown} path={info.path} readOnly={info.readOnly} />
}

function EngineDown({
  message,
  path,
  readOnly,
}: {
  readonly message: string
  readonly path: string
  readonly readOnly: boolean
}) {
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const reopen = async () => {
    setBusy(true)
    try {
      useCase.getState().opened(await api.openCase({ path, readOnly }))
      void useCase.getState().refresh()
      // What was asked meanwhile was refused; the case is what it was, so nobody would ask again.
      void answers.refetchQueries({ predicate: ({ state }) => state.status === 'error' })
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
    setBusy(false)
  }
  return (
    <div className="notice" role="alert">
      <Icon icon="error" />
      <span>{sentence(problem ?? message)}</span>
      <Button size="small" intent="primary" text="Reopen the case" loading={busy} onClick={() => void reopen()} />
      <Button size="small" variant="minimal" text="Close it" onClick={() => useCase.getState().closed()} />
    </div>
  )
}
