import { Button } from '@blueprintjs/core'
import type { LogDays, Used } from '../../../shared/iam.ts'
import { many, time } from '../../format.ts'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { Part } from './detail.tsx'
import { callsOf, callsOfActions, sayDays, within } from './words.ts'

/** Whether something was used, when, and the door to the calls; where it was not, what that rests on. */
export function UsedBy({
  principal,
  used,
  actions,
  logs,
}: {
  readonly principal: string
  readonly used: Used | null
  /** IAM actions whose calls they are; null: those of the principal in that time. */
  readonly actions: readonly string[] | null
  readonly logs: LogDays
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  const open = (of: Used) =>
    showInTimeline(actions === null ? callsOf(principal) : callsOfActions(principal, actions), null, within(of))
  return (
    <Part
      title="Was it used?"
      acts={
        used !== null && <Button size="small" icon="timeline-events" text="Show the calls" onClick={() => open(used)} />
      }
    >
      {used === null ? (
        <p className="quiet iam-text">{sayDays(logs, utc)}</p>
      ) : (
        <p className="iam-text">
          <b>{many(used.count, 'call')}</b>, {time(used.first, utc)}
          {used.last !== used.first && ` – ${time(used.last, utc)}`}
        </p>
      )}
    </Part>
  )
}
