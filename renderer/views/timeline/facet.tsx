import { Icon, InputGroup } from '@blueprintjs/core'
import { type KeyboardEvent, type MouseEvent, useState } from 'react'
import { type EventColumnName, eventColumns } from '../../../shared/event.ts'
import type { Filter } from '../../../shared/filter.ts'
import type { Cell } from '../../../shared/rows.ts'
import { useAsk } from '../../ask.ts'
import { count, sentence } from '../../format.ts'
import { usePrefs } from '../../state/prefs.ts'
import { narrow } from './acts.ts'
import { shownValue } from './rows.ts'
import { choicesOf } from './terms.ts'

interface FacetProps {
  readonly column: EventColumnName
  readonly filter: Filter
  readonly open: boolean
  readonly onToggle: () => void
}

/** One column: its values, most frequent first. Nothing is asked while it is closed. */
export function Facet({ column, filter, open, onToggle }: FacetProps) {
  const { title, meaning } = eventColumns[column]
  return (
    <section className="facet">
      <h2>
        <button
          type="button"
          className="facet-head"
          data-stop
          data-facet={column}
          tabIndex={-1}
          aria-expanded={open}
          title={meaning}
          onClick={onToggle}
        >
          <Icon icon={open ? 'chevron-down' : 'chevron-right'} size={12} />
          {title}
        </button>
      </h2>
      {open && <FacetValues column={column} filter={filter} />}
    </section>
  )
}

const steps = [8, 50, 500] as const

function FacetValues({ column, filter }: { readonly column: EventColumnName; readonly filter: Filter }) {
  const [step, setStep] = useState(0)
  const [finding, setFinding] = useState(false)
  const [find, setFind] = useState('')
  const utc = usePrefs((prefs) => prefs.utc)
  const limit = find === '' ? (steps[step] ?? 500) : 500
  const { only, without, rest } = choicesOf(filter.search, column)
  const { data, error, stale } = useAsk('facet', { filter: { ...filter, search: rest }, column, limit })
  if (error)
    return (
      <p className="facet-note facet-bad cut" title={sentence(error.message)}>
        not counted
      </p>
    )
  if (!data) return <p className="facet-note">counting…</p>

  const most = data.values[0]?.events ?? 1
  // What is chosen stays in sight, however rare.
  const known = data.values.map(({ value }) => value)
  const missed = [...only, ...without]
    .filter((value) => !known.includes(value))
    .map((value) => ({ value, events: null }))
  const shown = [...missed, ...data.values].map((each) => ({ ...each, text: shownValue(column, each.value, utc) }))
  const found = shown.filter(({ text }) => text.toLowerCase().includes(find.toLowerCase()))
  const left = data.distinct - data.values.length
  return (
    <div className={`facet-values${stale ? ' facet-stale' : ''}`}>
      {finding && (
        <InputGroup
          size="small"
          className="facet-find"
          autoFocus
          aria-label={`Find among the values of ${eventColumns[column].title}`}
          placeholder="Find a value"
          value={find}
          onChange={(event) => setFind(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            setFinding(false)
            setFind('')
          }}
        />
      )}
      <ul>
        {found.map(({ value, text, events }) => (
          <FacetValue
            key={String(value)}
            column={column}
            value={value}
            text={text}
            events={events}
            share={(events ?? 0) / most}
            state={
              only.includes(value) ? 'only' : without.includes(value) ? 'without' : only.length > 0 ? 'other' : 'free'
            }
          />
        ))}
      </ul>
      {data.values.length === 0 && <p className="facet-note">no events</p>}
      {find !== '' && found.length === 0 && (
        <p className="facet-note">none of {count(data.values.length)} values holds this</p>
      )}
      {left > 0 && limit === 500 && <p className="facet-note">{count(left)} rarer values are not shown</p>}
      {data.distinct > 8 && (
        <div className="facet-doors">
          {find === '' && left > 0 && step < 2 && (
            <button type="button" className="door" data-stop tabIndex={-1} onClick={() => setStep(step + 1)}>
              {count(left)} more
            </button>
          )}
          {find === '' && step > 0 && (
            <button type="button" className="door" data-stop tabIndex={-1} onClick={() => setStep(0)}>
              fewer
            </button>
          )}
          {!finding && (
            <button type="button" className="door" data-stop tabIndex={-1} onClick={() => setFinding(true)}>
              find
            </button>
          )}
        </div>
      )}
    </div>
  )
}

interface FacetValueProps {
  readonly column: EventColumnName
  readonly value: Cell
  readonly text: string
  /** Null: it is among the rarer ones that were not counted. */
  readonly events: number | null
  /** Of the most frequent value, from 0 to 1. */
  readonly share: number
  /** Chosen, excluded, left out because others are chosen, or none of this. */
  readonly state: 'only' | 'without' | 'other' | 'free'
}

function FacetValue({ column, value, text, events, share, state }: FacetValueProps) {
  const spot = { column, value, row: null }
  const label = value === null ? 'no value' : text
  const onClick = (event: MouseEvent) => narrow(spot, event.altKey || event.shiftKey)
  const onKeyDown = (event: KeyboardEvent) => {
    const without = event.key === '-' || (event.key === 'Enter' && event.shiftKey)
    if (!without || event.ctrlKey) return
    event.preventDefault()
    narrow(spot, true)
  }
  return (
    <li className={`facet-value facet-is-${state}`}>
      <span className="facet-bar" style={{ width: `${Math.max(1, share * 100)}%` }} />
      <button
        type="button"
        className={`facet-pick${value === null ? ' facet-none' : ''}`}
        data-stop
        tabIndex={-1}
        aria-pressed={state === 'only'}
        title={label}
        onClick={onClick}
        onKeyDown={onKeyDown}
      >
        <span className="cut">{label}</span>
        <span className="facet-count">{events === null ? '' : count(events)}</span>
      </button>
      <button
        type="button"
        className="facet-without"
        tabIndex={-1}
        aria-label={`without ${label}`}
        title="without this value (-)"
        onClick={() => narrow(spot, true)}
      >
        −
      </button>
    </li>
  )
}
