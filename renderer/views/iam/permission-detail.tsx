import { Button } from '@blueprintjs/core'
import type { LogDays } from '../../../shared/iam.ts'
import type { IamPermission } from '../../../shared/iam-state.ts'
import { visible } from '../../format.ts'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { useIam } from '../../state/iam.ts'
import { Lines } from './detail.tsx'
import { Statement } from './statement.tsx'
import { UsedBy } from './used-by.tsx'

/** One permission: what has to hold, which statements say so, and whether it was used. */
export function PermissionDetail({
  permission: { action, level, result, when, statements, used },
  principal,
  logs,
  onClose,
}: {
  readonly permission: IamPermission
  readonly principal: string
  readonly logs: LogDays
  readonly onClose: () => void
}) {
  useShortcuts('IAM', [{ keys: 'esc', does: 'Close the permission', run: onClose }])
  return (
    <aside className="iam-detail" aria-label="Permission">
      <header>
        <div>
          <p className="iam-chips">
            <span className={`chip ${result === 'allowed' ? 'chip-bad' : 'chip-warn'}`}>
              {result === 'allowed' ? 'allowed' : 'allowed if'}
            </span>
            <span className="chip">{level}</span>
          </p>
          <h2 className="iam-title anywhere mono">{visible(action)}</h2>
        </div>
        <Button size="small" variant="minimal" icon="cross" aria-label="Close the permission" onClick={onClose} />
      </header>
      <p className="iam-acts">
        <Button
          size="small"
          icon="people"
          text="Who else may"
          onClick={() => useIam.setState({ tab: 'who', action, resource: '*' })}
        />
      </p>
      <Lines title="Only if" lines={when} />
      {statements.map((statement) => (
        <Statement
          key={JSON.stringify([statement.policy, statement.holder, statement.index])}
          statement={statement}
          severity={statement.effect === 'Allow' ? 'medium' : 'info'}
          why={statement.effect === 'Allow' ? 'allows it' : 'denies it'}
        />
      ))}
      <UsedBy principal={principal} used={used} actions={[action]} logs={logs} />
    </aside>
  )
}
