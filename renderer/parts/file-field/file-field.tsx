import { Button, FormGroup, InputGroup } from '@blueprintjs/core'
import { type DragEvent, useRef, useState } from 'react'
import { door } from '../../api.ts'
import { readDropped } from '../../state/dropped.ts'
import { useChoose } from '../folder-browser/use-choose.tsx'
import './file-field.css'

/** A file by its path on the machine that runs Coldtrail, or one of this browser that has to be sent there. */
export type PickedFile = string | File

/** Asks for one file: typed, chosen or dropped; in a browser also a file of the computer that one sits at. */
export function FileField({
  id,
  label,
  helper,
  placeholder,
  start,
  isSmall = false,
  picked,
  onPicked,
}: {
  readonly id: string
  readonly label: string
  readonly helper: string
  readonly placeholder?: string
  /** Folder that choosing begins with. */
  readonly start: string | null
  /** One of several: without the focus, and nothing is said of dropping. */
  readonly isSmall?: boolean
  readonly picked: PickedFile
  readonly onPicked: (picked: PickedFile) => void
}) {
  const [over, setOver] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const { choose, dialog } = useChoose()
  const pick = async () => {
    const [chosen] = await choose('import-files', start)
    if (chosen !== undefined) onPicked(chosen)
  }
  const drop = async (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const { paths, files } = await readDropped(event.dataTransfer)
    const [one] = [...paths, ...files.map(({ file }) => file)]
    if (one !== undefined) onPicked(one)
  }
  return (
    <fieldset
      aria-label={label}
      className={over ? 'file-field file-field-over' : 'file-field'}
      onDragEnter={() => setOver(true)}
      onDragOver={(event) => event.preventDefault()}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={(event) => void drop(event)}
    >
      <FormGroup label={label} labelFor={id} helperText={helper}>
        <div className="file-field-row">
          <InputGroup
            id={id}
            fill
            autoFocus={!isSmall}
            className="mono"
            value={nameOf(picked)}
            readOnly={typeof picked !== 'string'}
            onValueChange={onPicked}
            {...(placeholder === undefined ? {} : { placeholder })}
            spellCheck={false}
            {...(typeof picked === 'string'
              ? {}
              : {
                  rightElement: (
                    <Button variant="minimal" icon="cross" aria-label="Another file" onClick={() => onPicked('')} />
                  ),
                })}
          />
          <Button text="Choose…" onClick={() => void pick()} />
          {door !== null && isSmall && <Button text="From this browser…" onClick={() => chooser.current?.click()} />}
        </div>
      </FormGroup>
      {door !== null && !isSmall && (
        <p className="quiet">
          Or drop it here, or{' '}
          <button type="button" className="door" onClick={() => chooser.current?.click()}>
            take one from this browser
          </button>
          ; it is sent to Coldtrail and kept only for as long as it is read.
        </p>
      )}
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label={`${label} from this browser`}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          if (file) onPicked(file)
        }}
      />
      {dialog}
    </fieldset>
  )
}

/** How a picked file is called; empty while there is none. */
export function nameOf(picked: PickedFile): string {
  return typeof picked === 'string' ? picked : picked.name
}
