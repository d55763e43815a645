import { Button } from '@blueprintjs/core'
import { useMemo, useState } from 'react'
import { colorOf } from '../../../shared/chart/colors.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { Cell } from '../../../shared/rows.ts'
import { addTerm } from '../../../shared/search/edit.ts'
import { useAsk } from '../../ask.ts'
import { count, sentence, visible } from '../../format.ts'
import { Histogram } from '../../parts/histogram/histogram.tsx'
import type { Range } from '../../parts/histogram/range.ts'
import { Pie } from '../../parts/pie/pie.tsx'
import { useCase } from '../../state/case.ts'
import { pin } from '../../state/pin.ts'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import type { DashboardPanel } from './dashboard.ts'

interface PanelProps {
  readonly panel: DashboardPanel
  /** The dashboard's events, within its time. */
  readonly within: Filter
  readonly onRange: (range: Range | null) => void
}

/** One picture of a dashboard. */
export function Panel({ panel, within, onRange }: PanelProps) {
  const readOnly = useCase(({ info }) => info?.readOnly ?? true)
  const filter = { ...within, search: [within.search, panel.search ?? ''].join(' ').trim() }
  return (
    <article className={`panel board-panel board-${panel.kind}`} aria-label={panel.title}>
      <Button
        className="board-pin"
        size="small"
        variant="minimal"
        icon="pin"
        aria-label={`Pin to the report: ${panel.title}`}
        title={readOnly ? 'This case is open read-only' : 'Pin to the report (P, with the pointer or the focus on it)'}
        disabled={readOnly}
        onClick={() =>
          void pin('This chart', {
            title: panel.title,
            content: { kind: 'chart', filter, by: panel.column, show: panel.kind },
          })
        }
      />
      {panel.kind === 'time' ? (
        <OverTime panel={panel} filter={filter} onRange={onRange} />
      ) : (
        <Values panel={panel} filter={filter} />
      )}
    </article>
  )
}

/** Opens the timeline at the events of a value. */
function look(panel: DashboardPanel, { search, from, to }: Filter, value: Cell): void {
  showInTimeline(addTerm(search, panel.column, value), null, { from, to })
}

const slices = 7
const bars = 8

function Values({ panel, filter }: { readonly panel: DashboardPanel; readonly filter: Filter }) {
  const { data, error } = useAsk('facet', { filter, column: panel.column, limit: bars })
  const title = <h2>{panel.title}</h2>
  if (error !== null) {
    return (
      <>
        {title}
        <p role="alert">{sentence(error.message)}</p>
      </>
    )
  }
  if (data === undefined || data.events === 0) {
    return (
      <>
        {title}
        <p className="quiet">{data === undefined ? 'counting…' : 'No such event.'}</p>
      </>
    )
  }
  const shown = data.values.slice(0, panel.kind === 'pie' ? slices : bars)
  const rest = data.events - shown.reduce((sum, { events }) => sum + events, 0)
  const named = shown.map(({ value, events }, rank) => ({
    id: String(value),
    label: value === null ? 'none' : visible(String(value)),
    events,
    color: colorOf(panel.column, value === null ? 'none' : String(value), rank),
    onPick: () => look(panel, filter, value),
  }))
  if (panel.kind === 'pie') {
    const other = { id: 'rest of them', label: 'all others', events: rest, color: '--series-other', onPick: null }
    return (
      <>
        {title}
        <Pie label={panel.title} slices={rest > 0 ? [...named, other] : named} />
      </>
    )
  }
  const most = Math.max(1, ...named.map(({ events }) => events))
  return (
    <>
      {title}
      <ul className="board-bars" aria-label={panel.title}>
        {named.map(({ id, label, events, onPick }) => (
          <li key={id}>
            <span className="board-bar" style={{ width: `${(100 * events) / most}%` }} />
            <button type="button" className="board-value" title={label} onClick={onPick}>
              <span className="cut">{label}</span>
              <span className="number">{count(events)}</span>
            </button>
          </li>
        ))}
      </ul>
      {data.distinct > named.length && (
        <p className="quiet board-rest">
          {count(data.distinct - named.length)} more with {count(rest)} events
        </p>
      )}
    </>
  )
}

function OverTime({
  panel,
  filter,
  onRange,
}: {
  readonly panel: DashboardPanel
  readonly filter: Filter
  readonly onRange: (range: Range | null) => void
}) {
  const [room, setRoom] = useState(120)
  const utc = usePrefs((prefs) => prefs.utc)
  const { data, error } = useAsk('histogram', { filter, by: panel.column, buckets: room })
  const whole = useAsk('histogram', { filter: { ...filter, from: null, to: null }, by: panel.column, buckets: room })
  const series = useMemo(
    () =>
      (data?.series ?? []).map(({ value, counts }, rank) => ({
        value,
        label: visible(value),
        counts,
        color: colorOf(panel.column, value, rank),
      })),
    [data, panel.column],
  )
  const span = (of: typeof data): Range => ({
    from: of?.start ?? 0,
    to: (of?.start ?? 0) + Math.max(1, of?.series[0]?.counts.length ?? 0) * (of?.width || 1),
  })
  if (error !== null) return <p role="alert">{sentence(error.message)}</p>
  if (data !== undefined && series.length === 0) {
    return (
      <>
        <h2>{panel.title}</h2>
        <p className="quiet">No such event{filter.from === null ? '' : ' in this time'}.</p>
      </>
    )
  }
  return (
    <Histogram
      label={panel.title}
      start={data?.start ?? 0}
      width={data?.width || 1}
      series={series}
      range={span(data)}
      limits={span(whole.data ?? data)}
      marker={null}
      utc={utc}
      onRange={onRange}
      onPick={(value) => {
        if (value !== 'other') look(panel, filter, value === 'none' ? null : value)
      }}
      onRoom={setRoom}
    >
      <h2>{panel.title}</h2>
    </Histogram>
  )
}
