import { Button } from '@blueprintjs/core'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { DetectionSummary } from '../../../shared/detection.ts'
import { tacticRank, tacticTitle } from '../../../shared/tactics.ts'
import { Lanes } from '../../parts/lanes/lanes.tsx'
import { NarrowedBy } from '../../parts/narrowed-by/narrowed-by.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Empty } from '../../parts/states/states.tsx'
import { Tabs } from '../../parts/tabs/tabs.tsx'
import { type DetectionsState, forgetNarrowing, useDetections } from '../../state/detections.ts'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { Finding } from './finding.tsx'
import { FindingGrid } from './finding-grid.tsx'
import { FoundBy } from './found-by.tsx'
import { Tiles } from './tiles.tsx'
import { searchOfTactic, statuses } from './words.ts'

/** What was found: tiles, time, lists and findings, each narrowing the others; one finding open beside them. */
export function Found({
  summary,
  stale,
  readOnly,
}: {
  readonly summary: DetectionSummary
  readonly stale: boolean
  readonly readOnly: boolean
}) {
  const { open, level } = useDetections()
  const close = () => useDetections.setState({ open: null })
  useShortcuts('Detections', [
    { keys: 'esc', does: 'Close the finding', run: close, when: open !== null },
    { keys: 'x', does: 'Show findings of every kind again', run: forgetNarrowing, when: open === null },
  ])
  const total = level === null ? sum(summary.levels.map((one) => one.detections)) : (summary.levels[0]?.detections ?? 0)
  return (
    <Group orientation="horizontal" className={`detect-found${stale ? ' detect-stale' : ''}`}>
      <Panel minSize="420px">
        <div className="detect-column">
          <Tiles />
          <Narrowed summary={summary} />
          {total === 0 ? <Nothing summary={summary} /> : <Shown summary={summary} total={total} />}
        </div>
      </Panel>
      {open !== null && (
        <>
          <Separator className="separator" />
          <Panel defaultSize="42%" minSize="340px">
            <Finding key={open} detectionId={open} readOnly={readOnly} onClose={close} />
          </Panel>
        </>
      )}
    </Group>
  )
}

function Shown({ summary, total }: { readonly summary: DetectionSummary; readonly total: number }) {
  const shown = useDetections()
  const utc = usePrefs((prefs) => prefs.utc)
  const lanes = summary.lanes
    .toSorted((a, b) => tacticRank(a.tactic) - tacticRank(b.tactic))
    .map((lane) => ({
      id: lane.tactic,
      label: tacticTitle(lane.tactic),
      canPick: lane.tactic !== 'none',
      counts: lane.counts,
    }))
  const openLane = (lane: string, from: number, to: number) =>
    showInTimeline(searchOfTactic(lane === 'none' ? null : lane, shown), null, {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    })
  return (
    <>
      {lanes.length > 0 && (
        <div className="detect-lanes">
          <Lanes
            label="Events of findings over time by ATT&CK tactic"
            start={summary.start}
            width={summary.width || 1}
            lanes={lanes}
            picked={shown.tactic}
            utc={utc}
            onPick={(id) => useDetections.setState({ tactic: shown.tactic === id ? null : id })}
            onOpen={openLane}
          />
        </div>
      )}
      <div className="found-lists">
        <FoundBy summary={summary} />
        <FindingGrid total={total} />
      </div>
    </>
  )
}

/** Which state is shown, and what else narrows the findings. */
function Narrowed({ summary }: { readonly summary: DetectionSummary }) {
  const { state, rule, tactic, principal } = useDetections()
  const titleOf = summary.rules.find((one) => one.value === rule)?.title ?? rule
  const chips = [
    rule !== null && { name: 'rule', text: titleOf ?? '', off: { rule: null } },
    tactic !== null && { name: 'tactic', text: tacticTitle(tactic), off: { tactic: null } },
    principal !== null && { name: 'principal', text: principal, off: { principal: null } },
  ].filter((chip) => chip !== false)
  return (
    <div className="detect-narrowed">
      <Tabs
        label="Status"
        chosen={state}
        onChoose={(one) => useDetections.setState({ state: one, open: null })}
        tabs={statuses.map((one) => ({ id: one, title: one, number: summary.states[one] }))}
      />
      <NarrowedBy<Partial<DetectionsState>> chips={chips} onOff={(off) => useDetections.setState(off)} />
    </div>
  )
}

function Nothing({ summary }: { readonly summary: DetectionSummary }) {
  const { state, level, rule, tactic, principal } = useDetections()
  const narrowed = level !== null || rule !== null || tactic !== null || principal !== null
  const none = sum(Object.values(summary.states)) === 0
  return (
    <Empty
      icon={none && !narrowed ? 'tick-circle' : 'shield'}
      title={none && !narrowed ? 'The rules found nothing' : `No ${state} finding${narrowed ? ' of this kind' : ''}`}
      action={narrowed && <Button text="Show every kind" onClick={forgetNarrowing} />}
    >
      {none && !narrowed
        ? 'That is no proof of innocence: it says what these rules look for, in the logs that are here.'
        : undefined}
    </Empty>
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}
