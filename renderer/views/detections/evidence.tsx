import { Icon } from '@blueprintjs/core'
import { useState } from 'react'
import type { DetectionDetail, Matched } from '../../../shared/detection.ts'
import { count, time, visible } from '../../format.ts'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { cellsOf } from './cells.ts'
import { searchOfRule } from './words.ts'

/** The events of a finding: what each was, which tests of the rule it met with which values, and its door into the timeline. */
export function Evidence({ detail, onMore }: { readonly detail: DetectionDetail; readonly onMore: () => void }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const [chosen, setChosen] = useState(0)
  const rows = cellsOf(detail.rows)
  return (
    <section>
      <h3>Evidence</h3>
      <ol className="finding-events" aria-label="Events of the finding">
        {rows.map((row, at) => {
          const open = chosen === at
          const matched = detail.matched[at] ?? []
          return (
            <li
              key={`${row.object_id}/${row.ordinal}`}
              className={detail.hiddenRows[at] ? 'finding-hidden' : undefined}
            >
              <div className="finding-event">
                <button
                  type="button"
                  className="finding-why"
                  aria-expanded={open}
                  aria-label={`Why ${visible(row.action)} of ${time(row.time, utc)} is there`}
                  onClick={() => setChosen(open ? -1 : at)}
                >
                  <Icon icon={open ? 'chevron-down' : 'chevron-right'} size={12} />
                </button>
                <button
                  type="button"
                  className="finding-row"
                  title="Open in the timeline"
                  onClick={() =>
                    showInTimeline(searchOfRule(detail.rule, detail.hiddenRows[at] ? 'suppressed' : detail.state), row)
                  }
                >
                  <span className="finding-time">{time(row.time, utc) || 'without a time'}</span>
                  <b className="finding-action cut">{visible(row.action)}</b>
                  <span className="cut quiet">
                    {[row.outcome === 'success' ? '' : row.outcome, row.source, row.target]
                      .filter((part) => part !== '')
                      .map(visible)
                      .join(' · ')}
                  </span>
                </button>
                {detail.hiddenRows[at] && <span className="chip">suppressed</span>}
              </div>
              {detail.said[at] != null && <p className="finding-said anywhere">{visible(detail.said[at])}</p>}
              {open && <Why matched={matched} />}
            </li>
          )
        })}
      </ol>
      {rows.length < detail.events && rows.length < 1000 && (
        <button type="button" className="door" onClick={onMore}>
          Show more of {count(detail.events)}
        </button>
      )}
      {rows.length >= 1000 && detail.events > rows.length && (
        <p className="quiet">The first 1,000 of {count(detail.events)}; the timeline has all of them.</p>
      )}
    </section>
  )
}

function Why({ matched }: { readonly matched: readonly Matched[] }) {
  if (matched.length === 0) {
    return <p className="quiet finding-why-none">No single field decides here: the pattern of the events does.</p>
  }
  return (
    <table className="table finding-matched">
      <thead>
        <tr>
          <th>Field</th>
          <th>Test</th>
          <th>Value in this event</th>
        </tr>
      </thead>
      <tbody>
        {matched.map(({ field, test, values }) => (
          <tr key={`${field} ${test}`}>
            <td className="mono anywhere">{visible(field)}</td>
            <td className="anywhere quiet">{visible(test)}</td>
            <td className="mono anywhere">{values.map((value) => visible(value)).join('\n')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
