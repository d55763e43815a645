import { Button, HTMLSelect } from '@blueprintjs/core'
import type { ReactNode } from 'react'
import { countedNames, eventColumns, type FacetName, facetTitle, ruleFacets } from '../../../shared/event.ts'
import { SearchBox } from '../../parts/search-box/search-box.tsx'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { type Changing, isTime, Kept, type Of, Row } from './fields.tsx'

/** Which events a table shows, how many and under which columns. */
export function EventsSettings({ content, readOnly, onChange }: Changing<'events'>) {
  const { columns, limit } = content
  const own = usePrefs((prefs) => prefs.columns).slice(0, 20)
  return (
    <>
      <Searched content={content} readOnly={readOnly} onChange={onChange}>
        <HTMLSelect
          aria-label="How many"
          disabled={readOnly}
          value={limit === null ? 'all' : String(limit)}
          options={[
            ...[...new Set([20, 50, 200, 1000, ...(limit === null ? [] : [limit])])]
              .toSorted((a, b) => a - b)
              .map((n) => ({ value: String(n), label: `the first ${n.toLocaleString('en-US')}` })),
            { value: 'all', label: 'all of them' },
          ]}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...content, limit: value === 'all' ? null : Number(value) })
          }
        />
      </Searched>
      <Row>
        <span className="quiet cut desk-columns">
          Columns: {columns.map((name) => eventColumns[name].title).join(', ')}
        </span>
        {!readOnly && own.join() !== columns.join() && (
          <Button
            size="small"
            variant="minimal"
            icon="th"
            text="Columns as in the timeline"
            onClick={() => onChange({ ...content, columns: [...own] })}
          />
        )}
      </Row>
    </>
  )
}

const shows = [
  { value: 'time', label: 'over time' },
  { value: 'pie', label: 'as shares of the whole' },
  { value: 'ranked', label: 'by rank' },
] as const

/** Which events a chart counts, by what, and how it is drawn. */
export function ChartSettings({ content, readOnly, onChange }: Changing<'chart'>) {
  return (
    <Searched content={content} readOnly={readOnly} onChange={onChange}>
      <HTMLSelect
        aria-label="Count by"
        disabled={readOnly}
        value={content.by}
        options={[...ruleFacets, ...countedNames].map((name) => ({ value: name, label: facetTitle(name) }))}
        onChange={({ currentTarget: { value } }) => onChange({ ...content, by: value as FacetName })}
      />
      <HTMLSelect
        aria-label="Drawn"
        disabled={readOnly}
        value={content.show}
        options={[...shows]}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...content, show: value as (typeof shows)[number]['value'] })
        }
      />
    </Searched>
  )
}

/** Search and range of time of a block. */
function Searched({
  content,
  readOnly,
  onChange,
  children,
}: (Changing<'events'> | Changing<'chart'>) & { readonly children: ReactNode }) {
  const { filter } = content
  const keep = (change: Partial<typeof filter>) => onChange({ ...content, filter: { ...filter, ...change } })
  const isRange = (text: string) => (text === '' || isTime(text) ? null : 'a time looks like 2026-03-01T12:00:00Z')
  const timeOf = (text: string) => (text === '' ? null : new Date(text).toISOString())
  return (
    <>
      {readOnly ? (
        <p className="mono anywhere">{filter.search === '' ? 'every event' : filter.search}</p>
      ) : (
        <SearchBox value={filter.search} onApply={(search) => keep({ search })} />
      )}
      <Row>
        {children}
        <Kept
          label="From"
          value={filter.from ?? ''}
          readOnly={readOnly}
          problem={isRange}
          onKeep={(text) => keep({ from: timeOf(text) })}
        />
        <Kept
          label="to before"
          value={filter.to ?? ''}
          readOnly={readOnly}
          problem={isRange}
          onKeep={(text) => keep({ to: timeOf(text) })}
        />
        <TimelineDoor filter={filter} />
      </Row>
    </>
  )
}

function TimelineDoor({ filter: { search, from, to } }: { readonly filter: Of<'events'>['filter'] }) {
  return (
    <Button
      size="small"
      icon="timeline-events"
      text="Open in timeline"
      onClick={() => showInTimeline(search, null, { from, to })}
    />
  )
}
