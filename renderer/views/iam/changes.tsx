import { Button } from '@blueprintjs/core'
import { useMemo, useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { LogDays } from '../../../shared/iam.ts'
import type { IamChange, IamDiff } from '../../../shared/iam-state.ts'
import { count, many, visible } from '../../format.ts'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Empty } from '../../parts/states/states.tsx'
import { useCase } from '../../state/case.ts'
import { useFilter } from '../../state/filter.ts'
import { showIdentity, useIam } from '../../state/iam.ts'
import { Basis } from './basis.tsx'
import { ChangeDetail } from './change-detail.tsx'
import { ChangeGrid } from './change-grid.tsx'
import { changersOf, changesBy } from './change-list.ts'
import { MomentField } from './moment-field.tsx'
import { useLong } from './use-long.ts'
import { Waiting } from './waiting.tsx'
import { isIdentity, shortName } from './words.ts'

/** What of identities and policies is different between two times, and who made it so. */
export function Changes({ logs }: { readonly logs: LogDays }) {
  const incident = useCase(({ info }) => info?.ours.incident ?? null)
  const { before, after } = useIam()
  const from = before ?? incident?.from ?? justBefore(logs.first)
  const to = after ?? incident?.to ?? logs.last
  const isOrdered = from !== null && to !== null && Date.parse(from) <= Date.parse(to)
  const asked = useLong('iamDiff', { from: from ?? '', to: to ?? '' }, isOrdered)
  return (
    <div className="iam-column">
      <div className="iam-bar">
        <MomentField
          label="From"
          value={from}
          none="the first of the logs"
          near={logs.last}
          onChange={(moment) => useIam.setState({ before: moment })}
        />
        <MomentField
          label="to"
          value={to}
          none="the last of the logs"
          near={logs.last}
          onChange={(moment) => useIam.setState({ after: moment })}
        />
        <Windows logs={logs} />
      </div>
      {from === null || to === null ? (
        <Empty icon="history" title="The case has no logs to find changes in">
          Import the logs of the time that matters, or write two times: snapshots of different days are compared too.
        </Empty>
      ) : !isOrdered ? (
        <Empty icon="time" title="The first time is after the second" />
      ) : asked.data === undefined || asked.error !== null ? (
        <Waiting asked={asked} what="Replaying calls that changed identities" />
      ) : (
        <Found diff={asked.data} stale={asked.stale} />
      )}
    </div>
  )
}

/** The stretches of time that one asks for most. */
function Windows({ logs }: { readonly logs: LogDays }) {
  const incident = useCase(({ info }) => info?.ours.incident ?? null)
  const { from, to } = useFilter(({ filter }) => filter)
  const take = (before: string | null, after: string | null) => useIam.setState({ before, after })
  return (
    <>
      <Button
        size="small"
        variant="minimal"
        text="The incident"
        disabled={incident === null || (incident.from === null && incident.to === null)}
        title={
          incident?.from || incident?.to
            ? 'The time that matters, as Ours says it'
            : 'Say under Ours which time matters, and it stands here'
        }
        onClick={() => take(incident?.from ?? justBefore(logs.first), incident?.to ?? logs.last)}
      />
      <Button
        size="small"
        variant="minimal"
        text="The timeline's range"
        disabled={from === null && to === null}
        onClick={() => take(from ?? justBefore(logs.first), to ?? logs.last)}
      />
      <Button size="small" variant="minimal" text="All logs" onClick={() => take(justBefore(logs.first), logs.last)} />
    </>
  )
}

/** What happened in the first moment counts too: a difference begins after its first time. */
function justBefore(time: string | null): string | null {
  return time === null ? null : new Date(Date.parse(time) - 1000).toISOString()
}

function Found({ diff, stale }: { readonly diff: IamDiff; readonly stale: boolean }) {
  const { changes } = diff
  const [actor, setActor] = useState<string | null>(null)
  const [open, setOpen] = useState<IamChange | null>(null)
  const changers = useMemo(() => changersOf(changes), [changes])
  const shown = useMemo(() => changesBy(changes, actor), [changes, actor])
  const chosen = open !== null && shown.includes(open) ? open : null
  useShortcuts('IAM', [{ keys: 'esc', does: 'Close the change', run: () => setOpen(null), when: chosen !== null }])
  return (
    <>
      <Basis basis={diff} />
      {changes.length === 0 ? (
        <Empty icon="tick-circle" title="Nothing of identities changed in this time">
          As far as the logs and snapshots of the case tell; calls that could not be replayed stand above.
        </Empty>
      ) : (
        <div className={`found-lists iam-changers${stale ? ' iam-stale' : ''}`}>
          <nav className="found-by" aria-label="Who made changes">
            <p className="quiet found-cut">By who made them</p>
            <ul>
              {changers.map((one) => (
                <li key={one.actor}>
                  <button
                    type="button"
                    className="found-line"
                    aria-pressed={actor === one.actor}
                    title={visible([one.actor, ...one.ips].join(', '))}
                    onClick={() => setActor(actor === one.actor ? null : one.actor)}
                  >
                    <span />
                    <span className="cut">{one.actor === '' ? 'no call in the logs' : shortName(one.actor)}</span>
                    <span className="number">{count(one.changes)}</span>
                  </button>
                </li>
              ))}
            </ul>
          </nav>
          <Group orientation="horizontal">
            <Panel minSize="320px">
              <ChangeGrid changes={shown} isOpen={chosen !== null} onOpen={setOpen} />
            </Panel>
            {chosen !== null && (
              <>
                <Separator className="separator" />
                <Panel defaultSize="52%" minSize="340px">
                  <aside className="iam-detail" aria-label="Change">
                    <header>
                      <div>
                        <p className="iam-chips">
                          <span className="chip">{many(chosen.calls.length, 'call')}</span>
                        </p>
                        <h2 className="iam-title anywhere">{visible(chosen.title)}</h2>
                      </div>
                      <Button
                        size="small"
                        variant="minimal"
                        icon="cross"
                        aria-label="Close the change"
                        onClick={() => setOpen(null)}
                      />
                    </header>
                    {isIdentity(chosen.principal) && (
                      <p className="iam-acts">
                        <Button
                          size="small"
                          icon="person"
                          text="Show identity"
                          onClick={() => showIdentity(chosen.principal)}
                        />
                      </p>
                    )}
                    <ChangeDetail change={chosen} />
                  </aside>
                </Panel>
              </>
            )}
          </Group>
        </div>
      )}
    </>
  )
}
