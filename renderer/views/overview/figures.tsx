import { Icon } from '@blueprintjs/core'
import type { ReactNode } from 'react'
import type { Overview } from '../../../shared/answers.ts'
import { bytes, count, duration, many, time } from '../../format.ts'
import { useCase } from '../../state/case.ts'
import { everything, useFilter } from '../../state/filter.ts'
import { showObjects } from '../../state/ledger.ts'
import { go } from '../../state/place.ts'
import { usePrefs } from '../../state/prefs.ts'

/** How much there is, from when to when, and how complete it is: the first thing to know about a case. */
export function Figures({ data }: { readonly data: Overview }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const span = data.first !== null && data.last !== null ? Date.parse(data.last) - Date.parse(data.first) : null
  const seen = Object.values(data.objects).reduce((sum, n) => sum + n, 0)
  return (
    <section className="figures" aria-label="What was imported">
      <div className="figures-row">
        <Figure name="Events" value={count(data.events)} onOpen={() => look('')} />
        {data.findings > 0 && (
          <Figure name="Findings" value={count(data.findings)} onOpen={() => look('category:finding latest:true')} />
        )}
        <Figure name="First" value={time(data.first, utc) || 'none'} small />
        <Figure
          name="Last"
          value={time(data.last, utc) || 'none'}
          small
          note={span === null ? undefined : `${duration(span)} apart`}
        />
        <Figure name="Accounts" value={count(data.accounts)} />
        <Figure name="Regions" value={count(data.regions)} />
        <Figure name="Read" value={bytes(data.bytes)} />
      </div>
      <div className="figures-ledger">
        <span className="figures-sum">{many(seen, 'object')}</span>
        {states.map(({ state, tone }) => (
          <button
            key={state}
            type="button"
            className={`chip figures-state ${data.objects[state] > 0 ? tone : ''}`}
            disabled={data.objects[state] === 0}
            onClick={() => showObjects(state)}
          >
            {count(data.objects[state])} {state}
          </button>
        ))}
        <span className="figures-gap" />
        <Remark
          n={data.duplicates}
          one="duplicate event"
          why="The same event, found in more than one object; it is stored once and its other places are kept."
        />
        <Remark
          n={data.conflicts}
          one="conflict"
          bad
          why="Events with the same id and different content. Both are kept: an id can be forged."
        />
        <Remark
          n={data.badRecords}
          one="unreadable record"
          bad
          why="Records that could not be read; each is named in the ledger, and its bytes are in the evidence."
        />
        <Remark
          n={data.untimed}
          one="event without a time"
          more="events without a time"
          bad
          why="They are in the case but in no range of time."
        />
        <Incident />
      </div>
    </section>
  )
}

const states = [
  { state: 'stored', tone: 'chip-good' },
  { state: 'partial', tone: 'chip-warn' },
  { state: 'duplicate', tone: '' },
  { state: 'skipped', tone: 'chip-warn' },
  { state: 'rejected', tone: 'chip-bad' },
] as const

function Figure({
  name,
  value,
  note,
  small = false,
  onOpen,
}: {
  readonly name: string
  readonly value: string
  readonly note?: string | undefined
  readonly small?: boolean
  readonly onOpen?: () => void
}) {
  return (
    <div className="figure">
      <span className="figure-name">{name}</span>
      {onOpen === undefined ? (
        <span className={small ? 'figure-value figure-small' : 'figure-value'}>{value}</span>
      ) : (
        <button type="button" className="door figure-value" onClick={onOpen}>
          {value}
        </button>
      )}
      {note !== undefined && <span className="figure-note">{note}</span>}
    </div>
  )
}

/** Something that may need attention; nothing when there is none of it. */
function Remark({
  n,
  one,
  more,
  why,
  bad = false,
}: {
  readonly n: number
  readonly one: string
  readonly more?: string
  readonly why: string
  readonly bad?: boolean
}): ReactNode {
  if (n === 0) return null
  return (
    <span className="figures-remark" title={why}>
      {bad && <Icon icon="warning-sign" size={12} className="figures-warning" />}
      {many(n, one, more)}
    </span>
  )
}

function Incident() {
  const incident = useCase((state) => state.info?.ours.incident)
  const utc = usePrefs((prefs) => prefs.utc)
  if (incident === undefined || (incident.from === null && incident.to === null)) return null
  return (
    <button
      type="button"
      className="door"
      onClick={() => {
        useFilter.getState().set({ search: '', from: incident.from, to: incident.to })
        go('timeline')
      }}
    >
      Incident window: {time(incident.from, utc) || 'open'} to {time(incident.to, utc) || 'open'}
    </button>
  )
}

function look(search: string): void {
  useFilter.getState().set({ ...everything, search })
  go('timeline')
}
