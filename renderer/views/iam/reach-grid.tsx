import type { LogDays } from '../../../shared/iam.ts'
import { count, visible } from '../../format.ts'
import { usePrefs } from '../../state/prefs.ts'
import { ListGrid } from './list-grid.tsx'
import { type Reached, sayNode } from './reach-graph.ts'
import { sayUsed, shortName } from './words.ts'

/** What is within reach, nearest first. */
export function ReachGrid({
  rows,
  logs,
  isOpen,
  onOpen,
}: {
  readonly rows: readonly Reached[]
  readonly logs: LogDays
  readonly isOpen: boolean
  readonly onOpen: (id: string) => void
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <ListGrid<Reached>
      label="Within reach"
      name="iam-reach"
      columns={columns}
      rows={rows}
      text={(row, column) => cell(row, column, logs, utc)}
      cellClass={({ node, by }, column) =>
        column === 'name' && node.isAdmin ? 'level-high' : column === 'used' && by?.used ? 'iam-was-used' : undefined
      }
      sortBy={(row, column) =>
        column === 'distance' ? row.node.distance : cell(row, column, logs, true).toLowerCase()
      }
      follows={isOpen}
      onOpen={({ node }) => onOpen(node.id)}
    />
  )
}

const columns = [
  { id: 'distance', title: 'Steps', width: 56, align: 'right' },
  { id: 'name', title: 'What', width: 300, grows: true },
  { id: 'kind', title: 'Kind', width: 80 },
  { id: 'from', title: 'From', width: 180, grows: true },
  { id: 'method', title: 'By', width: 240, grows: true },
  { id: 'confidence', title: 'Confidence', width: 96 },
  { id: 'used', title: 'Called', width: 220, hint: 'Whether the last step was called in the logs of this case' },
  { id: 'account', title: 'Account', width: 112 },
] as const

function cell({ node, by }: Reached, column: string, logs: LogDays, utc: boolean): string {
  switch (column) {
    case 'distance':
      return count(node.distance)
    case 'name':
      return node.isAdmin && node.kind !== 'admin' ? `${sayNode(node)} (every right)` : sayNode(node)
    case 'kind':
      return node.kind
    case 'from':
      return by === null ? '' : shortName(by.from)
    case 'method':
      return visible(by?.method ?? '')
    case 'confidence':
      return by?.confidence ?? ''
    case 'used':
      return sayUsed(by?.used ?? null, logs, utc)
    default:
      return visible(node.account)
  }
}
