import type { LogDays } from '../../../shared/iam.ts'
import { count, time, visible } from '../../format.ts'
import { useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { type IdentityRow, rankOf } from './identity-list.ts'
import { ListGrid } from './list-grid.tsx'
import { plainName, sayUsed } from './words.ts'

/** Users and roles with their risks, the gravest first; Enter opens the page of one. */
export function IdentityGrid({ rows, logs }: { readonly rows: readonly IdentityRow[]; readonly logs: LogDays }) {
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <ListGrid<IdentityRow>
      label="Users and roles"
      name="iam-identity"
      columns={columns}
      rows={rows}
      text={(row, column) => cell(row, column, logs, utc)}
      cellClass={tone}
      sortBy={key}
      largestFirst={['findings', 'used', 'created', 'policies', 'keys', 'rights']}
      follows={false}
      onOpen={({ identity }) => useIam.setState({ identity: identity.principal, aspect: 'about' })}
    />
  )
}

const columns = [
  { id: 'severity', title: 'Risk', width: 82, hint: 'The gravest of its findings and ways to every right' },
  { id: 'name', title: 'Identity', width: 270, grows: true },
  { id: 'rights', title: 'Rights', width: 240, hint: 'Whether it may do everything, or can come to that' },
  { id: 'findings', title: 'Findings', width: 72, align: 'right' },
  { id: 'used', title: 'Used', width: 240, hint: 'Its calls in the logs of this case that were not refused' },
  { id: 'keys', title: 'Keys', width: 52, align: 'right', hint: 'Active access keys' },
  { id: 'password', title: 'Password', width: 74 },
  { id: 'mfa', title: 'MFA', width: 48 },
  { id: 'policies', title: 'Policies', width: 66, align: 'right' },
  { id: 'account', title: 'Account', width: 112 },
  { id: 'created', title: 'Made', width: 160, times: true },
  { id: 'groups', title: 'Groups', width: 160, grows: true },
] as const

function cell(row: IdentityRow, column: string, logs: LogDays, utc: boolean): string {
  const { identity } = row
  switch (column) {
    case 'severity':
      return row.severity ?? ''
    case 'name':
      return plainName(identity.principal)
    case 'rights':
      return sayRights(row)
    case 'findings':
      return row.findings === 0 ? '' : count(row.findings)
    case 'used':
      return sayUsed(identity.used, logs, utc)
    case 'keys':
      return identity.kind === 'role' ? '' : identity.activeKeys === null ? '?' : count(identity.activeKeys)
    case 'password':
      return identity.kind === 'role' ? '' : sayYes(identity.hasPassword)
    case 'mfa':
      return identity.kind === 'role' ? '' : sayYes(identity.hasMfa)
    case 'policies':
      return count(identity.policies)
    case 'created':
      return time(identity.createdAt, utc)
    case 'groups':
      return identity.groups.map(visible).join(', ')
    default:
      return visible(identity.account)
  }
}

/** Whether it may do everything, or how surely it can come to that. */
export function sayRights({ identity, way }: Pick<IdentityRow, 'identity' | 'way'>): string {
  if (identity.isAdmin) return 'every right'
  if (way === undefined) return '…'
  if (way === null) return ''
  return `${way.hops.length === 1 ? '1 step' : `${way.hops.length} steps`} to every right, ${way.confidence}`
}

function sayYes(is: boolean | null): string {
  return is === null ? '?' : is ? 'yes' : 'no'
}

function tone(row: IdentityRow, column: string): string | undefined {
  if (column === 'severity' && row.severity !== null) return `level-${row.severity}`
  if (column === 'rights' && row.identity.isAdmin) return 'level-medium'
  if (column === 'rights' && row.way) return `level-${row.way.severity}`
  if (column === 'mfa' && row.identity.hasMfa === false && row.identity.hasPassword === true) return 'level-high'
  return undefined
}

function key(row: IdentityRow, column: string): number | string {
  const { identity } = row
  switch (column) {
    case 'severity':
      return rankOf(row)
    case 'rights':
      return identity.isAdmin ? 2 : row.way ? 1 : 0
    case 'findings':
      return row.findings
    case 'used':
      return identity.used?.last ?? ''
    case 'keys':
      return identity.activeKeys ?? -1
    case 'policies':
      return identity.policies
    case 'created':
      return identity.createdAt ?? ''
    default:
      return cell(row, column, noLogs, true).toLowerCase()
  }
}

const noLogs: LogDays = { first: null, last: null, events: 0, accounts: [], regions: [], hasDataEvents: false }
