import { Checkbox, Dialog, Radio, RadioGroup } from '@blueprintjs/core'
import { useState } from 'react'
import { unloggedSaid } from '../../../shared/job.ts'
import type { Report } from '../../../shared/report/block.ts'
import { type ReportFormat, reportFiles, reportFormats } from '../../../shared/report/formats.ts'
import { api } from '../../api.ts'
import { many } from '../../format.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'
import { ExportProgress } from '../../parts/export-dialog/export-progress.tsx'
import { TargetField, useTarget } from '../../parts/export-dialog/target.tsx'
import { useCase } from '../../state/case.ts'

/** Writes the report to a file, as a job of the case. */
export function ReportFile({ report, onClose }: { readonly report: Report; readonly onClose: () => void }) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Export the report: ${many(report.blocks.length, 'block')}`}
      icon="export"
      className="export-dialog"
    >
      <Body onClose={onClose} />
    </Dialog>
  )
}

function Body({ onClose }: { readonly onClose: () => void }) {
  const [format, setFormat] = useState<ReportFormat>('html')
  const [share, setShare] = useState(false)
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  const [started, setStarted] = useState<string | null>(null)
  const job = useCase((state) => state.jobs.find((one) => one.id === started))
  const { extension } = reportFiles[format]
  const { path, write, choose, end } = useTarget('report', extension)
  const turn = (next: ReportFormat) => {
    end(extension, reportFiles[next].extension)
    setFormat(next)
  }
  const start = async () => setStarted((await api.startReport({ format, path, share })).id)
  if (job !== undefined) return <ExportProgress job={job} onClose={onClose} onAgain={() => setStarted(null)} />
  return (
    <AskForm does="Export" disabled={path.trim() === ''} onDo={start} onClose={onClose}>
      <RadioGroup
        className="desk-formats"
        label="Format"
        selectedValue={format}
        onChange={(event) => turn(event.currentTarget.value as ReportFormat)}
      >
        {reportFormats.map((one) => (
          <Radio key={one} value={one} autoFocus={one === format}>
            <b>{reportFiles[one].title}</b> <span className="quiet">{reportFiles[one].about}</span>
          </Radio>
        ))}
      </RadioGroup>
      <Checkbox checked={share} disabled={readOnly} onChange={(event) => setShare(event.currentTarget.checked)}>
        <b>With pseudonyms</b>{' '}
        <span className="quiet">
          Accounts, identities, addresses, keys and names are replaced; who they are is kept in the case
        </span>
      </Checkbox>
      {readOnly && <p className="export-about">{unloggedSaid}</p>}
      <TargetField path={path} onPath={write} onChoose={() => void choose()} />
    </AskForm>
  )
}
