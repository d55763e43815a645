import { InputGroup } from '@blueprintjs/core'
import { useCallback, useDeferredValue, useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { LogDays } from '../../../shared/iam.ts'
import type { IamPermission } from '../../../shared/iam-state.ts'
import { api } from '../../api.ts'
import { many, visible } from '../../format.ts'
import { fitWidth, sized } from '../../parts/grid/columns.ts'
import { Grid } from '../../parts/grid/grid.tsx'
import { Empty } from '../../parts/states/states.tsx'
import { useCase } from '../../state/case.ts'
import { useIam } from '../../state/iam.ts'
import { usePrefs } from '../../state/prefs.ts'
import { PermissionDetail } from './permission-detail.tsx'
import { useLong } from './use-long.ts'
import { Waiting } from './waiting.tsx'
import { sayStatement, sayUsed } from './words.ts'

/** What an identity may do, action by action, found by a part of the name. */
export function Permissions({ principal, logs }: { readonly principal: string; readonly logs: LogDays }) {
  const at = useIam((state) => state.at)
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const asked = useLong('iamPermissions', { principal, at, search, offset: 0, limit: 1 })
  const [open, setOpen] = useState<IamPermission | null>(null)
  return (
    <div className="iam-column">
      <div className="iam-bar iam-narrow">
        <InputGroup
          type="search"
          size="small"
          leftIcon="search"
          className="iam-find mono"
          placeholder="iam:Create, passrole, s3:"
          aria-label="Find an action"
          value={typed}
          onValueChange={(text) => setTyped(text.slice(0, 200))}
        />
        <span className="quiet" role="status">
          {asked.data !== undefined && `${many(asked.data.total, 'action')}${search === '' ? '' : ' found'}`}
        </span>
      </div>
      {asked.data === undefined || asked.error !== null ? (
        <Waiting asked={asked} what="Asking action by action what is allowed" />
      ) : asked.data.total === 0 ? (
        <Empty
          icon="search"
          title={
            search === ''
              ? 'It may do nothing by its own policies'
              : `No allowed action has '${visible(search)}' in its name`
          }
        />
      ) : (
        <Group orientation="horizontal" className={`iam-body${asked.stale ? ' iam-stale' : ''}`}>
          <Panel minSize="360px">
            <Rows
              principal={principal}
              search={search}
              total={asked.data.total}
              logs={logs}
              isOpen={open !== null}
              onOpen={setOpen}
            />
          </Panel>
          {open !== null && (
            <>
              <Separator className="separator" />
              <Panel defaultSize="44%" minSize="340px">
                <PermissionDetail
                  key={open.action}
                  permission={open}
                  principal={principal}
                  logs={logs}
                  onClose={() => setOpen(null)}
                />
              </Panel>
            </>
          )}
        </Group>
      )}
    </div>
  )
}

function Rows({
  principal,
  search,
  total,
  logs,
  isOpen,
  onOpen,
}: {
  readonly principal: string
  readonly search: string
  readonly total: number
  readonly logs: LogDays
  readonly isOpen: boolean
  readonly onOpen: (permission: IamPermission) => void
}) {
  const at = useIam((state) => state.at)
  const version = useCase(({ info }) => info?.dataVersion ?? 0)
  const { utc, widths, set } = usePrefs()
  const [cursor, setCursor] = useState({ row: 0, column: 0 })
  const load = useCallback(
    async (offset: number, limit: number, signal: AbortSignal) =>
      (await api.iamPermissions({ principal, at, search, offset, limit }, signal)).rows,
    [principal, at, search],
  )
  const follow = useCallback((row: IamPermission) => isOpen && onOpen(row), [isOpen, onOpen])
  return (
    <div className="iam-grid">
      <Grid<IamPermission>
        label="Permissions"
        columns={columns.map((column) => sized(column, widths[`iam-may.${column.id}`]))}
        count={total}
        token={JSON.stringify([principal, at, search, version])}
        load={load}
        text={(row, column) => cell(row, column, logs, utc)}
        cellClass={(row, column) =>
          column === 'used' && row.used !== null
            ? 'iam-was-used'
            : column === 'level' && row.level === 'permissions'
              ? 'level-high'
              : undefined
        }
        order={null}
        cursor={{ ...cursor, row: Math.min(cursor.row, total - 1) }}
        onCursor={setCursor}
        onRow={follow}
        onOpen={onOpen}
        onHeader={{
          sort: () => {},
          resize: (column, width) => set({ widths: { ...widths, [`iam-may.${column}`]: fitWidth(width) } }),
          move: () => {},
        }}
      />
    </div>
  )
}

const columns = [
  { id: 'action', title: 'Action', width: 280, grows: true },
  { id: 'level', title: 'Level', width: 90 },
  { id: 'result', title: 'Answer', width: 80 },
  { id: 'used', title: 'Used', width: 230, hint: 'Calls in the logs of this case that were not refused' },
  { id: 'when', title: 'If', width: 260, grows: true },
  { id: 'by', title: 'By', width: 360, grows: true },
] as const

function cell(row: IamPermission, column: string, logs: LogDays, utc: boolean): string {
  if (column === 'result') return row.result === 'allowed' ? 'allowed' : 'allowed if'
  if (column === 'used') return sayUsed(row.used, logs, utc)
  if (column === 'when') return row.when.map(visible).join(' and ')
  if (column === 'by') return row.statements.map(sayStatement).join('; ')
  return visible(row[column as 'action' | 'level'])
}
