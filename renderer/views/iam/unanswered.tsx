import type { Unanswered as Line } from '../../../shared/iam.ts'
import { sentence, visible } from '../../format.ts'
import { WithCommands } from '../../parts/commands/with-commands.tsx'
import { Empty } from '../../parts/states/states.tsx'

/** Checks that could not look: their silence says nothing. */
export function Unanswered({ unanswered }: { readonly unanswered: readonly Line[] }) {
  if (unanswered.length === 0) return <Empty icon="tick-circle" title="Every check could look" />
  return (
    <div className="iam-page">
      <table className="table panel" aria-label="Checks that could not look">
        <thead>
          <tr>
            <th>Check</th>
            <th>What would have to be in the case</th>
          </tr>
        </thead>
        <tbody>
          {unanswered.map(({ check, title, needs }) => (
            <tr key={check}>
              <td className="anywhere">
                {visible(title)} <span className="quiet mono">{visible(check)}</span>
              </td>
              <td className="anywhere">
                <WithCommands text={sentence(visible(needs))} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
