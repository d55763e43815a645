import { type KeyboardEvent, useEffect, useRef } from 'react'
import { type EventColumnName, facetNames } from '../../../shared/event.ts'
import type { Filter } from '../../../shared/filter.ts'
import { usePrefs } from '../../state/prefs.ts'
import { Facet } from './facet.tsx'
import './facets.css'

/** The values of columns with their counts; a click narrows the filter to a value. */
export function Facets({ filter }: { readonly filter: Filter }) {
  const { facets: open, set } = usePrefs()
  const list = useRef<HTMLElement>(null)

  // One stop for Tab, arrows inside: a list of a hundred buttons is no place to tab through.
  useEffect(() => {
    const stops = stopsOf(list.current)
    if (stops[0] && !stops.some((stop) => stop.tabIndex === 0)) stops[0].tabIndex = 0
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const stops = stopsOf(list.current)
    const at = stops.indexOf(event.target as HTMLElement)
    const step =
      event.key === 'ArrowDown' || event.key === 'j' ? 1 : event.key === 'ArrowUp' || event.key === 'k' ? -1 : 0
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return
    const heading = (event.target as HTMLElement).dataset.facet
    const isOpen = heading !== undefined && open.includes(heading)
    const turns = (event.key === 'ArrowRight' && !isOpen) || (event.key === 'ArrowLeft' && isOpen)
    if (heading !== undefined && turns) toggle(heading)
    else if (event.key === 'ArrowLeft')
      stops.findLast((stop, place) => place < at && stop.dataset.facet !== undefined)?.focus()
    else if (step !== 0) stops[at + step]?.focus()
    else return
    event.preventDefault()
  }
  const toggle = (name: string) =>
    set({ facets: open.includes(name) ? open.filter((other) => other !== name) : [...open, name] })

  return (
    <nav
      className="facets"
      aria-label="Values"
      ref={list}
      onKeyDown={onKeyDown}
      onFocus={(event) => rove(list.current, event.target)}
    >
      {columns.map((name) => (
        <Facet key={name} column={name} filter={filter} open={open.includes(name)} onToggle={() => toggle(name)} />
      ))}
    </nav>
  )
}

/** What a responder looks at first comes first. */
const first: readonly EventColumnName[] = [
  'outcome',
  'severity',
  'service',
  'action',
  'actor_name',
  'actor',
  'source_ip',
  'user_agent',
  'access_key',
  'error_code',
  'region',
  'account',
  'target',
  'session_name',
  'role',
  'actor_type',
]
const columns = [...first, ...facetNames.filter((name) => !first.includes(name))]

function stopsOf(list: HTMLElement | null): readonly HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>('[data-stop]') ?? [])]
}

/** The stop that has the focus is the one that Tab comes back to. */
function rove(list: HTMLElement | null, focused: Element): void {
  if (!(focused instanceof HTMLElement) || focused.dataset.stop === undefined) return
  for (const stop of stopsOf(list)) stop.tabIndex = stop === focused ? 0 : -1
}
