import { Button, Icon, ProgressBar, Switch } from '@blueprintjs/core'
import { useState } from 'react'
import { door } from '../../api.ts'
import { bytes, many, sentence, visible } from '../../format.ts'
import { useChoose } from '../../parts/folder-browser/use-choose.tsx'
import type { LooseFile } from '../../state/dropped.ts'
import { type IntakeState, topOf, useIntake } from '../../state/intake.ts'

/** Where logs are dropped or chosen, the list of what waits, and the start. */
export function Waiting() {
  const intake = useIntake()
  const { choose, dialog } = useChoose()
  const [inPlace, setInPlace] = useState(false)
  const { paths, files, uploading, problem } = intake
  const waiting = paths.length + files.length
  const ask = async (what: 'import-files' | 'import-folder') =>
    intake.add({ paths: await choose(what, null), files: [] })

  return (
    <section className="panel import-waiting" aria-label="What to import">
      <div className="import-drop">
        <Icon icon="cloud-upload" size={26} />
        <div>
          <strong>Drop files or folders anywhere in this window</strong>
          <p className="quiet">
            CloudTrail, GuardDuty, VPC flow logs and others, as they come from AWS: gzip, zip, zstd, Snappy, parquet,
            JSON, text. Each file is recognized by what is in it; nothing is skipped without a reason.
          </p>
        </div>
        <div className="import-choose">
          <Button icon="document" text="Choose files…" onClick={() => void ask('import-files')} />
          <Button icon="folder-open" text="Choose a folder…" onClick={() => void ask('import-folder')} />
        </div>
      </div>

      {waiting > 0 && <List intake={intake} />}
      {uploading !== null && (
        <div className="import-upload" role="status">
          <span>
            Sending file {Math.min(uploading.filesDone + 1, uploading.files)} of {uploading.files} ·{' '}
            {bytes(uploading.bytesDone)} of {bytes(uploading.bytes)}
          </span>
          <ProgressBar
            intent="primary"
            animate={false}
            stripes={false}
            value={uploading.bytes === 0 ? 1 : uploading.bytesDone / uploading.bytes}
            aria-label="Sending files"
          />
          <Button size="small" text="Cancel" onClick={uploading.cancel} />
        </div>
      )}
      {problem !== null && (
        <p className="import-problem" role="alert">
          {sentence(problem)}
        </p>
      )}

      {waiting > 0 && uploading === null && (
        <div className="import-start">
          <Switch
            checked={inPlace && paths.length > 0}
            disabled={paths.length === 0}
            onChange={(event) => setInPlace(event.currentTarget.checked)}
            labelElement={
              <span>
                Leave the originals where they are
                <span className="quiet import-explained">
                  {inPlace
                    ? 'Only path and hash are recorded. Quick, and needs no room; the case can show the record as logged only while the originals stay unchanged.'
                    : 'Every file is copied into the case, byte for byte, so that the case is complete by itself and the originals are not needed again.'}
                  {files.length > 0 &&
                    paths.length === 0 &&
                    ' Files that were dropped into the browser are always copied.'}
                </span>
              </span>
            }
          />
          <Button text="Clear the list" variant="minimal" onClick={intake.clear} />
          <Button
            intent="primary"
            size="large"
            icon="import"
            autoFocus
            text="Start import"
            onClick={() => void intake.start(inPlace)}
          />
        </div>
      )}
      {door !== null && waiting === 0 && (
        <p className="quiet import-note">
          Dropped files are sent to Coldtrail first. Large collections on the machine that runs Coldtrail are better
          chosen as a folder: they are read where they are.
        </p>
      )}
      {dialog}
    </section>
  )
}

function List({ intake }: { readonly intake: IntakeState }) {
  const tops = new Map<string, LooseFile[]>()
  for (const file of intake.files) {
    const group = tops.get(topOf(file))
    if (group === undefined) tops.set(topOf(file), [file])
    else group.push(file)
  }
  return (
    <ul className="import-list">
      {intake.paths.map((path) => (
        <li key={path}>
          <span className="mono anywhere">{visible(path)}</span>
          <Remove name={path} intake={intake} />
        </li>
      ))}
      {[...tops].map(([top, files]) => (
        <li key={top}>
          <span>
            <span className="mono anywhere">{visible(top)}</span>{' '}
            <span className="quiet">
              {many(files.length, 'file')}, {bytes(files.reduce((sum, one) => sum + one.file.size, 0))}
            </span>
          </span>
          <Remove name={top} intake={intake} />
        </li>
      ))}
    </ul>
  )
}

function Remove({ name, intake }: { readonly name: string; readonly intake: IntakeState }) {
  return (
    <Button
      size="small"
      variant="minimal"
      icon="cross"
      aria-label={`Take off the list: ${name}`}
      disabled={intake.uploading !== null}
      onClick={() => intake.remove(name)}
    />
  )
}
