import { useCallback, useRef, useState } from 'react'
import type { Actor } from '../../../shared/iam.ts'
import { visible } from '../../format.ts'
import { fitWidth } from '../../parts/grid/columns.ts'
import { Grid } from '../../parts/grid/grid.tsx'
import { usePrefs } from '../../state/prefs.ts'
import { useList } from './use-list.ts'
import { accountOf, sayStatement, shortName } from './words.ts'

/** Identities that were asked for an action. */
export function ActorGrid({
  actors,
  isOpen,
  onOpen,
}: {
  readonly actors: readonly Actor[]
  readonly isOpen: boolean
  readonly onOpen: (principal: string) => void
}) {
  const { widths, set } = usePrefs()
  const [cursor, setCursor] = useState({ row: 0, column: 0 })
  const { token, load } = useList(actors)
  const moved = useRef(false)
  const follow = useCallback(
    (row: Actor) => {
      if (moved.current && isOpen) onOpen(row.principal)
      moved.current = false
    },
    [isOpen, onOpen],
  )
  return (
    <div className="iam-grid">
      <Grid<Actor>
        label="Identities"
        columns={columns.map((column) => ({ ...column, width: widths[`iam-who.${column.id}`] ?? column.width }))}
        count={actors.length}
        token={token}
        load={load}
        text={cell}
        order={null}
        cursor={{ ...cursor, row: Math.min(cursor.row, actors.length - 1) }}
        onCursor={(to) => {
          moved.current = to.row !== cursor.row
          setCursor(to)
        }}
        onRow={follow}
        onOpen={(row) => onOpen(row.principal)}
        onHeader={{
          sort: () => {},
          resize: (column, width) => set({ widths: { ...widths, [`iam-who.${column}`]: fitWidth(width) } }),
          move: () => {},
        }}
      />
    </div>
  )
}

const columns = [
  { id: 'principal', title: 'Identity', width: 260 },
  { id: 'account', title: 'Account', width: 112 },
  { id: 'when', title: 'If', width: 320 },
  { id: 'by', title: 'By', width: 340 },
  { id: 'why', title: 'Why', width: 400 },
] as const

function cell(row: Actor, column: string): string {
  if (column === 'principal') return shortName(row.principal)
  if (column === 'account') return accountOf(row.principal)
  if (column === 'when') return row.when.map(visible).join(' and ')
  if (column === 'by') return row.statements.map(sayStatement).join('; ')
  return visible(row.why)
}
