import { Button } from '@blueprintjs/core'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { when } from '../../format.ts'
import { usePrefs } from '../../state/prefs.ts'

/** Cases that were opened here before. One that is gone says so, and can be forgotten. */
export function Recent({
  onOpen,
  onProblem,
}: {
  readonly onOpen: (path: string) => void
  readonly onProblem: (sentence: string) => void
}) {
  const cases = useAsk('listCases', {}, { fresh: true })
  const utc = usePrefs((prefs) => prefs.utc)
  const forget = async (path: string) => {
    try {
      await api.forgetCase({ path })
      cases.refetch()
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error))
    }
  }
  if (cases.error !== null)
    return <p className="quiet">The list of recent cases cannot be read: {cases.error.message}</p>
  if (cases.data === undefined || cases.data.length === 0) return null
  return (
    <section className="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">Recent cases</h2>
      <ul className="panel">
        {cases.data.map((one) => (
          <li key={one.path} className={one.state === 'missing' ? 'recent-missing' : undefined}>
            <button
              type="button"
              className="recent-open"
              disabled={one.state === 'missing'}
              onClick={() => onOpen(one.path)}
            >
              <span className="recent-name cut">
                {one.name}
                {one.state === 'open' && <span className="chip chip-good">open</span>}
                {one.state === 'missing' && <span className="chip chip-warn">not found</span>}
              </span>
              <span className="quiet">{when(one.openedAt, utc)}</span>
              <span className="mono quiet cut" title={one.path}>
                {one.path}
              </span>
            </button>
            <Button
              size="small"
              variant="minimal"
              icon="cross"
              aria-label={`Forget ${one.name}`}
              title="Take it off this list; the case itself is not touched"
              onClick={() => void forget(one.path)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
