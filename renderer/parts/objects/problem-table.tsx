import type { ObjectState } from '../../../shared/case.ts'
import { visible } from '../../format.ts'
import { StateChip } from './state-chip.tsx'

export interface ProblemRow {
  /** Null where the ledger has no line of it. */
  readonly object_id: number | null
  readonly uri: string
  readonly state: ObjectState
  readonly reason: string
}

/** Objects of which something is not in the case, each with the reason; one that the ledger has is a door to it. */
export function ProblemTable({
  rows,
  onOpen,
}: {
  readonly rows: readonly ProblemRow[]
  readonly onOpen?: (objectId: number) => void
}) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th>State</th>
          <th>Reason</th>
          <th>Object</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ object_id, uri, state, reason }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of one answer, in its order
          <tr key={at}>
            <td>
              <StateChip state={state} />
            </td>
            <td className="anywhere">{visible(reason)}</td>
            <td className="mono anywhere">
              {onOpen === undefined || object_id === null ? (
                visible(uri)
              ) : (
                <button type="button" className="door anywhere" onClick={() => onOpen(object_id)}>
                  {visible(uri)}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
