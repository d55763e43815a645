import type { Rows } from '../../../shared/rows.ts'
import { time, visible } from '../../format.ts'
import { usePrefs } from '../../state/prefs.ts'
import { showInTimeline } from '../../state/wanted-event.ts'
import { cellsOf } from './cells.ts'

/** Events in a few columns, each a door to itself in the timeline. */
export function EventLines({ rows, label }: { readonly rows: Rows; readonly label: string }) {
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <table className="table event-lines" aria-label={label}>
      <thead>
        <tr>
          <th>Time</th>
          <th>Action</th>
          <th>Principal</th>
          <th>Source</th>
        </tr>
      </thead>
      <tbody>
        {cellsOf(rows).map((row) => (
          <tr key={`${row.object_id}/${row.ordinal}`}>
            <td className="event-lines-time">
              <button
                type="button"
                className="door"
                title="Open in the timeline"
                onClick={() => showInTimeline(`object:${row.object_id}`, row)}
              >
                {time(row.time, utc) || 'without a time'}
              </button>
            </td>
            <td className="anywhere">
              {visible(row.action)}
              {row.outcome !== '' && row.outcome !== 'success' && (
                <span className="quiet"> {visible(row.outcome)}</span>
              )}
            </td>
            <td className="anywhere">{visible(row.actor.replace(/^arn:[\w-]*:\w+::\d*:?/, ''))}</td>
            <td className="anywhere">{visible(row.source)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
