import { Button } from '@blueprintjs/core'
import type { Filter } from '../../../shared/filter.ts'
import { useAsk } from '../../ask.ts'
import { many } from '../../format.ts'
import { Empty } from '../../parts/states/states.tsx'
import { useCase } from '../../state/case.ts'
import { useFilter } from '../../state/filter.ts'
import { runningJob } from '../../state/jobs.ts'
import { go } from '../../state/place.ts'
import { withoutLastTerm } from './terms.ts'

/** No event matches: what is in the way, and how many events each way out would show. */
export function NothingMatches({ filter }: { readonly filter: Filter }) {
  const { set, clear } = useFilter()
  const all = useCase(({ info }) => info?.events ?? 0)
  const ranged = filter.from !== null || filter.to !== null
  const anyTime = { ...filter, from: null, to: null }
  const shorter = { ...filter, search: withoutLastTerm(filter.search) }
  const withoutRange = useAsk('count', { filter: anyTime }, { enabled: ranged && filter.search !== '' })
  const withoutTerm = useAsk('count', { filter: shorter }, { enabled: filter.search !== '' })
  return (
    <Empty
      icon="search"
      title="No event matches"
      action={
        <>
          {ranged && filter.search !== '' && (
            <Button icon="time" text={`Any time${counted(withoutRange.data)}`} onClick={() => set(anyTime)} />
          )}
          {filter.search !== '' && (shorter.search !== '' || ranged) && (
            <Button
              icon="filter-remove"
              text={`Drop the last term${counted(withoutTerm.data)}`}
              onClick={() => set(shorter)}
            />
          )}
          <Button icon="cross" text={`Clear the filter (${many(all, 'event')})`} onClick={clear} />
        </>
      }
    >
      {many(all, 'event')} without the filter.
    </Empty>
  )
}

/** A case that holds no event yet. */
export function NothingYet() {
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  const running = useCase(({ jobs }) => runningJob(jobs))
  if (running?.kind === 'import') {
    return (
      <Empty
        icon="import"
        title="Reading the logs"
        action={<Button text="Watch the import" onClick={() => go('import')} />}
      >
        {many(running.progress.rows, 'event')} read so far; they appear here as soon as the first batch is stored.
      </Empty>
    )
  }
  return (
    <Empty
      icon="import"
      title="No events yet"
      action={!readOnly && <Button intent="primary" icon="import" text="Import logs" onClick={() => go('import')} />}
    >
      This case holds no events. Import a folder of logs, or drop it on this window.
    </Empty>
  )
}

function counted(data: { readonly events: number } | undefined): string {
  return data ? ` (${many(data.events, 'event')})` : ''
}
