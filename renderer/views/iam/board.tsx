import { Button, Menu, MenuItem, PopoverNext } from '@blueprintjs/core'
import { useMemo, useState } from 'react'
import type { ExportWhat } from '../../../shared/api.ts'
import { useAsk } from '../../ask.ts'
import { ExportDialog } from '../../parts/export-dialog/export-dialog.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { type IamState, useIam } from '../../state/iam.ts'
import { NotYet } from './not-yet.tsx'
import { Paths } from './paths.tsx'
import { Posture } from './posture.tsx'
import { Tabs } from './tabs.tsx'
import { useLong } from './use-long.ts'
import { Waiting } from './waiting.tsx'
import { WhoCan } from './who-can.tsx'
import './iam.css'
import './detail.css'

const tabs: readonly { readonly id: IamState['tab']; readonly title: string; readonly about: string }[] = [
  { id: 'posture', title: 'Posture', about: 'Weak identities and policies' },
  { id: 'paths', title: 'Paths', about: 'Ways to more rights' },
  { id: 'who', title: 'Who can', about: 'Who may do an action on a resource' },
]

/** What the evidence about identities is called. */
const formats = [
  'iam-authorization-details',
  'credential-report',
  'organizations',
  'aws-policy',
  'aws-answers',
  'aws-config',
  'access-analyzer',
  'prowler',
]

/** Identities of the case: what is weak, who may do what, how one comes to more, and what of it was done. */
export function Board() {
  const tab = useIam((state) => state.tab)
  const checked = useLong('iamCheck', {})
  const data = checked.data
  const ledger = useAsk('ledger', {})
  const [exporting, setExporting] = useState<ExportWhat | null>(null)
  const known = useMemo(() => [...new Set((data?.findings ?? []).map(({ principal }) => principal))], [data])
  const findings = { kind: 'iam', which: 'both', shape: 'findings' } as const
  useShortcuts('IAM', [
    { keys: 'mod+shift+e', does: 'Export findings', run: () => setExporting(findings) },
    ...tabs.map(({ id, title }, at) => ({
      keys: `alt+${at + 1}`,
      does: title,
      run: () => useIam.setState({ tab: id }),
    })),
  ])
  const [anyway, setAnyway] = useState(false)
  const isBare = ledger.data?.lines.some(({ format }) => format !== null && formats.includes(format)) === false
  const numbers: Partial<Record<IamState['tab'], number | undefined>> = {
    posture: data?.findings.length,
  }
  return (
    <div className="iam">
      <h1 className="for-readers">Identities and permissions</h1>
      <div className="iam-bar">
        <Tabs
          label="What to look at"
          tabs={tabs.map((each) => ({ ...each, number: numbers[each.id] }))}
          chosen={tab}
          onChoose={(id) => useIam.setState({ tab: id })}
        />
        <span className="iam-space" />
        <PopoverNext
          placement="bottom-end"
          arrow={false}
          content={
            <Menu>
              <MenuItem icon="th" text="Findings and paths…" onClick={() => setExporting(findings)} />
              <MenuItem
                icon="exchange"
                text="The same as OCSF…"
                onClick={() => setExporting({ ...findings, shape: 'ocsf' })}
              />
            </Menu>
          }
        >
          <Button
            size="small"
            variant="minimal"
            icon="export"
            text="Export"
            endIcon="caret-down"
            disabled={data === undefined}
          />
        </PopoverNext>
      </div>
      {data === undefined || checked.error !== null ? (
        <Waiting asked={checked} what="Judging identities and policies" />
      ) : isBare && !anyway && tab === 'posture' ? (
        <NotYet findings={data.findings.length} onAnyway={() => setAnyway(true)} />
      ) : tab === 'paths' ? (
        <Paths known={known} />
      ) : tab === 'who' ? (
        <WhoCan />
      ) : (
        <Posture checked={data} stale={checked.stale} />
      )}
      {exporting !== null && <ExportDialog what={exporting} open onClose={() => setExporting(null)} />}
    </div>
  )
}
