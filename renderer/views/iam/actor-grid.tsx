import type { Actor } from '../../../shared/iam.ts'
import { visible } from '../../format.ts'
import { ListGrid } from './list-grid.tsx'
import { accountOf, plainName, sayStatement } from './words.ts'

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
  return (
    <ListGrid<Actor>
      label="Identities"
      name="iam-who"
      columns={columns}
      rows={actors}
      text={cell}
      follows={isOpen}
      onOpen={(row) => onOpen(row.principal)}
    />
  )
}

const columns = [
  { id: 'principal', title: 'Identity', width: 260, grows: true },
  { id: 'account', title: 'Account', width: 112 },
  { id: 'when', title: 'If', width: 320, grows: true },
  { id: 'by', title: 'By', width: 340, grows: true },
  { id: 'why', title: 'Why', width: 400, grows: true },
] as const

function cell(row: Actor, column: string): string {
  if (column === 'principal') return plainName(row.principal)
  if (column === 'account') return accountOf(row.principal)
  if (column === 'when') return row.when.map(visible).join(' and ')
  if (column === 'by') return row.statements.map(sayStatement).join('; ')
  return visible(row.why)
}
