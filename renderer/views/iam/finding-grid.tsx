import type { IamFinding, LogDays } from '../../../shared/iam.ts'
import { visible } from '../../format.ts'
import { useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { ListGrid } from './list-grid.tsx'
import { rank } from './narrow.ts'
import { keyOf, plainName, sayUsed, shortName } from './words.ts'

/** The findings that are asked for, the gravest first or in the order of a column. */
export function FindingGrid({ findings, logs }: { readonly findings: readonly IamFinding[]; readonly logs: LogDays }) {
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <ListGrid<IamFinding>
      label="Findings"
      name="iam"
      columns={columns}
      rows={findings}
      text={(row, column) => cell(row, column, logs, utc)}
      cellClass={(row, column) =>
        column === 'severity' ? `level-${row.severity}` : column === 'used' && row.used ? 'iam-was-used' : undefined
      }
      sortBy={key}
      largestFirst={['used']}
      follows={useIam((state) => state.open !== null)}
      onOpen={(row) => useIam.setState({ open: keyOf(row) })}
    />
  )
}

const columns = [
  { id: 'severity', title: 'Severity', width: 82 },
  { id: 'title', title: 'Finding', width: 280, grows: true },
  { id: 'principal', title: 'Identity or resource', width: 230, grows: true },
  { id: 'used', title: 'Used', width: 220, hint: 'Calls in the logs of this case' },
  { id: 'account', title: 'Account', width: 112 },
  { id: 'confidence', title: 'Confidence', width: 96 },
  { id: 'resource', title: 'Reaches', width: 260, grows: true },
  { id: 'check', title: 'Check', width: 200 },
] as const

function cell(row: IamFinding, column: string, logs: LogDays, utc: boolean): string {
  if (column === 'used') return row.isJoined ? sayUsed(row.used, logs, utc) : '—'
  if (column === 'principal') return plainName(row.principal)
  if (column === 'resource') return row.resource === null ? '' : shortName(row.resource)
  return visible(String(row[column as 'severity' | 'title' | 'account' | 'confidence' | 'check']))
}

function key(row: IamFinding, column: string): number | string {
  if (column === 'severity') return rank(row.severity)
  if (column === 'used') return row.used?.last ?? ''
  return String(row[column as keyof IamFinding] ?? '').toLowerCase()
}
