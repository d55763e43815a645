import { Button } from '@blueprintjs/core'
import { useState } from 'react'
import type { ViewFilter } from '../../../shared/ossec.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { count, many, sentence, visible } from '../../format.ts'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import { everything, useFilter } from '../../state/filter.ts'
import { go } from '../../state/place.ts'

/** Searches that leave out what a discard rule would have thrown away, each with how many events that is. */
export function ViewFilters({ readOnly }: { readonly readOnly: boolean }) {
  const { data, error, refetch } = useAsk('viewFilters', {})
  const [problem, setProblem] = useState<string | null>(null)
  if (error !== null) return <Failure error={error} onRetry={refetch} />
  if (data === undefined) return <Loading what="Reading the view filters" />
  if (data.length === 0) {
    return (
      <Empty icon="filter" title="No view filter">
        Discard rules of an imported configuration become view filters: nothing is left out when it is collected, and
        what they hide is counted here.
      </Empty>
    )
  }
  const remove = async (name: string) => {
    setProblem(null)
    try {
      await api.removeViewFilter({ name })
      refetch()
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : String(failure))
    }
  }
  return (
    <div className="panel acquire-runs">
      <p className="acquire-lead quiet">
        Discard rules, as searches: the events are in the case, and a filter only hides them from view.
      </p>
      {problem !== null && (
        <p className="acquire-wrong" role="alert">
          {sentence(problem)}
        </p>
      )}
      <table className="table" aria-label="View filters">
        <thead>
          <tr>
            <th>Name</th>
            <th>Shows</th>
            <th className="number">Hides</th>
            <th>
              <span className="for-readers">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map((filter) => (
            <Filter key={filter.name} filter={filter} readOnly={readOnly} onRemove={() => void remove(filter.name)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Filter({
  filter: { name, search, hides },
  readOnly,
  onRemove,
}: {
  readonly filter: ViewFilter
  readonly readOnly: boolean
  readonly onRemove: () => void
}) {
  const { data, error } = useAsk('count', { filter: { ...everything, search: hides } })
  const show = (what: string) => {
    useFilter.getState().set({ ...everything, search: what })
    go('timeline')
  }
  return (
    <tr>
      <td className="anywhere">{visible(name)}</td>
      <td>
        <button type="button" className="door mono anywhere" onClick={() => show(search)}>
          {visible(search)}
        </button>
      </td>
      <td className="number">
        {error !== null ? (
          <span className="acquire-bad" title={error.message}>
            cannot be counted
          </span>
        ) : data === undefined ? (
          <span className="quiet">counting…</span>
        ) : (
          <button
            type="button"
            className="door"
            title={`Show what it hides: ${visible(hides)}`}
            aria-label={`Show the ${many(data.events, 'event')} that ${visible(name)} hides`}
            onClick={() => show(hides)}
          >
            {count(data.events)}
          </button>
        )}
      </td>
      <td className="number">
        <Button
          size="small"
          variant="minimal"
          icon="trash"
          aria-label={`Remove ${visible(name)}`}
          disabled={readOnly}
          onClick={onRemove}
        />
      </td>
    </tr>
  )
}
