import { Button } from '@blueprintjs/core'
import { useState } from 'react'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { time, visible, visibleLines } from '../../format.ts'
import { Failure, Loading } from '../../parts/states/states.tsx'
import { useCase } from '../../state/case.ts'
import { usePrefs } from '../../state/prefs.ts'
import { DetailMarks } from './detail-marks.tsx'
import type { EventKey } from './rows.ts'
import { say, useTimeline } from './state.ts'
import { ManualDialog } from './text-dialog.tsx'

/** A manual event: what a person told, and who. */
export function DetailManual({ of }: { readonly of: EventKey }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  const { data, error, refetch } = useAsk('eventMarks', { object_id: of.object_id, ordinal: of.ordinal })
  const [editing, setEditing] = useState(false)
  if (error) return <Failure error={error} onRetry={refetch} />
  const manual = data?.manual
  if (!manual) return <Loading what="Reading the manual event" />
  const remove = () =>
    api.manualEvent({ id: manual.id, event: null }).then(
      () => say('the manual event was taken away; Ctrl+Z brings it back'),
      (problem: unknown) => say(problem instanceof Error ? problem.message : String(problem)),
    )
  return (
    <>
      <header className="detail-head">
        <div className="detail-name">
          <h2>{visible(manual.title)}</h2>
          <span className="detail-space" />
          <Button
            size="small"
            variant="minimal"
            icon="cross"
            title="Close (Ctrl+\)"
            aria-label="Close the details"
            onClick={() => useTimeline.setState({ detail: false })}
          />
        </div>
        <div className="quiet">{time(manual.time, utc)}</div>
      </header>
      <DetailMarks of={of} />
      <div className="detail-scroll detail-manual">
        <p className="detail-manual-note">
          Told by {visible(manual.by)} on {time(manual.at, utc)}. It is no evidence: no log of this case says it.
        </p>
        {manual.text !== '' && <p className="detail-manual-text">{visibleLines(manual.text)}</p>}
        {!readOnly && (
          <div className="detail-doors">
            <Button size="small" icon="edit" text="Change" onClick={() => setEditing(true)} />
            <Button size="small" icon="trash" text="Take away" onClick={() => void remove()} />
          </div>
        )}
      </div>
      {editing && <ManualDialog before={manual} near={manual.time} onClose={() => setEditing(false)} />}
    </>
  )
}
