import type { IamChange } from '../../../shared/iam-state.ts'
import { time, visible } from '../../format.ts'
import { usePrefs } from '../../state/prefs.ts'
import { nobodyNamed } from './change-list.ts'
import { ListGrid } from './list-grid.tsx'
import { accountOf, shortName } from './words.ts'

/** What changed, oldest first. */
export function ChangeGrid({
  changes,
  isOpen,
  onOpen,
}: {
  readonly changes: readonly IamChange[]
  readonly isOpen: boolean
  readonly onOpen: (change: IamChange) => void
}) {
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <ListGrid<IamChange>
      label="Changes"
      name="iam-change"
      columns={columns}
      rows={changes}
      text={(row, column) => cell(row, column, utc)}
      sortBy={(row, column) => (column === 'time' ? (row.calls[0]?.time ?? '') : cell(row, column, true).toLowerCase())}
      follows={isOpen}
      onOpen={onOpen}
    />
  )
}

const columns = [
  { id: 'time', title: 'Time', width: 160, times: true },
  { id: 'title', title: 'Change', width: 430, grows: true },
  { id: 'principal', title: 'Of', width: 170, grows: true },
  { id: 'call', title: 'Call', width: 190 },
  { id: 'actor', title: 'By', width: 300, grows: true },
  { id: 'ip', title: 'From', width: 120 },
  { id: 'account', title: 'Account', width: 112 },
] as const

function cell({ title, principal, calls }: IamChange, column: string, utc: boolean): string {
  const [first] = calls
  switch (column) {
    case 'time':
      return first === undefined ? 'no call in the logs' : time(first.time, utc)
    case 'title':
      return visible(title)
    case 'principal':
      return shortName(principal)
    case 'call':
      return first === undefined ? '' : `${visible(first.action)}${calls.length > 1 ? ` + ${calls.length - 1}` : ''}`
    case 'actor':
      return first === undefined ? '' : shortName(first.actor ?? nobodyNamed)
    case 'ip':
      return visible(first?.sourceIp ?? '')
    default:
      return accountOf(principal)
  }
}
