import { Button, Tooltip } from '@blueprintjs/core'
import { useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { ObjectRow, ObjectState } from '../../../shared/case.ts'
import { useAsk } from '../../ask.ts'
import { count } from '../../format.ts'
import { ExportDialog } from '../../parts/export-dialog/export-dialog.tsx'
import { Kbd } from '../../parts/shortcuts/kbd.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import { useCase } from '../../state/case.ts'
import { useLedger } from '../../state/ledger.ts'
import { go } from '../../state/place.ts'
import { ObjectDetail } from './object-detail.tsx'
import { ObjectGrid } from './object-grid.tsx'
import './evidence.css'

/** The ledger: every object by state, and everything known of the one that is open. */
export function Evidence() {
  const state = useLedger((ledger) => ledger.state)
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  const overview = useAsk('overview', {})
  const some = useAsk('objects', { state, offset: 0, limit: 1 })
  const [open, setOpen] = useState<ObjectRow | null>(null)
  const [exporting, setExporting] = useState(false)
  useShortcuts('Evidence', [
    { keys: 'esc', does: 'Close the details', run: () => setOpen(null), when: open !== null },
    { keys: 'mod+shift+e', does: 'Export the ledger', run: () => setExporting(true) },
    ...choices.map((choice, at) => ({
      keys: String(at + 1),
      does: `Show ${choice ?? 'all'} objects`,
      run: () => useLedger.setState({ state: choice }),
    })),
  ])

  const error = overview.error ?? some.error
  const again = () => {
    overview.refetch()
    some.refetch()
  }
  if (error !== null) return <Failure error={error} onRetry={again} />
  if (overview.data === undefined || some.data === undefined) return <Loading what="Reading the ledger" />
  const { objects } = overview.data
  const all = Object.values(objects).reduce((sum, n) => sum + n, 0)
  return (
    <div className="evidence">
      <div className="evidence-bar">
        <h1 className="for-readers">Evidence</h1>
        <fieldset className="evidence-states" aria-label="Which objects">
          {choices.map((choice) => {
            const n = choice === null ? all : objects[choice]
            return (
              <button
                key={choice ?? 'all'}
                type="button"
                className="evidence-state"
                aria-pressed={state === choice}
                onClick={() => useLedger.setState({ state: choice })}
              >
                <span>{choice ?? 'all'}</span> <b>{count(n)}</b>
              </button>
            )
          })}
        </fieldset>
        <span className="quiet evidence-explained">
          Every object ends in exactly one state; together they are all that was seen.
        </span>
        <Tooltip content={<Kbd keys="mod+shift+e" />} placement="bottom-end" compact>
          <Button size="small" icon="export" text="Export…" disabled={all === 0} onClick={() => setExporting(true)} />
        </Tooltip>
      </div>
      {some.data.total === 0 ? (
        <Empty
          icon="archive"
          title={all === 0 ? 'Nothing was imported yet' : `No object is ${state}`}
          action={
            all === 0 &&
            !readOnly && <Button intent="primary" icon="import" text="Import logs" onClick={() => go('import')} />
          }
        >
          {all > 0 && (
            <button type="button" className="door" onClick={() => useLedger.setState({ state: null })}>
              Show all {count(all)}
            </button>
          )}
        </Empty>
      ) : (
        <Group className="evidence-body" orientation="horizontal">
          <Panel minSize="30%">
            <ObjectGrid
              state={state}
              total={some.data.total}
              onOpen={setOpen}
              onRow={(row) => setOpen((now) => (now === null ? now : row))}
            />
          </Panel>
          {open !== null && (
            <>
              <Separator className="separator" />
              <Panel defaultSize="36%" minSize="280px">
                <ObjectDetail row={open} onClose={() => setOpen(null)} />
              </Panel>
            </>
          )}
        </Group>
      )}
      <ExportDialog what={{ kind: 'objects' }} rows={all} open={exporting} onClose={() => setExporting(false)} />
    </div>
  )
}

const choices: readonly (ObjectState | null)[] = [null, 'stored', 'partial', 'duplicate', 'skipped', 'rejected']
