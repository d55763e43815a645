import { Button } from '@blueprintjs/core'
import type { Actor, WhoCan } from '../../../shared/iam.ts'
import { sentence, visible } from '../../format.ts'
import { showIdentity } from '../../state/iam.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { Lines, Part } from './detail.tsx'
import { Statement } from './statement.tsx'
import { callsOfActions, shortName } from './words.ts'

/** Why one identity may or may not do what was asked. */
export function ActorDetail({
  actor,
  answer,
  onClose,
}: {
  readonly actor: Actor
  readonly answer: WhoCan
  readonly onClose: () => void
}) {
  const { principal, result, when, why, statements } = actor
  return (
    <aside className="iam-detail" aria-label="Identity">
      <header>
        <div>
          <p className="iam-chips">
            <span className={`chip ${result === 'allowed' ? 'chip-bad' : result === 'allowed-if' ? 'chip-warn' : ''}`}>
              {result === 'allowed-if' ? 'allowed if' : result}
            </span>
          </p>
          <h2 className="iam-title anywhere" title={visible(principal)}>
            {shortName(principal)}
          </h2>
        </div>
        <Button size="small" variant="minimal" icon="cross" aria-label="Close the identity" onClick={onClose} />
      </header>
      <p className="iam-acts">
        <Button size="small" icon="person" text="Show identity" onClick={() => showIdentity(principal)} />
        <Button
          size="small"
          icon="timeline-events"
          text="Its calls of it"
          onClick={() => showInTimeline(callsOfActions(principal, [answer.action]))}
        />
      </p>
      <Part title="Why">
        <p className="iam-text">{sentence(visible(why))}</p>
      </Part>
      <Lines title="Only if" lines={when} />
      {statements.map((statement) => (
        <Statement
          key={JSON.stringify([statement.policy, statement.holder, statement.index])}
          statement={statement}
          severity={statement.effect === 'Allow' ? 'high' : 'info'}
          why={statement.effect === 'Allow' ? 'allows it' : 'denies it'}
        />
      ))}
      {statements.length === 0 && <p className="quiet iam-text">No statement in the evidence speaks of it.</p>}
    </aside>
  )
}
