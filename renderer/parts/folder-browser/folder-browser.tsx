import { Button, Dialog, DialogBody, DialogFooter, Icon, type IconName, InputGroup } from '@blueprintjs/core'
import { type FormEvent, type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react'
import { useAsk } from '../../ask.ts'
import { bytes, many, visible } from '../../format.ts'
import { Failure, Loading } from '../states/states.tsx'
import './folder-browser.css'

export type Choosing = 'case' | 'folder' | 'files'

/**
 * Looks through the folders of the machine that Coldtrail runs on, where the door has no dialog of the system. Enter
 * opens a folder, Backspace leaves it, Space marks; several may be marked where several make sense.
 */
export function FolderBrowser({
  choosing,
  title,
  start,
  onChoose,
  onClose,
}: {
  readonly choosing: Choosing
  readonly title: string
  readonly start: string | null
  readonly onChoose: (paths: readonly string[]) => void
  readonly onClose: () => void
}) {
  const [at, setAt] = useState(start)
  const [typed, setTyped] = useState<string | null>(null)
  const [marked, setMarked] = useState<readonly string[]>([])
  const { data, error, pending, stale, refetch } = useAsk('listFolder', { path: at }, { fresh: true })
  const list = useRef<HTMLUListElement>(null)

  const open = (path: string) => {
    setAt(path)
    setTyped(null)
    setMarked([])
  }
  useEffect(() => {
    if (data !== undefined && !list.current?.contains(document.activeElement))
      list.current?.querySelector('button')?.focus({ preventScroll: true })
  }, [data])

  const mayMark = (kind: 'folder' | 'case' | 'file') =>
    choosing === 'case' ? kind === 'case' : choosing === 'files' ? kind === 'file' : kind !== 'file'
  const enter = (kind: 'folder' | 'case' | 'file', path: string) => {
    if (choosing === 'case' && kind === 'case') onChoose([path])
    else if (kind !== 'file') open(path)
    else if (mayMark(kind)) mark(path)
  }
  const mark = (path: string) =>
    setMarked((all) =>
      choosing === 'case' ? [path] : all.includes(path) ? all.filter((one) => one !== path) : [...all, path],
    )
  const onKeyDown = (event: KeyboardEvent) => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])]
    const here = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) buttons[Math.max(0, Math.min(buttons.length - 1, here + step))]?.focus()
    else if (event.key === 'Backspace' && data?.parent) open(data.parent)
    else if (event.key === ' ') {
      const entry = data?.entries[here]
      if (entry !== undefined && mayMark(entry.kind)) mark(entry.path)
    } else return
    event.preventDefault()
  }
  const onType = (event: FormEvent) => {
    event.preventDefault()
    if (typed !== null && typed.trim() !== '') open(typed.trim())
  }

  // Until the folder that was asked for is there, the one before is shown, and must not be taken for it.
  const here = choosing === 'folder' && data !== undefined && !stale ? [data.path] : []
  const chosen = marked.length > 0 ? marked : here
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      icon={choosing === 'files' ? 'document' : 'folder-open'}
      className="folder-browser"
    >
      <DialogBody>
        <form className="folder-path" onSubmit={onType}>
          <Button
            icon="arrow-up"
            aria-label="Parent folder"
            disabled={!data?.parent}
            onClick={() => data?.parent && open(data.parent)}
          />
          <InputGroup
            fill
            value={typed ?? (stale ? at : null) ?? data?.path ?? at ?? ''}
            onValueChange={setTyped}
            aria-label="Folder"
            spellCheck={false}
            className="mono"
          />
          <Button type="submit" text="Go" disabled={typed === null} />
        </form>
        {error !== null ? (
          <Failure error={error} onRetry={refetch} />
        ) : pending || data === undefined ? (
          <Loading what="Reading the folder" />
        ) : (
          <ul className="folder-list" ref={list} onKeyDown={onKeyDown} aria-label={`In ${data.path}`}>
            {data.entries.length === 0 && <li className="quiet folder-none">This folder is empty.</li>}
            {data.entries.map((entry) => (
              <li key={entry.path}>
                <button
                  type="button"
                  className="folder-entry"
                  aria-pressed={marked.includes(entry.path)}
                  disabled={entry.kind === 'file' && choosing !== 'files'}
                  onClick={(event: MouseEvent) =>
                    mayMark(entry.kind) && event.detail < 2 ? mark(entry.path) : enter(entry.kind, entry.path)
                  }
                  onDoubleClick={() => enter(entry.kind, entry.path)}
                  onKeyDown={(event) => {
                    if (event.key !== 'Enter') return
                    event.preventDefault()
                    enter(entry.kind, entry.path)
                  }}
                >
                  <Icon icon={icons[entry.kind]} />
                  <span className="anywhere">{visible(entry.name)}</span>
                  <span className="quiet">
                    {entry.kind === 'case' ? 'case' : entry.bytes === null ? '' : bytes(entry.bytes)}
                  </span>
                </button>
              </li>
            ))}
            {data.cut > 0 && (
              <li className="quiet folder-none">{data.cut} more are not shown: type the path instead.</li>
            )}
          </ul>
        )}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button text="Cancel" onClick={onClose} />
            <Button
              intent="primary"
              disabled={chosen.length === 0}
              text={sayChoose(choosing, marked)}
              onClick={() => onChoose(chosen)}
            />
          </>
        }
      >
        <span className="quiet">Enter opens · Space marks · Backspace goes up</span>
      </DialogFooter>
    </Dialog>
  )
}

const icons = { folder: 'folder-close', case: 'briefcase', file: 'document' } as const satisfies Record<
  string,
  IconName
>

function sayChoose(choosing: Choosing, marked: readonly string[]): string {
  if (choosing === 'case') return 'Open case'
  if (choosing === 'folder')
    return marked.length === 0
      ? 'Take this folder'
      : marked.length === 1
        ? 'Take the marked folder'
        : `Take ${marked.length} folders`
  return marked.length === 0 ? 'Take files' : `Take ${many(marked.length, 'file')}`
}
