import { Button, FormGroup, InputGroup } from '@blueprintjs/core'
import { useState } from 'react'
import { bridge } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { useCase } from '../../state/case.ts'
import './export-dialog.css'

/** Where a file will be written: beside the case under a name of its own, until the person says otherwise. */
export function useTarget(kind: string, extension: string) {
  const info = useCase((state) => state.info)
  const about = useAsk('about', {})
  const [typed, setTyped] = useState<string | null>(null)
  const [stamp] = useState(() => new Date().toISOString().slice(0, 19).replace(/[-:]/g, ''))
  const suggested =
    info === null || about.data === undefined
      ? ''
      : inFolder(
          info.readOnly ? about.data.home : folderOf(info.path),
          `${fileName(info.name)}-${kind}-${stamp}.${extension}`,
          info.path,
        )
  const path = typed ?? suggested
  return {
    path,
    write: setTyped,
    /** Another format has another ending, where the name ends in that of the one before. */
    end(before: string, now: string): void {
      if (typed?.toLowerCase().endsWith(`.${before}`)) setTyped(`${typed.slice(0, -before.length)}${now}`)
    },
    /** Asks with the system's own dialog, where the door has one; answers what was chosen. */
    async choose(): Promise<string | undefined> {
      const [chosen] = (await bridge.choose?.('export', path)) ?? []
      if (chosen !== undefined) setTyped(chosen)
      return chosen
    },
  }
}

export function TargetField({
  path,
  onPath,
  onChoose,
}: {
  readonly path: string
  readonly onPath: (path: string) => void
  readonly onChoose: () => void
}) {
  return (
    <FormGroup
      label="File"
      labelFor="export-path"
      helperText="Written on the machine that runs Coldtrail, with its SHA-256."
    >
      <div className="export-path">
        <InputGroup id="export-path" fill className="mono" value={path} onValueChange={onPath} spellCheck={false} />
        {bridge.choose !== undefined && <Button text="Choose…" onClick={onChoose} />}
      </div>
    </FormGroup>
  )
}

/** A case may be called anything; a file name may not. */
function fileName(name: string): string {
  return (
    name
      .replace(/[^\p{L}\p{N}_-]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'case'
  )
}

/** Beside the case: that folder is there, and the person knows it. */
function folderOf(casePath: string): string {
  return casePath.replace(/[\\/][^\\/]*[\\/]?$/, '')
}

function inFolder(folder: string, name: string, casePath: string): string {
  const separator = casePath.includes('/') ? '/' : '\\'
  return `${folder.replace(/[\\/]+$/, '')}${separator}${name}`
}
