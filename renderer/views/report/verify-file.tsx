import { useState } from 'react'
import type { Job, ReportVerified } from '../../../shared/job.ts'
import { api } from '../../api.ts'
import { count, many, visible, when } from '../../format.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'
import { FileField, nameOf, type PickedFile } from '../../parts/file-field/file-field.tsx'
import { sendPicked } from '../../parts/file-field/send-picked.ts'
import { useGone } from '../../parts/file-field/use-gone.ts'
import { JobDialog } from '../../parts/job-dialog/job-dialog.tsx'
import { Point, Verdict } from '../../parts/verdict/verdict.tsx'
import { reportVerified } from '../../state/jobs.ts'
import { usePrefs } from '../../state/prefs.ts'

/** As many bytes as the engine checks. */
const mostBytes = 400 << 20

/** Whether the figures of a report's file are still what the case answers, in sentences. */
export function VerifyFile({ onClose }: { readonly onClose: () => void }) {
  const [started, setStarted] = useState<string | null>(null)
  const [file, setFile] = useState<PickedFile>('')
  const signal = useGone()
  const start = async () => {
    const path = await sendPicked(file, mostBytes, signal)
    setStarted((await api.startVerifyReport({ path })).id)
  }
  return (
    <JobDialog
      title="Verify a report"
      icon="endorsed"
      started={started}
      saysRunning={howFar}
      saysStopped="Called off. Nothing was decided about the report."
      again={{ text: 'Another file', afterSuccess: true }}
      onAgain={() => setStarted(null)}
      onClose={onClose}
      asks={
        <AskForm does="Verify" disabled={nameOf(file).trim() === ''} onDo={start} onClose={onClose}>
          <p className="export-about quiet">
            Computes every figure of the file again from this case and compares it, row for row; also whether the page
            is still the one that Coldtrail wrote.
          </p>
          <FileField
            id="verify-path"
            label="File"
            helper="A report as HTML or JSON, on the machine that runs Coldtrail."
            start={null}
            picked={file}
            onPicked={setFile}
          />
        </AskForm>
      }
    >
      {(job) => {
        const result = reportVerified(job)
        return result !== null && <Verified result={result} />
      }}
    </JobDialog>
  )
}

function howFar({ progress: { objects } }: Job): string {
  if (objects.total === null) return 'Reading the report'
  return `Figure ${count(objects.done + 1)} of ${count(objects.total)}`
}

function Verified({ result }: { readonly result: ReportVerified }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { stands, figures, sources, isAsWritten, written, otherCase, title, sha256 } = result
  const failed = figures.filter(({ holds }) => !holds)
  return (
    <Verdict
      isGood={stands}
      said={stands ? 'Everything in this report holds.' : 'Not everything in this report holds.'}
      sha256={sha256}
    >
      <Point>It is called “{visible(title)}”.</Point>
      {otherCase !== null && <Point isBad>It is of another case: {visible(otherCase)}.</Point>}
      <Point isBad={!isAsWritten}>
        {isAsWritten
          ? 'The page is the one that Coldtrail wrote, byte for byte.'
          : 'The page is not the one that Coldtrail wrote of these figures: somebody changed it, or another version wrote it.'}
      </Point>
      <Point isBad={written === null}>
        {written === null
          ? 'No line of the audit log says that this case wrote this very file: its words may be anybody’s.'
          : `This case wrote this very file on ${when(written.at, utc)}, as ${visible(written.by)} (line ${count(written.line)} of the audit log).`}
      </Point>
      <Point
        isBad={failed.length > 0}
        more={failed.map(
          ({ number, title: name, reason }) =>
            `Figure ${number}, ${visible(name)}: ${visible(reason ?? 'it is another one')}.`,
        )}
      >
        {failed.length === 0
          ? figures.length === 1
            ? 'Its one figure comes out the same from this case.'
            : `All ${many(figures.length, 'figure')} come out the same from this case.`
          : `${count(failed.length)} of ${many(figures.length, 'figure')} ${failed.length === 1 ? 'does' : 'do'} not hold:`}
      </Point>
      <Point
        isBad={sources.length > 0}
        more={sources.map(({ object_id, reason }) => `Object ${object_id}: ${visible(reason)}.`)}
      >
        {sources.length === 0
          ? 'The objects that it names are in this case with the same SHA-256.'
          : `${many(sources.length, 'object')} that it names ${sources.length === 1 ? 'is' : 'are'} not in this case as it says:`}
      </Point>
    </Verdict>
  )
}
