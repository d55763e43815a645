import { Icon } from '@blueprintjs/core'
import { useState } from 'react'
import type { Hop, IamSeverity, SaidBy } from '../../../shared/iam.ts'
import { many, time, visible } from '../../format.ts'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { Statement } from './statement.tsx'
import { callsOfActions, sayStatement, shortName, within } from './words.ts'

/** A step from one identity to the next: how, which statements make it possible, what has to hold, and the calls that were it. */
export function HopLine({
  hop: { method, from, to, resource, actions, confidence, when, statements, used },
  severity,
}: {
  readonly hop: Hop
  readonly severity: IamSeverity
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  const [open, setOpen] = useState<number | null>(null)
  const distinct = statements.filter((one, at) => statements.findIndex((other) => isSame(one, other)) === at)
  const shown = open === null ? undefined : distinct[open]
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
      {actions.length > 0 && <p className="mono anywhere quiet">{actions.map(visible).join(', ')}</p>}
      {when.length > 0 && <p className="anywhere">Only if {when.map(visible).join(' and ')}.</p>}
      <ul className="iam-statements" aria-label="Statements that make it possible">
        {distinct.map((statement, at) => (
          <li key={JSON.stringify([statement.policy, statement.holder, statement.index])}>
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
      {shown !== undefined && <Statement statement={shown} severity={severity} why={`makes ${method} possible`} />}
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

/** One statement may allow several actions of a step. */
function isSame(a: SaidBy, b: SaidBy): boolean {
  return a.policy === b.policy && a.holder === b.holder && a.index === b.index
}
