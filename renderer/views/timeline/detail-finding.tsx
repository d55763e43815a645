import { Button, ButtonGroup, Menu, MenuItem, PopoverNext } from '@blueprintjs/core'
import { useMemo, useState } from 'react'
import type { EventDetail } from '../../../shared/answers.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { count, many, visible, when } from '../../format.ts'
import { usePrefs } from '../../state/prefs.ts'
import { type CallLink, callLinks } from './calls-behind.ts'
import type { EventRow } from './rows.ts'
import { say, showCalls, useTimeline } from './state.ts'

/** What only findings have: the states that were reported of them, and the way to the API calls behind them. */
export function DetailFinding({ detail, row }: { readonly detail: EventDetail; readonly row: EventRow }) {
  const links = useMemo(() => callLinks(detail.columns), [detail.columns])
  return (
    <div className="detail-finding">
      {links.length > 0 && <Calls links={links} row={row} />}
      {detail.states.length > 1 && <States detail={detail} row={row} />}
    </div>
  )
}

function Calls({ links, row }: { readonly links: readonly CallLink[]; readonly row: EventRow }) {
  const [looking, setLooking] = useState(false)
  /** The surest way that leads to a call. */
  const follow = async () => {
    setLooking(true)
    try {
      for (const link of links) {
        const { events } = await api.count({ filter: link.filter })
        if (events > 0) return showCalls(row, link.by, link.filter)
      }
      say(`this case holds no call of its ${links.at(0)?.by.replace(/ and API .*/, '')}, nor by anything else it names`)
    } catch (error) {
      say(error instanceof Error ? error.message : String(error))
    } finally {
      setLooking(false)
    }
  }
  return (
    <ButtonGroup>
      <Button
        size="small"
        icon="flows"
        text="API calls behind it"
        title="The calls that caused this finding, by the surest thing that it names"
        loading={looking}
        onClick={() => void follow()}
      />
      <PopoverNext placement="bottom-start" arrow={false} content={<Ways links={links} row={row} />}>
        <Button size="small" icon="caret-down" aria-label="Ways to the API calls" />
      </PopoverNext>
    </ButtonGroup>
  )
}

function Ways({ links, row }: { readonly links: readonly CallLink[]; readonly row: EventRow }) {
  return (
    <Menu className="detail-ways">
      {links.map((link) => (
        <Way key={link.by} link={link} row={row} />
      ))}
    </Menu>
  )
}

function Way({ link, row }: { readonly link: CallLink; readonly row: EventRow }) {
  const found = useAsk('count', { filter: link.filter })
  const events = found.stale ? undefined : found.data?.events
  return (
    <MenuItem
      text={visible(link.by)}
      label={events === undefined ? '…' : count(events)}
      disabled={events === 0}
      onClick={() => showCalls(row, link.by, link.filter)}
    />
  )
}

/** A finding is reported again when it changes; what it was before is part of the story. */
function States({ detail, row }: { readonly detail: EventDetail; readonly row: EventRow }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { states } = detail
  const here = states.find((one) => one.object_id === row.object_id && one.ordinal === row.ordinal)
  return (
    <details className="detail-states" open={here?.latest === false}>
      <summary>
        {here?.latest === false ? 'An older state of this finding' : 'Its latest state'}, {many(states.length, 'state')}{' '}
        reported
      </summary>
      <ol>
        {states.map((one) => (
          <li key={`${one.object_id}/${one.ordinal}`}>
            <button
              type="button"
              className="door"
              aria-current={one === here}
              disabled={one === here}
              onClick={() => useTimeline.setState({ visiting: { object_id: one.object_id, ordinal: one.ordinal } })}
            >
              {when(one.changed, utc) || 'without a time'}
            </button>
            {one.severity !== null && <span className="chip">{visible(one.severity)}</span>}
            {one.latest && <span className="chip chip-good">latest</span>}
            {one === here && <span className="quiet">shown</span>}
          </li>
        ))}
      </ol>
    </details>
  )
}
