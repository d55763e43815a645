import { Button, Icon } from '@blueprintjs/core'
import { useState } from 'react'
import type { CollectionRun } from '../../../shared/collection.ts'
import { useAsk } from '../../ask.ts'
import { bytes, count, duration, many, sentence, visible, when } from '../../format.ts'
import { ProblemTable } from '../../parts/objects/problem-table.tsx'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import { showObjects } from '../../state/ledger.ts'
import { usePrefs } from '../../state/prefs.ts'
import { lastResult, sayState } from './run-words.ts'

/** The acquisition log: every collection into this case, the newest first, each with what it said and did not get. */
export function Runs({
  readOnly,
  busy,
  onRetry,
}: {
  readonly readOnly: boolean
  readonly busy: boolean
  readonly onRetry: (sources: readonly string[]) => void
}) {
  const [limit, setLimit] = useState(50)
  const { data, error, refetch } = useAsk('collections', { limit })
  const [open, setOpen] = useState<number | null>(null)
  if (error !== null) return <Failure error={error} onRetry={refetch} />
  if (data === undefined) return <Loading what="Reading the acquisition log" />
  if (data.length === 0) {
    return (
      <Empty icon="history" title="Nothing was collected yet">
        Every run gets a line here, with what it brought, what it asked AWS, and what it did not get.
      </Empty>
    )
  }
  return (
    <div className="panel acquire-runs">
      <table className="table" aria-label="Acquisition log">
        <thead>
          <tr>
            <th>Started</th>
            <th>Sources</th>
            <th>Outcome</th>
            <th>Brought</th>
            <th className="number">Took</th>
            <th>
              <span className="for-readers">Details</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map((run) => (
            <Run
              key={run.import_id}
              run={run}
              open={open === run.import_id}
              onOpen={() => setOpen(open === run.import_id ? null : run.import_id)}
              retry={readOnly || busy ? null : () => onRetry(run.sources)}
            />
          ))}
        </tbody>
      </table>
      {data.length === limit && limit < 1000 && (
        <Button variant="minimal" text="Show older ones" onClick={() => setLimit(1000)} />
      )}
    </div>
  )
}

function Run({
  run,
  open,
  onOpen,
  retry,
}: {
  readonly run: CollectionRun
  readonly open: boolean
  readonly onOpen: () => void
  readonly retry: (() => void) | null
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { tone, text } = sayState(run)
  const names = run.sources.map(visible).join(', ')
  return (
    <>
      <tr>
        <td className="mono acquire-nowrap">{when(run.startedAt, utc)}</td>
        <td className="anywhere">{names}</td>
        <td>
          <span className={`chip ${tone}`}>{text}</span>
        </td>
        <td>{lastResult(run) ?? (run.state === 'interrupted' ? 'what was committed before it ended' : '')}</td>
        <td className="number">
          {run.endedAt === null ? '' : duration(Date.parse(run.endedAt) - Date.parse(run.startedAt))}
        </td>
        <td className="number">
          <Button
            size="small"
            variant="minimal"
            icon={open ? 'chevron-up' : 'chevron-down'}
            aria-expanded={open}
            aria-label={`Details of the run of ${when(run.startedAt, utc)}`}
            onClick={onOpen}
          />
        </td>
      </tr>
      {open && (
        <tr>
          <td colSpan={6}>
            <Details run={run} retry={retry} />
          </td>
        </tr>
      )}
    </>
  )
}

function Details({
  run: { result, state },
  retry,
}: {
  readonly run: CollectionRun
  readonly retry: (() => void) | null
}) {
  if (result === null) {
    return (
      <p className="quiet">
        {state === 'running'
          ? 'It is running: its counters are above.'
          : 'It ended before it could say what it brought. What was committed is in the case; the next run brings the rest.'}
      </p>
    )
  }
  const { objects, events, planned, known, requests, notes, problems } = result
  const failed = objects.rejected + objects.partial
  return (
    <div className="acquire-run">
      <p>
        {many(planned.objects, 'object')} ({bytes(planned.bytes)}) were to be fetched and {count(known)} were in the
        case; {count(objects.stored)} stored, {count(objects.partial)} in part, {count(objects.duplicate)} duplicate,{' '}
        {count(objects.skipped)} skipped, {count(objects.rejected)} rejected. {many(events.stored, 'event')} stored,{' '}
        {count(events.duplicate)} duplicate.
      </p>
      {notes.length > 0 && (
        <ul className="acquire-findings" aria-label="Notes">
          {notes.slice(0, 200).map((note, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the notes of one answer, in their order
            <li key={at} className="acquire-finding">
              <Icon
                icon={note.kind === 'note' ? 'info-sign' : 'error'}
                size={14}
                title={note.kind}
                className={note.kind === 'note' ? 'acquire-accent' : 'acquire-bad'}
              />
              <span className="anywhere">
                <span className="quiet">{visible(note.source)}:</span> {sentence(visible(note.text))}
              </span>
            </li>
          ))}
        </ul>
      )}
      <p className="quiet">
        Calls to AWS:{' '}
        {Object.entries(requests)
          .map(([operation, calls]) => `${visible(operation)} ${count(calls)}`)
          .join(', ') || 'none'}
      </p>
      {problems.length > 0 && (
        <div className="acquire-problems">
          <ProblemTable
            rows={problems.slice(0, 100).map(({ object, ...one }) => ({ ...one, uri: object, object_id: null }))}
          />
        </div>
      )}
      {(failed > 0 || state !== 'done' || notes.some(({ kind }) => kind === 'failed')) && (
        <div className="acquire-acts">
          <Button size="small" icon="repeat" text="Try again" disabled={retry === null} onClick={() => retry?.()} />
          <span className="quiet">Collects what failed, and whatever is new.</span>
          {objects.rejected > 0 && (
            <button type="button" className="door" onClick={() => showObjects('rejected')}>
              Rejected objects in the ledger
            </button>
          )}
        </div>
      )}
    </div>
  )
}
