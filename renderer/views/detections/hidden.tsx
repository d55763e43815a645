import { Button } from '@blueprintjs/core'
import { useState } from 'react'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { count, sentence, visible, when } from '../../format.ts'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import { usePrefs } from '../../state/prefs.ts'

/** Every suppression: what it hides, who made it and why, and the way to take it back. */
export function Hidden({ readOnly }: { readonly readOnly: boolean }) {
  const { data, error, refetch } = useAsk('suppressions', {})
  const utc = usePrefs((prefs) => prefs.utc)
  const [problem, setProblem] = useState<string | null>(null)
  const remove = (id: number) => {
    setProblem(null)
    api
      .deleteSuppression({ suppression_id: id })
      .catch((failed: unknown) => setProblem(failed instanceof Error ? failed.message : String(failed)))
  }
  if (error !== null) return <Failure error={error} onRetry={refetch} />
  if (data === undefined) return <Loading what="Reading the suppressions" />
  if (data.length === 0) {
    return (
      <Empty icon="eye-open" title="Nothing is suppressed">
        Open a finding and choose Suppress to hide what is known to be harmless. It shows exactly what it would hide
        first, and can be taken back here.
      </Empty>
    )
  }
  return (
    <div className="detect-page">
      {problem !== null && (
        <p className="finding-problem" role="alert">
          {sentence(problem)}
        </p>
      )}
      <table className="table panel" aria-label="Suppressions">
        <thead>
          <tr>
            <th>Rule</th>
            <th>Search</th>
            <th className="number">Events</th>
            <th>Why</th>
            <th>Who</th>
            <th>
              <span className="for-readers">Take back</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map((one) => (
            <tr key={one.suppression_id}>
              <td className="anywhere">{one.rule === null ? 'every rule' : visible(one.title ?? one.rule)}</td>
              <td className="mono anywhere">{one.search === '' ? 'all of its events' : visible(one.search)}</td>
              <td className="number">{count(one.events)}</td>
              <td className="anywhere">{visible(one.note)}</td>
              <td className="anywhere">
                {visible(one.by)} <span className="quiet">{when(one.at, utc)}</span>
              </td>
              <td className="number">
                <Button
                  size="small"
                  icon="undo"
                  text="Show again"
                  disabled={readOnly}
                  onClick={() => remove(one.suppression_id)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
