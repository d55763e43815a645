import { Button, HTMLSelect } from '@blueprintjs/core'
import { useState } from 'react'
import type { FacetName } from '../../../shared/event.ts'
import { useAsk } from '../../ask.ts'
import { many, when } from '../../format.ts'
import type { Range } from '../../parts/histogram/range.ts'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import { useCase } from '../../state/case.ts'
import { go } from '../../state/place.ts'
import { usePrefs } from '../../state/prefs.ts'
import { tell } from '../../state/toast.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { leadChoices, leadPanels } from './lead.ts'
import { Panel } from './panel.tsx'
import { services } from './services/index.ts'
import './board.css'

/** One service at a glance. A drag over time narrows the whole board; every slice and bar opens the timeline at its events. */
export function Board() {
  const [id, setId] = useState(services[0]?.id)
  const [range, setRange] = useState<Range | null>(null)
  const [by, setBy] = useState<FacetName | null>(null)
  const utc = usePrefs((prefs) => prefs.utc)
  const events = useCase(({ info }) => info?.events ?? 0)
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  const board = services.find((one) => one.id === id) ?? services[0]
  const time = {
    from: range === null ? null : new Date(range.from).toISOString(),
    to: range === null ? null : new Date(range.to).toISOString(),
  }
  const filter = { search: board?.search ?? '', ...time }
  const counted = useAsk('count', { filter })
  useShortcuts('Dashboards', [
    ...services.map((one, at) => ({ keys: String(at + 1), does: one.title, run: () => setId(one.id) })),
    { keys: 'p', does: 'Pin the chart under the pointer or the focus to the report', run: pinPointed },
    { keys: 'esc', does: 'Show all of the time', run: () => setRange(null), when: range !== null },
  ])
  if (board === undefined) return null
  return (
    <div className="board">
      <h1 className="for-readers">Dashboards</h1>
      <div className="board-bar-top">
        <fieldset className="board-tabs" aria-label="Service">
          {services.map((one) => (
            <button
              key={one.id}
              type="button"
              className="board-tab"
              aria-pressed={one.id === board.id}
              onClick={() => setId(one.id)}
            >
              {one.title}
            </button>
          ))}
        </fieldset>
        <HTMLSelect
          aria-label="Count by"
          minimal
          value={by ?? board.lead.by}
          onChange={(event) => setBy(event.currentTarget.value as FacetName)}
          options={leadChoices.map(({ value, label }) => ({ value, label: `by ${label}` }))}
        />
        <span className="board-said quiet cut">
          {counted.data !== undefined && many(counted.data.events, 'event')}
          {range !== null && ` · ${when(time.from, utc)} – ${when(time.to, utc)}`}
        </span>
        {range !== null && (
          <Button
            size="small"
            variant="minimal"
            icon="zoom-to-fit"
            text="All of the time"
            onClick={() => setRange(null)}
          />
        )}
        <Button
          size="small"
          icon="timeline-events"
          text="Show in timeline"
          disabled={counted.data === undefined || counted.data.events === 0}
          onClick={() => showInTimeline(board.search, null, time)}
        />
      </div>
      {counted.error !== null ? (
        <Failure error={counted.error} onRetry={counted.refetch} />
      ) : counted.data === undefined ? (
        <Loading what="Counting the events" />
      ) : counted.data.events === 0 && !counted.stale ? (
        <Empty
          icon="pie-chart"
          title={`This case holds no ${board.title} event${range === null ? '' : ' in this time'}`}
          action={
            range !== null ? (
              <Button text="Show all of the time" onClick={() => setRange(null)} />
            ) : events === 0 && !readOnly ? (
              <Button intent="primary" icon="import" text="Import logs" onClick={() => go('import')} />
            ) : undefined
          }
        />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the keyboard
        <section className="board-panels" tabIndex={0} aria-label={`${board.title} dashboard`}>
          {[...leadPanels(board, by), ...board.panels].map((panel) => (
            <Panel key={`${board.id} ${panel.title}`} panel={panel} within={filter} onRange={setRange} />
          ))}
        </section>
      )}
    </div>
  )
}

/** Presses the pin of the panel that the person is at. */
function pinPointed(): void {
  const of = (state: string) => document.querySelector<HTMLElement>(`.board-panel:${state} .board-pin`)
  const found = of('focus-within') ?? of('hover')
  if (found === null) tell('Point at a chart first, or move the focus into it')
  else found.click()
}
