import { Button } from '@blueprintjs/core'
import { useMemo } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { IamChecked } from '../../../shared/iam.ts'
import { NarrowedBy } from '../../parts/narrowed-by/narrowed-by.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Empty } from '../../parts/states/states.tsx'
import { Tabs } from '../../parts/tabs/tabs.tsx'
import { forgetIamNarrowing, type IamState, useIam } from '../../state/iam.ts'
import { Cis } from './cis.tsx'
import { External } from './external.tsx'
import { Finding } from './finding.tsx'
import { FindingGrid } from './finding-grid.tsx'
import { FoundBy } from './found-by.tsx'
import { narrowed } from './narrow.ts'
import { Remarks } from './remarks.tsx'
import { Tiles } from './tiles.tsx'
import { Unanswered } from './unanswered.tsx'
import { keyOf, shortName } from './words.ts'

/** What is weak: tiles, lists and findings, each narrowing the others, one finding open beside them; and what could not be judged. */
export function Posture({ checked, stale }: { readonly checked: IamChecked; readonly stale: boolean }) {
  const state = useIam()
  const { judged } = state
  const { findings, logs, external, unanswered, cis } = checked
  const shown = useMemo(() => narrowed(findings, state), [findings, state])
  const open = state.open === null ? undefined : findings.find((one) => keyOf(one) === state.open)
  const close = () => useIam.setState({ open: null })
  useShortcuts('IAM', [
    { keys: 'esc', does: 'Close the finding', run: close, when: open !== undefined },
    { keys: 'x', does: 'Show every finding again', run: forgetIamNarrowing, when: open === undefined },
  ])
  return (
    <Group orientation="horizontal" className={`iam-body${stale ? ' iam-stale' : ''}`}>
      <Panel minSize="420px">
        <div className="iam-column">
          <Tiles findings={findings} />
          <Remarks remarks={checked.remarks} />
          <div className="iam-bar iam-narrow">
            <Tabs<IamState['judged']>
              label="What was judged"
              chosen={judged}
              onChoose={(id) => useIam.setState({ judged: id })}
              tabs={[
                { id: 'findings', title: 'Findings', number: shown.length },
                {
                  id: 'unanswered',
                  title: 'Not answered',
                  number: unanswered.length,
                  about: 'Checks that could not look, and what they need',
                },
                { id: 'cis', title: 'CIS', about: 'By section of the CIS AWS Foundations Benchmark' },
                {
                  id: 'external',
                  title: 'Other tools',
                  number: external.length,
                  about: 'What Prowler, Security Hub or Access Analyzer found',
                },
              ]}
            />
            {judged === 'findings' && <Narrowed />}
          </div>
          {judged === 'unanswered' ? (
            <Unanswered unanswered={unanswered} />
          ) : judged === 'cis' ? (
            <Cis sections={cis} />
          ) : judged === 'external' ? (
            <External findings={external} />
          ) : shown.length === 0 ? (
            <Nothing all={findings.length} checks={checked.checks} />
          ) : (
            <div className="found-lists">
              <FoundBy findings={findings} />
              <FindingGrid findings={shown} logs={logs} />
            </div>
          )}
        </div>
      </Panel>
      {open !== undefined && (
        <>
          <Separator className="separator" />
          <Panel defaultSize="44%" minSize="360px">
            <Finding key={state.open} finding={open} logs={logs} onClose={close} />
          </Panel>
        </>
      )}
    </Group>
  )
}

/** Whether only what was used is shown, and what else narrows the findings. */
function Narrowed() {
  const { seen, checks, account, principal } = useIam()
  const chips = [
    checks !== null && { name: 'check', text: checks.join(', '), off: { checks: null } },
    account !== null && { name: 'account', text: account, off: { account: null } },
    principal !== null && { name: 'identity', text: shortName(principal), off: { principal: null } },
  ].filter((chip) => chip !== false)
  return (
    <>
      <Tabs
        label="By use"
        chosen={seen}
        onChoose={(id) => useIam.setState({ seen: id, open: null })}
        tabs={[
          { id: 'all', title: 'all' },
          { id: 'used', title: 'used', about: 'Calls in the logs of this case exercised it' },
          { id: 'unused', title: 'not seen' },
        ]}
      />
      <NarrowedBy<Partial<IamState>> chips={chips} onOff={(off) => useIam.setState(off)} />
    </>
  )
}

function Nothing({ all, checks }: { readonly all: number; readonly checks: number }) {
  if (all > 0) {
    return (
      <Empty
        icon="people"
        title="No finding of this kind"
        action={<Button text="Show every finding" onClick={forgetIamNarrowing} />}
      />
    )
  }
  return (
    <Empty icon="tick-circle" title={`None of ${checks} checks found anything`}>
      That speaks of the policies and reports that are in the case, and of nothing else.
    </Empty>
  )
}
