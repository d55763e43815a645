import { Button, Icon } from '@blueprintjs/core'
import type { ReactNode } from 'react'
import type { Filter } from '../../../shared/filter.ts'
import { duration, many, time } from '../../format.ts'
import { useFilter } from '../../state/filter.ts'
import { usePrefs } from '../../state/prefs.ts'
import { ColumnChooser } from './column-chooser.tsx'
import { leaveContext, useTimeline } from './state.ts'

interface StatusProps {
  readonly filter: Filter
  /** Undefined until they are counted. */
  readonly count: number | undefined
  readonly children: ReactNode
}

/** How many events there are, within which time, and what is shown around them. */
export function Status({ filter, count, children }: StatusProps) {
  const { back, forward, past, future, setRange } = useFilter()
  const { facets, bars, detail, context, said } = useTimeline()
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
      {(filter.from !== null || filter.to !== null) && (
        <span className="chip timeline-chip">
          <Icon icon="time" size={12} />
          <span className="cut">{rangeText(filter, utc)}</span>
          <button type="button" aria-label="Any time" title="Any time" onClick={() => setRange(null, null)}>
            ×
          </button>
        </span>
      )}
      {context && (
        <span className="chip timeline-chip timeline-context">
          <Icon icon="eye-open" size={12} />
          <span className="cut">everything around one event</span>
          <button type="button" onClick={leaveContext}>
            back
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

function rangeText({ from, to }: Filter, utc: boolean): string {
  if (from === null) return `before ${time(to, utc)}`
  if (to === null) return `from ${time(from, utc)} on`
  const length = duration(Date.parse(to) - Date.parse(from))
  return `${time(from, utc)} – ${time(to, utc)} · ${length}`
}
