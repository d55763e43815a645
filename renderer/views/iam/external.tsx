import type { ExternalFinding } from '../../../shared/iam.ts'
import { time, visible } from '../../format.ts'
import { Empty } from '../../parts/states/states.tsx'
import { usePrefs } from '../../state/prefs.ts'
import { shortName } from './words.ts'

/** More lines than anybody reads are not drawn. */
const most = 1000

/** What other tools found, beside what ours found about the same thing; never mixed into our verdicts. */
export function External({ findings }: { readonly findings: readonly ExternalFinding[] }) {
  const utc = usePrefs((prefs) => prefs.utc)
  if (findings.length === 0) {
    return (
      <Empty icon="comparison" title="The case holds no findings of other tools">
        Import results of Prowler, Security Hub or IAM Access Analyzer, and they stand here beside ours.
      </Empty>
    )
  }
  return (
    <div className="iam-page">
      <table className="table panel" aria-label="Findings of other tools">
        <thead>
          <tr>
            <th>Severity</th>
            <th>Says</th>
            <th>Finding</th>
            <th>About</th>
            <th>Ours about the same</th>
            <th>When</th>
          </tr>
        </thead>
        <tbody>
          {findings.slice(0, most).map((one) => (
            <tr key={JSON.stringify([one.source, one.check, one.resource, one.time, one.title])}>
              <td className={`level-${one.severity}`}>{one.severity}</td>
              <td>
                <span
                  className={`chip ${one.status === 'fail' ? 'chip-bad' : one.status === 'pass' ? 'chip-good' : ''}`}
                >
                  {visible(one.source)}: {one.status}
                </span>
              </td>
              <td className="anywhere" title={visible(one.text)}>
                {visible(one.title)} <span className="quiet mono">{visible(one.check)}</span>
              </td>
              <td className="anywhere" title={visible(one.resource)}>
                {shortName(one.resource)} <span className="quiet">{visible(one.account)}</span>
              </td>
              <td className="anywhere">{one.ours.length === 0 ? 'nothing' : one.ours.map(visible).join(', ')}</td>
              <td className="iam-nowrap">{time(one.time, utc)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {findings.length > most && (
        <p className="quiet found-cut">
          The first {most} of {findings.length}.
        </p>
      )}
    </div>
  )
}
