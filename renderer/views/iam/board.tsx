import { Button, Menu, MenuItem, PopoverNext } from '@blueprintjs/core'
import { useEffect, useMemo, useState } from 'react'
import type { ExportWhat } from '../../../shared/api.ts'
import { useAsk } from '../../ask.ts'
import { time } from '../../format.ts'
import { ExportDialog } from '../../parts/export-dialog/export-dialog.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Tabs } from '../../parts/tabs/tabs.tsx'
import { useCase } from '../../state/case.ts'
import { type IamState, useIam } from '../../state/iam.ts'
import { judgedAt } from '../../state/judged-at.ts'
import { pin } from '../../state/pin.ts'
import { usePrefs } from '../../state/prefs.ts'
import { Changes } from './changes.tsx'
import { Identities } from './identities.tsx'
import { NotYet } from './not-yet.tsx'
import { Paths } from './paths.tsx'
import { Posture } from './posture.tsx'
import { Reach } from './reach.tsx'
import { TimeBar } from './time-bar.tsx'
import { useLong } from './use-long.ts'
import { Waiting } from './waiting.tsx'
import { WhoCan } from './who-can.tsx'
import './iam.css'
import './detail.css'
import './identity.css'

const tabs: readonly { readonly id: IamState['tab']; readonly title: string; readonly about: string }[] = [
  { id: 'posture', title: 'Posture', about: 'Weak identities and policies' },
  { id: 'identities', title: 'Identities', about: 'Users and roles with their risks, one page each' },
  { id: 'paths', title: 'Paths', about: 'Ways to more rights' },
  { id: 'reach', title: 'Reach', about: 'What stolen credentials lead to' },
  { id: 'who', title: 'Who can', about: 'Who may do an action on a resource' },
  { id: 'changes', title: 'Changes', about: 'What changed between two times, and who did it' },
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
  const { tab, at } = useIam()
  const utc = usePrefs((prefs) => prefs.utc)
  const checked = useLong('iamCheck', { at })
  const data = checked.data
  const everybody = useAsk('iamIdentities', { at }, { enabled: data !== undefined })
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  const [timed, setTimed] = useState(at !== null)
  // Stepping to the end is no closing.
  useEffect(() => {
    if (at !== null) setTimed(true)
  }, [at])
  const ledger = useAsk('ledger', {})
  const [exporting, setExporting] = useState<ExportWhat | null>(null)
  const known = useMemo(() => (everybody.data?.identities ?? []).map(({ principal }) => principal), [everybody.data])
  const findings = { kind: 'iam', which: 'both', shape: 'findings', at } as const
  const pinThem = async () => {
    const judged = await judgedAt(at)
    if (judged === null) return
    await pin('The weaknesses of identities', {
      title: 'Weaknesses of identities and policies',
      content: { kind: 'iam', at: judged, only: null },
    })
  }
  useShortcuts('IAM', [
    { keys: 'mod+shift+e', does: 'Export findings', run: () => setExporting(findings) },
    { keys: 'shift+p', does: 'Pin the weaknesses to the report', run: () => void pinThem() },
    { keys: 'shift+t', does: 'Show another time', run: () => setTimed(true) },
    ...tabs.map(({ id, title }, place) => ({
      keys: `alt+${place + 1}`,
      does: title,
      run: () => useIam.setState({ tab: id }),
    })),
  ])
  const [anyway, setAnyway] = useState(false)
  const isBare = ledger.data?.lines.some(({ format }) => format !== null && formats.includes(format)) === false
  const numbers: Partial<Record<IamState['tab'], number | undefined>> = {
    posture: data?.findings.length,
    identities: everybody.data?.identities.length,
  }
  const now = at === null ? '' : ', as of this time'
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
        <Button
          size="small"
          variant="minimal"
          icon="time"
          text={at === null ? 'After everything' : `As of ${time(at, utc)}`}
          aria-expanded={timed}
          title={`${data?.asOf ? `Judged as of ${time(data.asOf, utc)}. ` : ''}Show identities as they were at another time`}
          intent={at === null ? 'none' : 'warning'}
          onClick={() => setTimed(!timed)}
        />
        <PopoverNext
          placement="bottom-end"
          arrow={false}
          content={
            <Menu>
              <MenuItem icon="th" text={`Findings and paths${now}…`} onClick={() => setExporting(findings)} />
              <MenuItem
                icon="exchange"
                text={`The same as OCSF${now}…`}
                onClick={() => setExporting({ ...findings, shape: 'ocsf' })}
              />
              <MenuItem
                icon="pin"
                text={at === null ? 'Pin to the report' : 'Pin to the report, as of this time'}
                label="Shift+P"
                disabled={readOnly}
                onClick={() => void pinThem()}
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
      {timed && data !== undefined && tab !== 'changes' && (
        <TimeBar
          logs={data.logs}
          onClose={() => {
            setTimed(false)
            useIam.setState({ at: null })
          }}
        />
      )}
      {data === undefined || checked.error !== null ? (
        <Waiting asked={checked} what="Judging identities and policies" />
      ) : isBare && !anyway && tab === 'posture' ? (
        <NotYet findings={data.findings.length} onAnyway={() => setAnyway(true)} />
      ) : tab === 'identities' ? (
        <Identities findings={data.findings} />
      ) : tab === 'reach' ? (
        <Reach known={known} />
      ) : tab === 'changes' ? (
        <Changes logs={data.logs} />
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
