import type { Top } from '../../../shared/answers.ts'
import { type EventColumnName, eventColumns } from '../../../shared/event.ts'
import type { Cell } from '../../../shared/rows.ts'
import { addTerm } from '../../../shared/search/edit.ts'
import { count, share, visible } from '../../format.ts'
import { everything, useFilter } from '../../state/filter.ts'
import { go } from '../../state/place.ts'

/** What a table leaves out as noise, and so do its doors. */
const leftOut: Partial<Record<EventColumnName, string>> = {
  actor: 'Without AWS services and service-linked roles',
  service: 'Without read-only calls',
  action: 'Without read-only calls',
}

/** The values of a column that occur most, each a door into the timeline; how many of its calls were denied beside it. */
export function TopTable({ top }: { readonly top: Top }) {
  const most = Math.max(1, ...top.values.map((one) => one.events))
  const column = eventColumns[top.column]
  return (
    <article className="panel top-table">
      <h2 title={column.meaning}>{column.title}</h2>
      {leftOut[top.column] && <p className="quiet">{leftOut[top.column]}</p>}
      {top.values.length === 0 ? (
        <p className="quiet">No other event has one.</p>
      ) : (
        <table className={top.values.every((one) => one.denied === 0) ? 'top-calm' : undefined}>
          <colgroup>
            <col />
            <col className="top-denied-column" />
            <col className="top-events-column" />
          </colgroup>
          <thead className="for-readers">
            <tr>
              <th>{column.title}</th>
              <th>Denied</th>
              <th>Events</th>
            </tr>
          </thead>
          <tbody>
            {top.values.map((one) => (
              <tr key={String(one.value)}>
                <td>
                  <button
                    type="button"
                    className="top-value"
                    title={one.value === null ? 'no value' : visible(String(one.value))}
                    // Cut in two for the eye, it would be heard in two.
                    aria-label={one.value === null ? 'none' : visible(String(one.value))}
                    onClick={() => look(top, one.value)}
                  >
                    <span className="top-bar" style={{ width: `${(100 * one.events) / most}%` }} />
                    <span className="top-denied-bar" style={{ width: `${(100 * one.denied) / most}%` }} />
                    <Name text={one.value === null ? 'none' : visible(String(one.value))} />
                  </button>
                </td>
                <td className="number top-denied">
                  {one.denied > 0 && (
                    <span title={`${count(one.denied)} denied`}>{share(one.denied, one.events)} denied</span>
                  )}
                </td>
                <td className="number">{count(one.events)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </article>
  )
}

/** Of an ARN its resource, then whose it is. A long name is cut in its middle: what tells two apart is at their end. */
function Name({ text }: { readonly text: string }) {
  const [, account, resource] = /^arn:[\w-]*:[\w-]*:[\w-]*:(\d{12})?:(.+)$/.exec(text) ?? []
  const shown = (resource ?? text).replace(/^assumed-role\//, '')
  const last = shown.slice(shown.lastIndexOf('/') + 1)
  const tail = shown.length <= 32 ? '' : last.length <= 24 ? last : shown.slice(-14)
  return (
    <bdi className="top-name">
      <span className="cut">{shown.slice(0, shown.length - tail.length)}</span>
      {tail !== '' && <span className="top-tail">{tail}</span>}
      {account !== undefined && <span className="top-account cut">{account}</span>}
    </bdi>
  )
}

function look({ column, search }: Top, value: Cell): void {
  useFilter.getState().set({ ...everything, search: addTerm(search, column, value) })
  go('timeline')
}
