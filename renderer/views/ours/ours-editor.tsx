import { Button, Callout } from '@blueprintjs/core'
import { useEffect, useMemo, useState } from 'react'
import type { CaseInfo } from '../../../shared/case.ts'
import { api } from '../../api.ts'
import { sentence } from '../../format.ts'
import { Kbd } from '../../parts/shortcuts/kbd.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { readOnlyReason, useCase } from '../../state/case.ts'
import { check, type Draft, draftOf } from './check.ts'
import { keepDraft, keptDraft } from './kept-draft.ts'
import { Line, Lines } from './lines.tsx'
import './ours.css'

/** The editor of who belongs here, with every field checked as it is typed. */
export function Ours() {
  const info = useCase((state) => state.info)
  return info === null ? null : <Editor key={info.id} info={info} />
}

function Editor({ info }: { readonly info: CaseInfo }) {
  const [draft, setDraft] = useState<Draft>(() => keptDraft(info.id) ?? draftOf(info.ours))
  const [saved, setSaved] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const checked = useMemo(() => check(draft), [draft])
  const problems = checked.ok ? new Map<string, string>() : checked.problems
  const changed = checked.ok ? JSON.stringify(checked.ours) !== JSON.stringify(info.ours) : true
  const locked = info.readOnly

  useEffect(() => keepDraft(info.id, changed ? draft : null), [info.id, draft, changed])
  const edit = (patch: Partial<Draft>) => {
    setSaved(false)
    setDraft((now) => ({ ...now, ...patch }))
  }
  const save = async () => {
    if (!checked.ok || !changed || locked) return
    setProblem(null)
    try {
      const now = await api.saveOurs({ ours: checked.ours as Parameters<typeof api.saveOurs>[0]['ours'] })
      useCase.getState().opened(now)
      setDraft(draftOf(now.ours))
      setSaved(true)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  useShortcuts('Ours', [{ keys: 'mod+s', does: 'Save', run: () => void save() }])

  return (
    <div className="page ours">
      <div className="page-head">
        <div className="ours-title">
          <h1>Who is ours</h1>
          <p className="quiet">
            Rules, questions and noise filters tell the known from the unknown by this. Every change is written to the
            audit log of the case.
          </p>
        </div>
        <span className="quiet" role="status">
          {saved
            ? 'Saved'
            : problems.size > 0
              ? `${problems.size === 1 ? 'One line needs' : `${problems.size} lines need`} another look`
              : changed
                ? 'Not saved yet'
                : ''}
        </span>
        <Button
          text="Undo changes"
          variant="minimal"
          disabled={!changed || locked}
          onClick={() => setDraft(draftOf(info.ours))}
        />
        <Button
          intent="primary"
          disabled={!checked.ok || !changed || locked}
          onClick={() => void save()}
          endIcon={<Kbd keys="mod+s" />}
          text="Save"
        />
      </div>
      {locked && <Callout icon="lock">{readOnlyReason(info)} Nothing here can be changed.</Callout>}
      {problem !== null && (
        <Callout intent="danger" icon="error">
          {sentence(problem)}
        </Callout>
      )}
      <fieldset disabled={locked} className="ours-fields">
        <section className="panel" aria-labelledby="ours-incident">
          <h2 id="ours-incident">Incident window</h2>
          <p className="quiet">The time that matters, UTC. Either end may stay open.</p>
          <div className="ours-incident">
            <Line
              label="From"
              place="incident.from"
              problems={problems}
              value={draft.incident.from}
              placeholder="2026-05-01 08:00"
              onChange={(from) => edit({ incident: { ...draft.incident, from } })}
            />
            <Line
              label="To"
              place="incident.to"
              problems={problems}
              value={draft.incident.to}
              placeholder="2026-05-03"
              onChange={(to) => edit({ incident: { ...draft.incident, to } })}
            />
          </div>
        </section>
        <Lines
          title="Accounts"
          about="Own accounts, and those of partners whose access is expected."
          place="accounts"
          lines={draft.accounts}
          problems={problems}
          fresh={{ id: '', name: '', partner: false }}
          columns={[
            { key: 'id', label: 'Account id', placeholder: '123456789012', mono: true, width: '170px' },
            { key: 'name', label: 'Name', placeholder: 'production' },
            { key: 'partner', label: 'Partner', width: '70px' },
          ]}
          onChange={(accounts) => edit({ accounts })}
        />
        <Lines
          title="Networks"
          about="Offices, VPN exits, data centres: where calls normally come from."
          place="networks"
          lines={draft.networks}
          problems={problems}
          fresh={{ cidr: '', name: '' }}
          columns={[
            { key: 'cidr', label: 'Network', placeholder: '203.0.113.0/24', mono: true, width: '220px' },
            { key: 'name', label: 'Name', placeholder: 'office' },
          ]}
          onChange={(networks) => edit({ networks })}
        />
        <Lines
          title="People and roles"
          about="Names, ARNs or e-mail addresses that belong here."
          place="users"
          lines={draft.users}
          problems={problems}
          fresh={{ name: '', note: '' }}
          columns={[
            {
              key: 'name',
              label: 'Name, ARN or e-mail',
              placeholder: 'arn:aws:iam::123456789012:role/deploy',
              mono: true,
              width: '55%',
            },
            { key: 'note', label: 'Note', placeholder: 'what it is for' },
          ]}
          onChange={(users) => edit({ users })}
        />
      </fieldset>
    </div>
  )
}
