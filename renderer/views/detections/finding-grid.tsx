import { useCallback, useRef, useState } from 'react'
import type { DetectionRow } from '../../../shared/detection.ts'
import { tacticTitle } from '../../../shared/tactics.ts'
import { api } from '../../api.ts'
import { count, time, visible } from '../../format.ts'
import { fitWidth, sized } from '../../parts/grid/columns.ts'
import { Grid } from '../../parts/grid/grid.tsx'
import { useCase } from '../../state/case.ts'
import { useDetections } from '../../state/detections.ts'
import { usePrefs } from '../../state/prefs.ts'
import { filterOf } from './words.ts'

/** The findings of the filter, the gravest first and then the latest. */
export function FindingGrid({ total }: { readonly total: number }) {
  const { utc, widths, set } = usePrefs()
  const shown = useDetections()
  const version = useCase(({ info }) => info?.dataVersion)
  const [cursor, setCursor] = useState({ row: 0, column: 0 })
  const filter = filterOf(shown)
  const token = JSON.stringify([filter, version])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the token says all that the filter says
  const load = useCallback(
    async (offset: number, limit: number, signal: AbortSignal) =>
      (await api.detections({ filter, offset, limit }, signal)).rows,
    [token],
  )
  const moved = useRef(false)
  /** Open details follow the cursor when the person moves it; what was just decided stays open though it has left the list. */
  const follow = useCallback((row: DetectionRow) => {
    if (moved.current && useDetections.getState().open !== null) useDetections.setState({ open: row.detection_id })
    moved.current = false
  }, [])
  return (
    <div className="finding-grid">
      <Grid<DetectionRow>
        label="Findings"
        columns={columns.map((column) => sized(column, widths[`finding.${column.id}`], utc))}
        count={total}
        token={token}
        load={load}
        text={(row, column) => cell(row, column, utc)}
        cellClass={(row, column) => (column === 'level' ? `level-${row.level}` : undefined)}
        order={null}
        cursor={{ ...cursor, row: Math.min(cursor.row, total - 1) }}
        onCursor={(to) => {
          moved.current = to.row !== cursor.row
          setCursor(to)
        }}
        onRow={follow}
        onOpen={(row) => useDetections.setState({ open: row.detection_id })}
        onHeader={{
          sort: () => {},
          resize: (column, width) => set({ widths: { ...widths, [`finding.${column}`]: fitWidth(width) } }),
          move: () => {},
        }}
      />
    </div>
  )
}

const columns = [
  { id: 'level', title: 'Severity', width: 98 },
  { id: 'title', title: 'Finding', width: 300, grows: true },
  { id: 'events', title: 'Events', width: 70, align: 'right' },
  { id: 'who', title: 'Principal', width: 220, grows: true },
  { id: 'last', title: 'Last', width: 160, times: true },
  { id: 'first', title: 'First', width: 160, times: true },
  { id: 'account', title: 'Account', width: 108 },
  { id: 'tactics', title: 'Tactics', width: 190, grows: true },
] as const

function cell(row: DetectionRow, column: string, utc: boolean): string {
  if (column === 'level') return row.level
  if (column === 'title') return visible(row.title)
  if (column === 'events') return count(row.events)
  if (column === 'who') return visible(whose(row))
  if (column === 'first') return time(row.first, utc)
  if (column === 'last') return time(row.last, utc)
  if (column === 'account') return visible(row.account ?? '')
  return row.tactics.map(tacticTitle).join(', ')
}

/** The principal; of an incident without one, what its events share. */
function whose({ principal, shared }: DetectionRow): string {
  if (principal !== null) return principal.replace(/^arn:[\w-]*:\w+::\d*:?/, '')
  return shared.map(({ field, value }) => `${field}: ${value}`).join(', ')
}
