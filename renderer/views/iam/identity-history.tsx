import { useState } from 'react'
import type { IamChange, IamIdentityPage } from '../../../shared/iam-state.ts'
import { time, visible } from '../../format.ts'
import { Empty } from '../../parts/states/states.tsx'
import { useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { ChangeDetail } from './change-detail.tsx'
import { sayDays } from './words.ts'

/** What changed an identity over all the time of the logs, oldest first; what is still to come at the time shown is faint. */
export function IdentityHistory({ page: { history, logs } }: { readonly page: IamIdentityPage }) {
  const { at } = useIam()
  const utc = usePrefs((prefs) => prefs.utc)
  const [open, setOpen] = useState<number | null>(history.length === 1 ? 0 : null)
  if (history.length === 0) {
    return (
      <Empty icon="history" title="No call in the logs changed it">
        {sayDays(logs, utc)}
      </Empty>
    )
  }
  return (
    <ol className="iam-page iam-history" aria-label="Changes">
      {history.map((change, place) => {
        const [first] = change.calls
        const isToCome = at !== null && first !== undefined && Date.parse(first.time) > Date.parse(at)
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a change is its place
          <li key={place} className="panel">
            <button
              type="button"
              className="iam-change"
              aria-expanded={open === place}
              onClick={() => setOpen(open === place ? null : place)}
            >
              <span className="iam-nowrap quiet">{first === undefined ? 'no call' : time(first.time, utc)}</span>
              <span className="anywhere">{visible(change.title)}</span>
              {isToCome && <span className="chip chip-warn">after the time shown</span>}
              <span className="quiet anywhere">{sayBy(change)}</span>
            </button>
            {open === place && (
              <div className="iam-change-body">
                <ChangeDetail change={change} />
              </div>
            )}
          </li>
        )
      })}
    </ol>
  )
}

function sayBy({ calls }: IamChange): string {
  const [first] = calls
  if (first === undefined) return ''
  const others = calls.length > 1 ? ` and ${calls.length - 1} more` : ''
  return visible(`${first.action}${others} by ${first.actor ?? 'nobody named'}`)
}
