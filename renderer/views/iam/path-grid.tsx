import type { IamPath, LogDays } from '../../../shared/iam.ts'
import { count, visible } from '../../format.ts'
import { useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { ListGrid } from './list-grid.tsx'
import { keyOf, plainName, sayUsed, shortName } from './words.ts'

/** Ways to more rights, the gravest first. */
export function PathGrid({ paths, logs }: { readonly paths: readonly IamPath[]; readonly logs: LogDays }) {
  const utc = usePrefs((prefs) => prefs.utc)
  return (
    <ListGrid<IamPath>
      label="Paths"
      name="iam-path"
      columns={columns}
      rows={paths}
      text={(row, column) => cell(row, column, logs, utc)}
      cellClass={(row, column) =>
        column === 'severity' ? `level-${row.severity}` : column === 'used' && row.used ? 'iam-was-used' : undefined
      }
      follows={useIam((state) => state.path !== null)}
      onOpen={(row) => useIam.setState({ path: keyOf(row) })}
    />
  )
}

const columns = [
  { id: 'severity', title: 'Severity', width: 82 },
  { id: 'principal', title: 'From', width: 200, grows: true },
  { id: 'steps', title: 'Steps', width: 280, grows: true },
  { id: 'end', title: 'To', width: 200, grows: true },
  { id: 'confidence', title: 'Confidence', width: 96 },
  { id: 'used', title: 'Used', width: 210 },
  {
    id: 'others',
    title: 'More',
    width: 60,
    align: 'right',
    hint: 'Other first steps of the same identity that end there',
  },
  { id: 'account', title: 'Account', width: 112 },
] as const

function cell(row: IamPath, column: string, logs: LogDays, utc: boolean): string {
  if (column === 'used') return sayUsed(row.used, logs, utc)
  if (column === 'principal') return plainName(row.principal)
  if (column === 'steps') return row.hops.map(({ method }) => visible(method)).join(' → ')
  if (column === 'end') return endOf(row)
  if (column === 'others') return row.others === 0 ? '' : count(row.others)
  return visible(String(row[column as 'severity' | 'confidence' | 'account']))
}

/** Where a way ends, in few words. */
export function endOf({ hops, toAdmin, resource }: IamPath): string {
  const to = hops.at(-1)?.to ?? null
  if (to !== null) return toAdmin ? `${shortName(to)} (every right)` : shortName(to)
  if (toAdmin) return 'every right'
  return resource === null ? '' : shortName(resource)
}
