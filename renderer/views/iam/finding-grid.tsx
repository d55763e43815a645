import { useCallback, useMemo, useRef, useState } from 'react'
import type { IamFinding, LogDays } from '../../../shared/iam.ts'
import { visible } from '../../format.ts'
import { fitWidth, type GridOrder } from '../../parts/grid/columns.ts'
import { Grid } from '../../parts/grid/grid.tsx'
import { useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { rank } from './narrow.ts'
import { useList } from './use-list.ts'
import { keyOf, sayUsed, shortName } from './words.ts'

/** The findings that are asked for, the gravest first or in the order of a column. */
export function FindingGrid({ findings, logs }: { readonly findings: readonly IamFinding[]; readonly logs: LogDays }) {
  const { utc, widths, set } = usePrefs()
  const [order, setOrder] = useState<GridOrder | null>(null)
  const [cursor, setCursor] = useState({ row: 0, column: 0 })
  const rows = useMemo(() => sorted(findings, order), [findings, order])
  const { token, load } = useList(rows)
  const moved = useRef(false)
  /** Open details follow the cursor when the person moves it. */
  const follow = useCallback((row: IamFinding) => {
    if (moved.current && useIam.getState().open !== null) useIam.setState({ open: keyOf(row) })
    moved.current = false
  }, [])
  return (
    <div className="iam-grid">
      <Grid<IamFinding>
        label="Findings"
        columns={columns.map((column) => ({
          ...column,
          sortable: true,
          width: widths[`iam.${column.id}`] ?? column.width,
        }))}
        count={rows.length}
        token={token}
        load={load}
        text={(row, column) => cell(row, column, logs, utc)}
        cellClass={(row, column) =>
          column === 'severity'
            ? `iam-text-${row.severity}`
            : column === 'used' && row.used
              ? 'iam-was-used'
              : undefined
        }
        order={order}
        cursor={{ ...cursor, row: Math.min(cursor.row, rows.length - 1) }}
        onCursor={(to) => {
          moved.current = to.row !== cursor.row
          setCursor(to)
        }}
        onRow={follow}
        onOpen={(row) => useIam.setState({ open: keyOf(row) })}
        onHeader={{
          sort: (column) => setOrder(turned(order, column)),
          resize: (column, width) => set({ widths: { ...widths, [`iam.${column}`]: fitWidth(width) } }),
          move: () => {},
        }}
      />
    </div>
  )
}

const columns = [
  { id: 'severity', title: 'Severity', width: 82 },
  { id: 'title', title: 'Finding', width: 280 },
  { id: 'principal', title: 'Identity or resource', width: 230 },
  { id: 'used', title: 'Used', width: 220, hint: 'Calls in the logs of this case' },
  { id: 'account', title: 'Account', width: 112 },
  { id: 'confidence', title: 'Confidence', width: 96 },
  { id: 'resource', title: 'Reaches', width: 260 },
  { id: 'check', title: 'Check', width: 200 },
] as const

function cell(row: IamFinding, column: string, logs: LogDays, utc: boolean): string {
  if (column === 'used') return row.isJoined ? sayUsed(row.used, logs, utc) : '—'
  if (column === 'principal') return shortName(row.principal)
  if (column === 'resource') return row.resource === null ? '' : shortName(row.resource)
  return visible(String(row[column as 'severity' | 'title' | 'account' | 'confidence' | 'check']))
}

function turned(order: GridOrder | null, column: string): GridOrder | null {
  const first = column === 'used'
  if (order?.column !== column) return { column, descending: first }
  return order.descending === first ? { column, descending: !first } : null
}

function sorted(rows: readonly IamFinding[], order: GridOrder | null): readonly IamFinding[] {
  if (order === null) return rows
  const key = (row: IamFinding): number | string => {
    if (order.column === 'severity') return rank(row.severity)
    if (order.column === 'used') return row.used?.last ?? ''
    return String(row[order.column as keyof IamFinding] ?? '').toLowerCase()
  }
  const direction = order.descending ? -1 : 1
  return rows.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)]
    return direction * (left < right ? -1 : left > right ? 1 : 0)
  })
}
