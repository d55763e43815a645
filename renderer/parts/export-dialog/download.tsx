import { Button } from '@blueprintjs/core'
import { useState } from 'react'
import { door } from '../../api.ts'
import { sentence } from '../../format.ts'

/** Saves a file that an export wrote with the browser; nothing on the desktop, where the file already is where it should be. */
export function Download({ path, text = 'Save with the browser' }: { readonly path: string; readonly text?: string }) {
  const [problem, setProblem] = useState<string | null>(null)
  const server = door
  if (server === null) return null
  const save = async () => {
    setProblem(null)
    try {
      const link = document.createElement('a')
      link.href = await server.download(path)
      link.download = ''
      link.click()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  return (
    <div>
      <Button icon="download" text={text} onClick={() => void save()} />
      {problem !== null && (
        <p className="export-problem" role="alert">
          {sentence(problem)}
        </p>
      )}
    </div>
  )
}
