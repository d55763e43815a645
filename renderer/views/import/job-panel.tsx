import { Button, Icon, type IconName, ProgressBar } from '@blueprintjs/core'
import type { ReactNode } from 'react'
import type { ImportResult } from '../../../shared/case.ts'
import type { ExportResult, Job } from '../../../shared/job.ts'
import { api } from '../../api.ts'
import { bytes, count, duration, many, sentence, visible, when } from '../../format.ts'
import { Download } from '../../parts/export-dialog/download.tsx'
import { ProblemTable } from '../../parts/objects/problem-table.tsx'
import { exportResult, fraction, importResult, sayJob } from '../../state/jobs.ts'
import { showObjects } from '../../state/ledger.ts'
import { go } from '../../state/place.ts'
import { usePrefs } from '../../state/prefs.ts'

/** One import or export: how it goes while it runs, what it came to afterwards. */
export function JobPanel({ job }: { readonly job: Job }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const [imported, exported] = [importResult(job), exportResult(job)]
  return (
    <article className="panel job">
      <header>
        <Icon icon={icons[job.state]} className={`job-${job.state}`} />
        <h2 className="anywhere">{visible(sayJob(job))}</h2>
        <span className="quiet">
          {words[job.state]} {when(job.finishedAt ?? job.startedAt, utc)}
        </span>
        {job.state === 'running' && (
          <Button size="small" icon="stop" text="Cancel" onClick={() => void api.cancelJob({ job: job.id })} />
        )}
      </header>
      {job.state === 'running' && <Running job={job} />}
      {job.error !== null && (
        <p className="job-error" role="alert">
          {sentence(job.error.message)}
        </p>
      )}
      {imported !== null && <Imported result={imported} />}
      {exported !== null && <Exported result={exported} />}
    </article>
  )
}

const icons = {
  running: 'refresh',
  done: 'tick-circle',
  cancelled: 'disable',
  failed: 'error',
} as const satisfies Record<Job['state'], IconName>
const words = { running: 'running since', done: 'done', cancelled: 'cancelled', failed: 'failed' } as const

function Running({ job }: { readonly job: Job }) {
  const { phase, objects, bytes: read, rows, rowsPerSecond, secondsLeft } = job.progress
  const part = fraction(job)
  const of = (total: string | null) => (total === null ? '' : ` of ${total}`)
  return (
    <>
      <ProgressBar
        intent="primary"
        {...(part === null ? {} : { value: part, animate: false, stripes: false })}
        aria-label={`${job.title}: ${phase}`}
      />
      <dl className="job-facts">
        <Fact name="Now">{phase}</Fact>
        {objects.done > 0 || objects.total !== null ? (
          <Fact name="Objects">
            {count(objects.done)}
            {of(objects.total === null ? null : count(objects.total))}
          </Fact>
        ) : null}
        {read.done > 0 && (
          <Fact name="Read">
            {bytes(read.done)}
            {of(read.total === null ? null : bytes(read.total))}
          </Fact>
        )}
        <Fact name={job.kind === 'import' ? 'Events' : 'Rows'}>{count(rows)}</Fact>
        <Fact name="Speed">{count(rowsPerSecond)} a second</Fact>
        <Fact name="Left">{sayLeft(secondsLeft)}</Fact>
      </dl>
    </>
  )
}

function sayLeft(seconds: number | null): string {
  if (seconds === null) return 'not known yet'
  return seconds < 1 ? 'almost done' : `about ${duration(Math.round(seconds) * 1000)}`
}

function Imported({ result }: { readonly result: ImportResult }) {
  const { objects, events, problems } = result
  const seen = Object.values(objects).reduce((sum, n) => sum + n, 0)
  return (
    <>
      <dl className="job-facts">
        <Fact name="Events stored">{count(events.stored)}</Fact>
        <Fact name="Duplicate events">{count(events.duplicate)}</Fact>
        {events.conflicts > 0 && <Fact name="Conflicts">{count(events.conflicts)}</Fact>}
        {events.bad > 0 && <Fact name="Unreadable records">{count(events.bad)}</Fact>}
        <Fact name="Read">
          {bytes(result.bytes)} in {duration(result.seconds * 1000)}
        </Fact>
      </dl>
      <p>
        {many(seen, 'object')}:{' '}
        {states.map((state, at) => (
          <span key={state}>
            {at > 0 && ' · '}
            <button type="button" className="door" disabled={objects[state] === 0} onClick={() => showObjects(state)}>
              {count(objects[state])} {state}
            </button>
          </span>
        ))}
      </p>
      {objects.duplicate > 0 && (
        <p className="job-note">
          A duplicate that came from the same place as before is the object the ledger already has; one from elsewhere
          has a line of its own.
        </p>
      )}
      {problems.length > 0 && (
        <details className="job-problems" open={problems.length <= 10}>
          <summary>{many(problems.length, 'object')} with something to say</summary>
          <div className="job-problem-list">
            <ProblemTable
              rows={problems.slice(0, 200).map(({ object, ...one }) => ({ ...one, uri: object, object_id: null }))}
            />
          </div>
          {problems.length > 200 && (
            <p className="quiet">
              The first 200 are shown.{' '}
              <button type="button" className="door" onClick={() => showObjects(null)}>
                All of them are in the ledger.
              </button>
            </p>
          )}
        </details>
      )}
      {events.stored > 0 && (
        <div className="job-next">
          <Button intent="primary" icon="timeline-events" text="See the timeline" onClick={() => go('timeline')} />
          <Button icon="dashboard" text="Overview" onClick={() => go('overview')} />
        </div>
      )}
    </>
  )
}

const states = ['stored', 'partial', 'duplicate', 'skipped', 'rejected'] as const

function Exported({ result }: { readonly result: ExportResult }) {
  return (
    <>
      <dl className="job-facts">
        <Fact name="Rows">{count(result.rows)}</Fact>
        <Fact name="Size">{bytes(result.bytes)}</Fact>
        <Fact name="File">
          <span className="mono anywhere">{result.path}</span>
        </Fact>
        <Fact name="SHA-256">
          <span className="mono anywhere">{result.sha256}</span>
        </Fact>
      </dl>
      <Download path={result.path} />
    </>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
