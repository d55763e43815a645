import { Dialog, Radio, RadioGroup } from '@blueprintjs/core'
import { useState } from 'react'
import type { ExportFormat, ExportWhat } from '../../../shared/api.ts'
import { api } from '../../api.ts'
import { many } from '../../format.ts'
import { useCase } from '../../state/case.ts'
import { AskForm } from '../ask-form/ask-form.tsx'
import { ExportProgress } from './export-progress.tsx'
import { TargetField, useTarget } from './target.tsx'
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
  const [format, setFormat] = useState<ExportFormat>(formatsOf(what)[0] ?? 'csv')
  const [started, setStarted] = useState<string | null>(null)
  const job = useCase((state) => state.jobs.find((one) => one.id === started))
  const { path, write, choose, end } = useTarget(what.kind, format)

  const pick = async () => {
    const chosen = await choose()
    const known = formatsOf(what).find((one) => chosen?.toLowerCase().endsWith(`.${one}`))
    if (known !== undefined) setFormat(known)
  }
  const turn = (next: ExportFormat) => {
    end(format, next)
    setFormat(next)
  }
  const start = async () => {
    setStarted((await api.startExport({ what, format, path })).id)
  }
  if (job !== undefined) return <ExportProgress job={job} onClose={onClose} onAgain={() => setStarted(null)} />
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
        onChange={(event) => turn(event.currentTarget.value as ExportFormat)}
        label="Format"
      >
        {formatsOf(what).map((one, at) => (
          <Radio key={one} value={one} label={formats[one]} autoFocus={at === 0} />
        ))}
      </RadioGroup>
      <TargetField path={path} onPath={write} onChoose={() => void pick()} />
    </AskForm>
  )
}
