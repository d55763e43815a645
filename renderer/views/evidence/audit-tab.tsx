import { Button, HTMLSelect } from '@blueprintjs/core'
import { useCallback, useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { AuditEntry } from '../../../shared/audit.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { count, many, visible, visibleLines, when } from '../../format.ts'
import { fitWidth, sized } from '../../parts/grid/columns.ts'
import { Grid } from '../../parts/grid/grid.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import { usePrefs } from '../../state/prefs.ts'
import { TypedSearch } from './typed-search.tsx'

/** The audit log, newest first: who did what to the case, and when. */
export function AuditTab() {
  const { utc, widths, set } = usePrefs()
  const [search, setSearch] = useState('')
  const [action, setAction] = useState<string | null>(null)
  const [open, setOpen] = useState<AuditEntry | null>(null)
  const [cursor, setCursor] = useState({ row: 0, column: 0 })
  const found = useAsk('auditLog', { search, action, offset: 0, limit: 1 }, { fresh: true })
  const load = useCallback(
    async (offset: number, limit: number, signal: AbortSignal) =>
      (await api.auditLog({ search, action, offset, limit }, signal)).rows,
    [search, action],
  )
  useShortcuts('Audit log', [{ keys: 'esc', does: 'Close the details', run: () => setOpen(null), when: open !== null }])
  if (found.error !== null) return <Failure error={found.error} onRetry={found.refetch} />
  if (found.data === undefined) return <Loading what="Reading the audit log" />
  const { total, actions, rows } = found.data
  const all = actions.reduce((sum, { lines }) => sum + lines, 0)
  return (
    <>
      <div className="evidence-bar">
        <HTMLSelect
          aria-label="What was done"
          value={action ?? '*'}
          onChange={(event) => setAction(event.currentTarget.value === '*' ? null : event.currentTarget.value)}
          options={[
            { value: '*', label: `everything (${count(all)})` },
            ...actions.map((one) => ({ value: one.action, label: `${actionWords(one.action)} (${count(one.lines)})` })),
          ]}
        />
        <TypedSearch label="Find in the audit log" placeholder="Words of a line" text={search} onText={setSearch} />
        <Button size="small" variant="minimal" icon="refresh" text="Read again" onClick={found.refetch} />
      </div>
      {total === 0 ? (
        <Empty icon="history" title="No such line">
          Every import, call to AWS, mark, query, export and report has one.
        </Empty>
      ) : (
        <Group className="evidence-body" orientation="horizontal">
          <Panel minSize="30%">
            <Grid<AuditEntry>
              label="Audit log"
              columns={columns.map((column) => sized(column, widths[`audit.${column.id}`], utc))}
              count={total}
              token={JSON.stringify([search, action, total, rows[0]?.hash])}
              load={load}
              text={(row, column) => cell(row, column, utc)}
              order={null}
              cursor={{ ...cursor, row: Math.min(cursor.row, total - 1) }}
              onCursor={setCursor}
              onRow={(row) => open !== null && setOpen(row)}
              onOpen={setOpen}
              onHeader={{
                sort: () => {},
                resize: (column, width) => set({ widths: { ...widths, [`audit.${column}`]: fitWidth(width) } }),
                move: () => {},
              }}
            />
          </Panel>
          {open !== null && (
            <>
              <Separator className="separator" />
              <Panel defaultSize="40%" minSize="300px">
                <Entry entry={open} utc={utc} onClose={() => setOpen(null)} />
              </Panel>
            </>
          )}
        </Group>
      )}
      <footer className="evidence-foot">
        <span role="status">{many(total, 'line')}, newest first</span>
        <span className="quiet">Each line holds the hash of the one before it; Verification walks the chain.</span>
      </footer>
    </>
  )
}

function Entry({
  entry,
  utc,
  onClose,
}: {
  readonly entry: AuditEntry
  readonly utc: boolean
  readonly onClose: () => void
}) {
  return (
    <aside className="object-detail" aria-label="Line of the audit log">
      <header>
        <h2>{actionWords(entry.action)}</h2>
        <Button size="small" variant="minimal" icon="cross" aria-label="Close the details" onClick={onClose} />
      </header>
      <p className="quiet">
        {entry.seq !== null && `Line ${count(entry.seq)}, `}
        {when(entry.at, utc)} {entry.who !== null && `by ${visible(entry.who)}`}
      </p>
      <pre className="object-metadata">{visibleLines(entry.details)}</pre>
      {entry.hash !== null && (
        <p className="quiet anywhere">
          SHA-256 <span className="mono">{entry.hash}</span>
        </p>
      )}
    </aside>
  )
}

const columns = [
  { id: 'at', title: 'Time', width: 160, times: true },
  { id: 'who', title: 'Who', width: 150 },
  { id: 'action', title: 'What', width: 160 },
  { id: 'details', title: 'Details', width: 620, grows: true },
  { id: 'seq', title: 'Line', width: 70, align: 'right' },
] as const

function cell(row: AuditEntry, column: string, utc: boolean): string {
  if (column === 'at') return when(row.at, utc)
  if (column === 'action') return actionWords(row.action)
  if (column === 'seq') return row.seq === null ? '' : count(row.seq)
  if (column === 'details') return visible(row.details.slice(0, 500).replace(/\s+/g, ' '))
  return visible(row.who ?? '')
}

/** import-begun as a person reads it. */
function actionWords(action: string): string {
  return visible(action.replaceAll('-', ' '))
}
