import { Icon } from '@blueprintjs/core'
import type { TriedRule } from '../../../shared/detection.ts'
import type { Asked } from '../../ask.ts'
import { count, duration, many, sentence, time, visible } from '../../format.ts'
import { Failure, Loading } from '../../parts/states/states.tsx'
import { usePrefs } from '../../state/prefs.ts'
import { EventLines } from './event-lines.tsx'

/** What a rule in the editor comes to. */
export function Tried({ tried, waiting }: { readonly tried: Asked<TriedRule>; readonly waiting: boolean }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { data, error, refetch } = tried
  if (error !== null && !waiting) return <Failure error={error} onRetry={refetch} />
  if (data === undefined) return <Loading what="Trying the rule" />
  const { refused, remarks, rules, passed, failed, events, incidents, first, last, rows, milliseconds } = data
  const dead = rules.filter((rule) => rule.dead !== null)
  return (
    <aside
      className={`finding${waiting ? ' detect-stale' : ''}`}
      aria-label="What the rule comes to"
      aria-busy={waiting}
    >
      <p className="lab-count" role="status">
        <b className="lab-number">{count(events)}</b> {events === 1 ? 'event' : 'events'} of this case
        {incidents > 0 && ` in ${many(incidents, 'incident')}`}
        <span className="quiet"> · {waiting ? 'counting…' : duration(milliseconds)}</span>
      </p>
      {first !== null && (
        <p className="quiet">
          {time(first, utc)}
          {last !== first && ` – ${time(last, utc)}`}
        </p>
      )}
      {refused.map(({ title, reason }) => (
        <p key={`${title} ${reason}`} className="lab-said lab-bad" role="alert">
          <Icon icon="error" size={14} /> Refused: {sentence(visible(reason))}
        </p>
      ))}
      {dead.map((rule) => (
        <p key={rule.key} className="lab-said lab-warn">
          <Icon icon="warning-sign" size={14} /> Can never match: {sentence(visible(rule.dead ?? ''))}
        </p>
      ))}
      {remarks.map(({ remark, title }) => (
        <p key={`${title} ${remark}`} className="lab-said lab-warn">
          <Icon icon="info-sign" size={14} /> {sentence(visible(remark))}
        </p>
      ))}
      <section>
        <h3>Its examples</h3>
        {passed + failed.length === 0 ? (
          <p className="quiet">It has none. Write records under hits and misses, and they are tried here.</p>
        ) : (
          <p className={`lab-said ${failed.length > 0 ? 'lab-bad' : 'lab-good'}`} role="status">
            <Icon icon={failed.length > 0 ? 'cross-circle' : 'tick-circle'} size={14} /> {count(passed)} came out as
            they should{failed.length > 0 && `, ${count(failed.length)} did not`}
          </p>
        )}
        <ul className="finding-lines">
          {failed.map(({ rule, example, expected, got, reason }) => (
            <li key={`${rule} ${example}`} className="anywhere">
              <span className="mono">{visible(example)}</span> should be a {expected}, and is{' '}
              {got === 'error' ? `none: ${visible(reason ?? 'it failed')}` : `a ${got}`}
            </li>
          ))}
        </ul>
      </section>
      {rows.rows.length > 0 && (
        <section>
          <h3>What it finds now, the latest first</h3>
          <EventLines rows={rows} label="Events that the rule finds" />
          {rows.rows.length < events && <p className="quiet">The first {count(rows.rows.length)} are shown.</p>}
        </section>
      )}
    </aside>
  )
}
