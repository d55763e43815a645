import { Button, Dialog, DialogBody, DialogFooter, FormGroup, InputGroup, Radio, RadioGroup } from '@blueprintjs/core'
import { useState } from 'react'
import type { ExportFormat, ExportWhat } from '../../../shared/api.ts'
import type { Job } from '../../../shared/job.ts'
import { api, bridge } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { bytes, count, many, sentence } from '../../format.ts'
import { useCase } from '../../state/case.ts'
import { exportResult } from '../../state/jobs.ts'
import { AskForm } from '../ask-form/ask-form.tsx'
import { Download } from './download.tsx'
import './export-dialog.css'

/**
 * Writes events, the rows of a query, the ledger, the manifest or weaknesses of identities to a file, as a job of the case. `rows` is how many it will be,
 * where that is known.
 */
export function ExportDialog({
  what,
  rows,
  open,
  onClose,
}: {
  readonly what: ExportWhat
  readonly rows?: number | undefined
  readonly open: boolean
  readonly onClose: () => void
}) {
  return (
    <Dialog
      isOpen={open}
      onClose={onClose}
      title={`Export ${names[what.kind](rows)}`}
      icon="export"
      className="export-dialog"
    >
      {open && <Body what={what} onClose={onClose} />}
    </Dialog>
  )
}

const names: Readonly<Record<ExportWhat['kind'], (rows: number | undefined) => string>> = {
  events: (rows) => (rows === undefined ? 'events' : `these ${many(rows, 'event')}`),
  sql: (rows) => (rows === undefined ? 'the result of this query' : `the result of this query`),
  objects: (rows) => (rows === undefined ? 'the ledger' : `the ledger: ${many(rows, 'object')}`),
  manifest: () => 'the acquisition manifest',
  marks: () => 'the marks of this case',
  findings: () => 'findings',
  hits: () => 'events with their rules',
  iam: () => 'weaknesses of identities',
}

/** What each format is good for. Must name all of shared/api.ts. */
const formats = {
  csv: 'CSV, for spreadsheets. A cell that a spreadsheet would run as a formula is defused.',
  json: 'JSON, one document.',
  jsonl: 'JSON lines, one row a line, for scripts and other tools.',
  parquet: 'Parquet, typed and compressed, for DuckDB, Spark and notebooks.',
} as const satisfies Record<ExportFormat, string>

/** What is no table alone has the formats that hold it whole. */
function formatsOf(what: ExportWhat): readonly ExportFormat[] {
  const all = Object.keys(formats) as ExportFormat[]
  if (what.kind === 'marks') return ['json']
  if (what.kind === 'manifest') return all.filter((one) => one === 'csv' || one === 'json')
  if (what.kind === 'iam') return all.filter((one) => one !== 'parquet' && !(one === 'csv' && what.shape === 'ocsf'))
  return all
}

function Body({ what, onClose }: { readonly what: ExportWhat; readonly onClose: () => void }) {
  const info = useCase((state) => state.info)
  const about = useAsk('about', {})
  const [format, setFormat] = useState<ExportFormat>(formatsOf(what)[0] ?? 'csv')
  const [typed, setTyped] = useState<string | null>(null)
  const [started, setStarted] = useState<string | null>(null)
  const job = useCase((state) => state.jobs.find((one) => one.id === started))
  const [stamp] = useState(() => new Date().toISOString().slice(0, 19).replace(/[-:]/g, ''))
  const suggested =
    info === null || about.data === undefined
      ? ''
      : inFolder(
          info.readOnly ? about.data.home : folderOf(info.path),
          `${fileName(info.name)}-${what.kind}-${stamp}.${format}`,
          info.path,
        )
  const path = typed ?? suggested

  const pick = async () => {
    const [chosen] = (await bridge.choose?.('export', path)) ?? []
    if (chosen === undefined) return
    setTyped(chosen)
    const known = formatsOf(what).find((one) => chosen.toLowerCase().endsWith(`.${one}`))
    if (known !== undefined) setFormat(known)
  }
  const start = async () => {
    setStarted((await api.startExport({ what, format, path })).id)
  }
  if (job !== undefined) return <Progress job={job} onClose={onClose} onAgain={() => setStarted(null)} />
  return (
    <AskForm does="Export" disabled={path.trim() === ''} onDo={start} onClose={onClose}>
      {what.kind === 'manifest' && (
        <p className="export-about quiet">
          Every object with its address, state, reason, hash, size and times, the imports that brought it and who ran
          them, and the totals. Its own SHA-256 is told when it is written.
        </p>
      )}
      <RadioGroup
        selectedValue={format}
        onChange={(event) => chooseFormat(event.currentTarget.value as ExportFormat)}
        label="Format"
      >
        {formatsOf(what).map((one, at) => (
          <Radio key={one} value={one} label={formats[one]} autoFocus={at === 0} />
        ))}
      </RadioGroup>
      <FormGroup
        label="File"
        labelFor="export-path"
        helperText="Written on the machine that runs Coldtrail, with its SHA-256."
      >
        <div className="export-path">
          <InputGroup id="export-path" fill className="mono" value={path} onValueChange={setTyped} spellCheck={false} />
          {bridge.choose !== undefined && <Button text="Choose…" onClick={() => void pick()} />}
        </div>
      </FormGroup>
    </AskForm>
  )

  function chooseFormat(next: ExportFormat) {
    setFormat(next)
    if (typed !== null) setTyped(typed.replace(/\.(csv|json|jsonl|parquet)$/i, `.${next}`))
  }
}

function Progress({
  job,
  onClose,
  onAgain,
}: {
  readonly job: Job
  readonly onClose: () => void
  readonly onAgain: () => void
}) {
  const result = exportResult(job)
  return (
    <>
      <DialogBody>
        <div role="status" className="export-progress">
          {job.state === 'running' && (
            <p>{count(job.progress.rows)} rows written. You can close this; the export goes on.</p>
          )}
          {job.state === 'cancelled' && <p>The export was cancelled; no file was left behind.</p>}
          {job.error !== null && <p className="export-problem">{sentence(job.error.message)}</p>}
          {result !== null && (
            <>
              <p>
                {many(result.rows, 'row')}, {bytes(result.bytes)}, written to
              </p>
              <p className="mono anywhere">{result.path}</p>
              <p className="quiet anywhere">
                SHA-256 <span className="mono">{result.sha256}</span>
              </p>
              <Download path={result.path} />
            </>
          )}
        </div>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            {job.state === 'running' && (
              <Button text="Cancel the export" onClick={() => void api.cancelJob({ job: job.id })} />
            )}
            {job.state === 'failed' && <Button text="Back" onClick={onAgain} />}
            <Button intent="primary" text="Close" onClick={onClose} autoFocus />
          </>
        }
      />
    </>
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
