import { Button, Classes, Icon, Menu, MenuDivider, MenuItem, PopoverNext, Tooltip } from '@blueprintjs/core'
import { type JSX, type ReactNode, useState } from 'react'
import { api } from '../api.ts'
import { count, many, when } from '../format.ts'
import { OpenBundle } from '../parts/bundle/open-bundle.tsx'
import { PackBundle } from '../parts/bundle/pack-bundle.tsx'
import { Kbd } from '../parts/shortcuts/kbd.tsx'
import { readOnlyReason, useCase } from '../state/case.ts'
import { runningJob } from '../state/jobs.ts'
import { forgetCaseWork } from '../state/leave.ts'
import { go } from '../state/place.ts'
import { usePrefs } from '../state/prefs.ts'
import { JobChip } from './job-chip.tsx'

/** Which case this is, what it is doing, and how it is shown. */
export function TopBar({
  dark,
  onPalette,
  onSheet,
}: {
  readonly dark: boolean
  readonly onPalette: () => void
  readonly onSheet: () => void
}) {
  const { info, jobs } = useCase()
  const { utc, set } = usePrefs()
  const [asking, setAsking] = useState<'pack' | 'open' | null>(null)
  if (info === null) return null
  const running = runningJob(jobs)
  return (
    <header className="top">
      <PopoverNext
        placement="bottom-start"
        arrow={false}
        content={<CaseMenu onPack={() => setAsking('pack')} onOpen={() => setAsking('open')} />}
      >
        <Button variant="minimal" className="top-case" endIcon="caret-down" aria-label={`Case ${info.name}`}>
          <h1 className="cut">{info.name}</h1>
        </Button>
      </PopoverNext>
      {info.readOnly && (
        <Tooltip content={`${readOnlyReason(info)} Nothing in this case can be changed.`} placement="bottom">
          <span className="chip chip-warn">
            <Icon icon="lock" size={11} /> read-only
          </span>
        </Tooltip>
      )}
      <span className="quiet top-count" title={`${count(info.events)} events in this case`}>
        {many(info.events, 'event')}
      </span>
      <div className="top-space" />
      {running !== undefined && <JobChip job={running} />}
      <Bar>
        <Hinted hint="Times in UTC or local" keys="mod+shift+u">
          <Button
            size="small"
            variant="minimal"
            text={utc ? 'UTC' : 'Local'}
            icon="time"
            onClick={() => set({ utc: !utc })}
            aria-pressed={utc}
          />
        </Hinted>
        <Hinted hint={dark ? 'Light' : 'Dark'} keys="mod+shift+l">
          <Button
            size="small"
            variant="minimal"
            icon={dark ? 'flash' : 'moon'}
            aria-label={dark ? 'Switch to light' : 'Switch to dark'}
            onClick={() => set({ theme: dark ? 'light' : 'dark' })}
          />
        </Hinted>
        <Hinted hint="Find a view, an action or a field" keys="mod+k">
          <Button
            size="small"
            variant="minimal"
            icon="search-template"
            aria-label="Command palette"
            onClick={onPalette}
          />
        </Hinted>
        <Hinted hint="Keyboard" keys="?">
          <Button size="small" variant="minimal" icon="key-command" aria-label="Keyboard shortcuts" onClick={onSheet} />
        </Hinted>
      </Bar>
      {asking === 'pack' && <PackBundle onClose={() => setAsking(null)} />}
      {asking === 'open' && <OpenBundle place={null} onUnpacked={() => {}} onClose={() => setAsking(null)} />}
    </header>
  )
}

function Bar({ children }: { readonly children: ReactNode }) {
  return <div className="top-tools">{children}</div>
}

function Hinted({
  hint,
  keys,
  children,
}: {
  readonly hint: string
  readonly keys: string
  readonly children: JSX.Element
}) {
  return (
    <Tooltip
      placement="bottom"
      compact
      content={
        <span className="rail-hint">
          {hint} <Kbd keys={keys} />
        </span>
      }
    >
      {children}
    </Tooltip>
  )
}

function CaseMenu({ onPack, onOpen }: { readonly onPack: () => void; readonly onOpen: () => void }) {
  const { info } = useCase()
  const utc = usePrefs((prefs) => prefs.utc)
  if (info === null) return null
  return (
    <Menu className={Classes.ELEVATION_0}>
      <li className="top-facts">
        <span className="mono anywhere">{info.path}</span>
        <span className="quiet">
          created {when(info.createdAt, utc)} by Coldtrail {info.createdBy}
        </span>
      </li>
      <MenuDivider />
      <MenuItem icon="import" text="Import logs…" disabled={info.readOnly} onClick={() => go('import')} />
      <MenuItem icon="people" text="Who is ours…" onClick={() => go('ours')} />
      <MenuDivider />
      <MenuItem icon="lock" text="Bundle of this case…" onClick={onPack} />
      <MenuItem icon="unlock" text="Take in a bundle of marks…" disabled={info.readOnly} onClick={onOpen} />
      <MenuDivider />
      <MenuItem icon="log-out" text="Close case" onClick={() => void closeCase()} />
    </Menu>
  )
}

/** Closes the case and shows the start screen; what runs is cancelled cleanly by the engine. */
export async function closeCase(): Promise<void> {
  useCase.setState({ leaving: true })
  await api.closeCase({}).catch(() => null)
  forgetCaseWork()
  go('')
  useCase.getState().closed()
}
