import { Button, Tab, Tabs } from '@blueprintjs/core'
import { type KeyboardEvent, useEffect, useState } from 'react'
import type { EventDetail } from '../../../shared/answers.ts'
import { useAsk } from '../../ask.ts'
import { time, visible } from '../../format.ts'
import { Failure, Loading } from '../../parts/states/states.tsx'
import { usePrefs } from '../../state/prefs.ts'
import type { Spot } from './acts.ts'
import { DetailEvidence } from './detail-evidence.tsx'
import { DetailFields } from './detail-fields.tsx'
import { DetailFinding } from './detail-finding.tsx'
import { DetailHits } from './detail-hits.tsx'
import { DetailManual } from './detail-manual.tsx'
import { DetailMarks } from './detail-marks.tsx'
import { DetailRaw } from './detail-raw.tsx'
import { type EventKey, type EventRow, isManual } from './rows.ts'
import { type DetailTab, showContext, useTimeline } from './state.ts'
import './detail.css'

interface DetailProps {
  /** No event matches: the one chosen before is not among the rows. */
  readonly none: boolean
  readonly onMenu: (spot: Spot, place: { readonly x: number; readonly y: number }) => void
  /** Gives the focus back to the events. */
  readonly onLeave: () => void
}

/** Everything known about the chosen event. */
export function Detail({ none, onMenu, onLeave }: DetailProps) {
  const chosen = useTimeline((state) => state.chosen)
  const visiting = useTimeline((state) => state.visiting)
  const of = useRested(visiting ?? (none ? null : chosen))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    onLeave()
  }
  return (
    <aside className="detail" aria-label="Details of the event" onKeyDown={onKeyDown}>
      {of && isManual(of) ? (
        <DetailManual of={of} />
      ) : of ? (
        <DetailOf of={of} visiting={visiting !== null} onMenu={onMenu} />
      ) : (
        <p className="detail-none">No event is selected.</p>
      )}
    </aside>
  )
}

interface DetailOfProps {
  readonly of: EventKey
  readonly visiting: boolean
  readonly onMenu: DetailProps['onMenu']
}

function DetailOf({ of, visiting, onMenu }: DetailOfProps) {
  const tab = useTimeline((state) => state.tab)
  const { data, error, stale, refetch } = useAsk('event', { object_id: of.object_id, ordinal: of.ordinal })
  if (error) return <Failure error={error} onRetry={refetch} />
  if (!data) return <Loading what="Reading the event" />
  const row = { object_id: of.object_id, ordinal: of.ordinal, cells: data.columns }
  return (
    <>
      <DetailHead detail={data} row={row} visiting={visiting} />
      <DetailMarks of={of} />
      <DetailHits of={of} />
      {data.columns.category === 'finding' && <DetailFinding detail={data} row={row} />}
      <Tabs
        id="detail"
        className={`detail-tabs${stale ? ' detail-stale' : ''}`}
        selectedTabId={tab}
        onChange={(to) => useTimeline.setState({ tab: to as DetailTab })}
        renderActiveTabPanelOnly
      >
        <Tab id="fields" title="Fields" panel={<DetailFields detail={data} row={row} onMenu={onMenu} />} />
        <Tab id="raw" title="Raw" panel={<DetailRaw detail={data} />} />
        <Tab id="evidence" title="Evidence" panel={<DetailEvidence detail={data} of={of} />} />
      </Tabs>
    </>
  )
}

function DetailHead({
  detail,
  row,
  visiting,
}: {
  readonly detail: EventDetail
  readonly row: EventRow
  readonly visiting: boolean
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { columns } = detail
  const outcome = columns.outcome === null ? null : String(columns.outcome)
  const name = columns.title ?? columns.action ?? 'event'
  return (
    <header className="detail-head">
      <div className="detail-name">
        <h2 className="cut" title={visible(String(name))}>
          {visible(String(name))}
        </h2>
        {outcome !== null && <span className={`chip detail-${outcome}`}>{visible(outcome)}</span>}
        <span className="detail-space" />
        <Button
          size="small"
          variant="minimal"
          icon="time"
          title="Everything ±5 minutes around (W)"
          aria-label="Everything 5 minutes around"
          onClick={() => showContext(row)}
        />
        <Button
          size="small"
          variant="minimal"
          icon="cross"
          title="Close (Ctrl+\)"
          aria-label="Close the details"
          onClick={() => useTimeline.setState({ detail: false })}
        />
      </div>
      <div className="quiet cut">
        {time(columns.time === null ? null : String(columns.time), utc) || 'no time'}
        {columns.service !== null && ` · ${visible(String(columns.service))}`}
        {columns.region !== null && ` · ${visible(String(columns.region))}`}
      </div>
      {visiting && (
        <div className="detail-visiting">
          opened from another event
          <button type="button" className="door" onClick={() => useTimeline.setState({ visiting: null })}>
            back to the selected one
          </button>
        </div>
      )}
    </header>
  )
}

/** The value once it has stood still for a moment: holding j down asks for the event where one stops. */
function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const later = setTimeout(() => setRested(value), 70)
    return () => clearTimeout(later)
  }, [value])
  return rested
}
