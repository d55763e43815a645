import { Button, Icon } from '@blueprintjs/core'
import type { ReactNode } from 'react'
import type { Filter } from '../../../shared/filter.ts'
import { useAsk } from '../../ask.ts'
import { duration, many, time, visible } from '../../format.ts'
import { useFilter } from '../../state/filter.ts'
import { usePrefs } from '../../state/prefs.ts'
import { ColumnChooser } from './column-chooser.tsx'
import { type Context, leaveContext, pickNothing, useTimeline } from './state.ts'

interface StatusProps {
  readonly filter: Filter
  /** Undefined until they are counted. */
  readonly count: number | undefined
  /** Manual events among them. */
  readonly manual: number
  /** The hidden events of the filter; null: nothing in the case is hidden. */
  readonly hidden: Filter | null
  readonly children: ReactNode
}

/** How many events there are, within which time, and what is shown around them. */
export function Status({ filter, count, manual, hidden, children }: StatusProps) {
  const { back, forward, past, future, setRange } = useFilter()
  const { facets, bars, detail, context, said, picked } = useTimeline()
  const several = picked === 'all' ? (count ?? 0) : picked.size
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <div className="timeline-status">
      <Toggle icon="filter-list" on={facets} label="Values" onTurn={() => useTimeline.setState({ facets: !facets })} />
      <Toggle
        icon="timeline-bar-chart"
        on={bars}
        label="Histogram"
        onTurn={() => useTimeline.setState({ bars: !bars })}
      />
      <span className="timeline-rule" />
      <Button
        size="small"
        variant="minimal"
        icon="arrow-left"
        aria-label="Filter before (Alt+←)"
        title="Filter before (Alt+←)"
        disabled={past.length === 0}
        onClick={back}
      />
      <Button
        size="small"
        variant="minimal"
        icon="arrow-right"
        aria-label="Filter after (Alt+→)"
        title="Filter after (Alt+→)"
        disabled={future.length === 0}
        onClick={forward}
      />
      <strong className="timeline-count">{count === undefined ? 'counting…' : many(count, 'event')}</strong>
      {manual > 0 && <span className="quiet timeline-manual">+ {many(manual, 'manual event')}</span>}
      {several > 0 && (
        <span className="chip timeline-chip timeline-picked">
          {picked === 'all' ? `all ${many(several, 'event')} picked` : `${many(several, 'event')} picked`}
          <button type="button" title="Pick nothing (Esc)" onClick={pickNothing}>
            ×
          </button>
        </span>
      )}
      {hidden && <Hidden of={hidden} />}
      {context && (
        <span className="chip timeline-chip timeline-context">
          <Icon icon="time" size={12} />
          <span className="cut">{contextText(context, utc)}</span>
          <button type="button" title="Back to the filter before (Esc)" onClick={leaveContext}>
            back
          </button>
        </span>
      )}
      {(filter.from !== null || filter.to !== null) && filter !== context?.shown && (
        <span className="chip timeline-chip">
          <Icon icon="time" size={12} />
          <span className="cut">{rangeText(filter, utc)}</span>
          <button type="button" aria-label="Any time" title="Any time" onClick={() => setRange(null, null)}>
            ×
          </button>
        </span>
      )}
      <span className="timeline-said" role="status">
        {said}
      </span>
      {children}
      <ColumnChooser />
      <Toggle
        icon="panel-stats"
        on={detail}
        label="Details (Ctrl+\)"
        onTurn={() => useTimeline.setState({ detail: !detail })}
      />
    </div>
  )
}

/** How many events of the filter somebody hid, and the way to see them. */
function Hidden({ of }: { readonly of: Filter }) {
  const shows = useTimeline((state) => state.showHidden)
  const { data } = useAsk('count', { filter: of })
  if (data === undefined || data.events === 0) return null
  return (
    <span className="chip timeline-chip">
      <span className="cut">
        {many(data.events, 'hidden event')}
        {shows ? ' shown' : ''}
      </span>
      <button type="button" onClick={() => useTimeline.setState({ showHidden: !shows })}>
        {shows ? 'hide' : 'show'}
      </button>
    </span>
  )
}

interface ToggleProps {
  readonly icon: 'filter-list' | 'timeline-bar-chart' | 'panel-stats'
  readonly on: boolean
  readonly label: string
  readonly onTurn: () => void
}

function Toggle({ icon, on, label, onTurn }: ToggleProps) {
  return (
    <Button
      size="small"
      variant="minimal"
      icon={icon}
      active={on}
      aria-pressed={on}
      aria-label={label}
      title={label}
      onClick={onTurn}
    />
  )
}

function contextText({ of, by }: Context, utc: boolean): string {
  const name = of.cells.title ?? of.cells.action ?? 'an event'
  if (by !== null) return `calls by ${visible(by)}, behind ${visible(String(name))}`
  return `context of ${visible(String(name))}, ±5 min of ${time(String(of.cells.time), utc)}`
}

function rangeText({ from, to }: Filter, utc: boolean): string {
  if (from === null) return `before ${time(to, utc)}`
  if (to === null) return `from ${time(from, utc)} on`
  const [start, end] = [time(from, utc), time(to, utc)]
  const sameDay = start.slice(0, 10) === end.slice(0, 10)
  const length = duration(Date.parse(to) - Date.parse(from))
  return `${start} – ${sameDay ? end.slice(11) : end} · ${length}`
}
