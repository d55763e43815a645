import { Button, Menu, MenuItem, PopoverNext } from '@blueprintjs/core'
import { useState } from 'react'
import type { ExportWhat } from '../../../shared/api.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { when } from '../../format.ts'
import { ExportDialog } from '../../parts/export-dialog/export-dialog.tsx'
import { saveText } from '../../parts/save-text/save-text.ts'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Failure, Loading } from '../../parts/states/states.tsx'
import { Tabs } from '../../parts/tabs/tabs.tsx'
import { useCase } from '../../state/case.ts'
import { type DetectionsState, useDetections } from '../../state/detections.ts'
import { usePrefs } from '../../state/prefs.ts'
import { Found } from './found.tsx'
import { Hidden } from './hidden.tsx'
import { Lab } from './lab.tsx'
import { NotYet } from './not-yet.tsx'
import { Rules } from './rules.tsx'
import { RunStrip, useRun } from './run.tsx'
import { filterOf } from './words.ts'
import './detections.css'
import './finding.css'
import './rules.css'

const tabs: readonly { readonly id: DetectionsState['tab']; readonly title: string }[] = [
  { id: 'found', title: 'Findings' },
  { id: 'rules', title: 'Rules' },
  { id: 'hidden', title: 'Suppressions' },
  { id: 'lab', title: 'Rule lab' },
]

/** What rules found, the rules themselves, what is hidden of it, and a place to write rules. */
export function Board() {
  const state = useDetections()
  const utc = usePrefs((prefs) => prefs.utc)
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  const events = useCase(({ info }) => info?.events ?? 0)
  const filter = filterOf(state)
  const summary = useAsk('detectionSummary', { filter, buckets: 80 })
  const run = useRun()
  const [exporting, setExporting] = useState<ExportWhat | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useShortcuts('Detections', [
    { keys: 'mod+shift+e', does: 'Export what was found', run: () => setExporting({ kind: 'hits', found: filter }) },
    ...tabs.map(({ id, title }, at) => ({
      keys: `alt+${at + 1}`,
      does: title,
      run: () => useDetections.setState({ tab: id }),
    })),
  ])
  const layer = () => {
    setProblem(null)
    api.navigatorLayer({ filter }).then(
      (answer) => saveText('attack-navigator-layer.json', 'application/json', answer.layer),
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    )
  }

  const data = summary.data
  const never = data !== undefined && data.ranAt === null
  const findings = data === undefined || never ? undefined : Object.values(data.states).reduce((sum, n) => sum + n, 0)
  return (
    <div className="detections">
      <h1 className="for-readers">Detections</h1>
      <div className="detect-bar">
        <Tabs
          label="What to look at"
          chosen={state.tab}
          onChoose={(tab) => useDetections.setState({ tab })}
          tabs={tabs.map((tab) => (tab.id === 'found' ? { ...tab, number: findings } : tab))}
        />
        <span className="detect-when quiet cut">
          {data?.ranAt != null && `Rules last ran ${when(data.ranAt, utc)}`}
          {data?.isStale === true && <span className="chip chip-warn">events came since</span>}
        </span>
        <PopoverNext
          placement="bottom-end"
          arrow={false}
          content={
            <Menu>
              <MenuItem
                icon="th"
                text="Events with their rules…"
                onClick={() => setExporting({ kind: 'hits', found: filter })}
              />
              <MenuItem
                icon="shield"
                text="Findings…"
                onClick={() => setExporting({ kind: 'findings', found: filter })}
              />
              <MenuItem icon="heat-grid" text="ATT&CK Navigator layer" onClick={layer} />
            </Menu>
          }
        >
          <Button
            size="small"
            variant="minimal"
            icon="export"
            text="Export"
            endIcon="caret-down"
            disabled={data === undefined || never}
          />
        </PopoverNext>
        <Button
          size="small"
          icon="play"
          intent={data?.isStale === true ? 'primary' : 'none'}
          text="Run rules"
          title={readOnly ? 'This case is open read-only' : 'Looks at what is new to each rule'}
          loading={run.running}
          disabled={readOnly || events === 0}
          onClick={run.start}
        />
      </div>
      <RunStrip run={run} />
      {problem !== null && (
        <p className="detect-strip detect-strip-bad" role="alert">
          {problem}
        </p>
      )}
      {state.tab === 'rules' ? (
        <Rules readOnly={readOnly} />
      ) : state.tab === 'hidden' ? (
        <Hidden readOnly={readOnly} />
      ) : state.tab === 'lab' ? (
        <Lab readOnly={readOnly} />
      ) : summary.error !== null ? (
        <Failure error={summary.error} onRetry={summary.refetch} />
      ) : data === undefined ? (
        <Loading what="Counting what was found" />
      ) : never ? (
        <NotYet events={events} readOnly={readOnly} running={run.running} onRun={run.start} />
      ) : (
        <Found summary={data} stale={summary.stale} readOnly={readOnly} />
      )}
      {exporting !== null && <ExportDialog what={exporting} open onClose={() => setExporting(null)} />}
    </div>
  )
}
