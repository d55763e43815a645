import { Button, Icon } from '@blueprintjs/core'
import { useState } from 'react'
import type { Hop, IamPath, LogDays } from '../../../shared/iam.ts'
import { many, sentence, time, visible } from '../../format.ts'
import { CopyButton } from '../../parts/copy/copy-button.tsx'
import { showIdentity, useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { Lines, Part } from './detail.tsx'
import { endOf } from './path-grid.tsx'
import { Statement } from './statement.tsx'
import { callsOfActions, isIdentity, sayDays, sayStatement, shortName } from './words.ts'

/** One way to more rights: each step with the statements that make it possible, what has to hold, and the calls that were it. */
export function Path({
  path,
  logs,
  onClose,
}: {
  readonly path: IamPath
  readonly logs: LogDays
  readonly onClose: () => void
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { severity, confidence, principal, hops, why, abuse, fix, references, others } = path
  const isUsed = hops.every(({ used }) => used !== null)
  return (
    <aside className="iam-detail" aria-label="Path">
      <header>
        <div>
          <p className="iam-chips">
            <span className={`chip iam-chip-${severity}`}>{severity}</span>
            <span className="chip">{confidence}</span>
            {isUsed && <span className="chip chip-bad">used</span>}
          </p>
          <h2 className="iam-title anywhere">
            {shortName(principal)} to {endOf(path)}
          </h2>
        </div>
        <Button size="small" variant="minimal" icon="cross" aria-label="Close the path" onClick={onClose} />
      </header>
      <p className="iam-acts">
        {isIdentity(principal) && (
          <Button size="small" icon="person" text="Show identity" onClick={() => showIdentity(principal)} />
        )}
        <Button
          size="small"
          icon="filter"
          text={`Only from here${others > 0 ? ` (${others + 1})` : ''}`}
          onClick={() => useIam.setState({ from: principal })}
        />
        {isIdentity(principal) && (
          <Button
            size="small"
            icon="graph"
            text="What it reaches"
            onClick={() => useIam.setState({ tab: 'reach', reach: principal })}
          />
        )}
      </p>
      <p className="iam-text">{sentence(visible(why))}</p>
      <Part title={many(hops.length, 'step')}>
        <ol className="iam-hops">
          {hops.map((hop, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            <HopLine key={at} hop={hop} path={path} />
          ))}
        </ol>
      </Part>
      {!isUsed && <p className="quiet iam-text">{sayDays(logs, utc)}</p>}
      {abuse !== '' && (
        <Part title="How it is abused">
          <p className="iam-text">{sentence(visible(abuse))}</p>
        </Part>
      )}
      <Part title="What to do" acts={<CopyButton text={fix} what="what to do" />}>
        <p className="iam-text">{sentence(visible(fix))}</p>
      </Part>
      <Lines title="References" lines={references} />
    </aside>
  )
}

function HopLine({ hop, path }: { readonly hop: Hop; readonly path: IamPath }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const [open, setOpen] = useState<number | null>(null)
  const { method, from, to, resource, actions, confidence, when, statements, used } = hop
  const shown = open === null ? undefined : statements[open]
  return (
    <li>
      <p className="iam-hop">
        <b className="anywhere">{visible(method)}</b>
        <span className={`chip iam-sure-${used === null ? confidence : 'used'}`}>
          {used === null ? confidence : 'used'}
        </span>
      </p>
      <p className="anywhere">
        {shortName(from)} <Icon icon="arrow-right" size={12} title="to" />{' '}
        {to !== null ? shortName(to) : resource === '*' ? 'itself, with more rights' : shortName(resource)}
      </p>
      <p className="mono anywhere quiet">{actions.map(visible).join(', ')}</p>
      {when.length > 0 && <p className="anywhere">Only if {when.map(visible).join(' and ')}.</p>}
      <ul className="iam-statements" aria-label="Statements that make it possible">
        {statements.map((statement, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a statement may stand there twice
          <li key={at}>
            <button
              type="button"
              className="door anywhere"
              aria-expanded={open === at}
              onClick={() => setOpen(open === at ? null : at)}
            >
              {sayStatement(statement)}
            </button>
          </li>
        ))}
      </ul>
      {shown !== undefined && <Statement statement={shown} severity={path.severity} why={`makes ${method} possible`} />}
      {used !== null && (
        <p>
          {many(used.count, 'call')}, {time(used.first, utc)}
          {used.last !== used.first && ` – ${time(used.last, utc)}`}{' '}
          <button
            type="button"
            className="door"
            onClick={() => showInTimeline(callsOfActions(from, actions), null, within(used))}
          >
            show in timeline
          </button>
        </p>
      )}
    </li>
  )
}

function within({ first, last }: { readonly first: string | null; readonly last: string | null }) {
  return { from: first, to: last === null ? null : new Date(Date.parse(last) + 1).toISOString() }
}
