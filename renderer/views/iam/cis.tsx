import { useState } from 'react'
import type { CisSection } from '../../../shared/iam.ts'
import { count, many, sentence, visible } from '../../format.ts'
import { WithCommands } from '../../parts/commands/with-commands.tsx'
import { Empty } from '../../parts/states/states.tsx'
import { Tabs } from '../../parts/tabs/tabs.tsx'
import { forgetIamNarrowing, useIam } from '../../state/iam.ts'

const versions = [
  { id: 'v5.0', title: 'v5.0' },
  { id: 'v3.0', title: 'v3.0' },
] as const

/** The CIS AWS Foundations Benchmark by section, as far as the evidence answers it. */
export function Cis({ sections }: { readonly sections: readonly CisSection[] }) {
  const [version, setVersion] = useState<CisSection['version']>('v5.0')
  if (sections.length === 0) return <Empty icon="clipboard" title="No section of the benchmark could be judged" />
  const shown = sections.filter((one) => one.version === version)
  return (
    <div className="iam-page">
      <div className="iam-page-head">
        <Tabs label="Version of the benchmark" tabs={versions} chosen={version} onChoose={setVersion} />
        <span className="quiet">CIS AWS Foundations Benchmark. “Cannot say” is no pass.</span>
      </div>
      <table className="table panel" aria-label="Sections of the benchmark">
        <thead>
          <tr>
            <th>Section</th>
            <th>Recommendation</th>
            <th>Result</th>
            <th>Checks, or what is missing</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ section, title, result, findings, checks, why }) => (
            <tr key={section}>
              <td className="mono">{section}</td>
              <td className="anywhere">{visible(title)}</td>
              <td>
                {result === 'found' ? (
                  <button type="button" className="door" onClick={() => showFindings(checks)}>
                    {many(findings, 'finding')}
                  </button>
                ) : (
                  <span className={`chip ${result === 'nothing-found' ? 'chip-good' : ''}`}>
                    {result === 'nothing-found' ? 'nothing found' : 'cannot say'}
                  </span>
                )}
              </td>
              <td className="anywhere quiet">
                {why === null ? checks.map(visible).join(', ') : <WithCommands text={sentence(visible(why))} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet found-cut">{count(shown.length)} sections</p>
    </div>
  )
}

function showFindings(checks: readonly string[]): void {
  forgetIamNarrowing()
  useIam.setState({ judged: 'findings', checks, open: null })
}
