import { Button } from '@blueprintjs/core'
import { useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { ExportWhat } from '../../../shared/api.ts'
import { useAsk } from '../../ask.ts'
import { PackBundle } from '../../parts/bundle/pack-bundle.tsx'
import { ExportDialog } from '../../parts/export-dialog/export-dialog.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { Empty, Failure, Loading } from '../../parts/states/states.tsx'
import { useCase } from '../../state/case.ts'
import { useLedger } from '../../state/ledger.ts'
import { go } from '../../state/place.ts'
import { LedgerBar, stateChoices } from './ledger-bar.tsx'
import { LedgerFoot } from './ledger-foot.tsx'
import { ObjectDetail } from './object-detail.tsx'
import { ObjectGrid } from './object-grid.tsx'
import { RecordDialog } from './record-dialog.tsx'
import { RetryDialog, type RetryOf } from './retry-dialog.tsx'
import { sumOf } from './sums.ts'
import { Unmapped } from './unmapped.tsx'

/** The ledger: every object by state and format, what all of them come to, and everything known of the one that is open. */
export function LedgerTab() {
  const { state, format, search, proof, open } = useLedger()
  const readOnly = useCase(({ info }) => info?.readOnly ?? false)
  const sums = useAsk('ledger', {})
  const found = useAsk('objects', { state, format, search, proof, offset: 0, limit: 1 })
  const [fields, setFields] = useState(false)
  const [exporting, setExporting] = useState<ExportWhat | null>(null)
  const [recording, setRecording] = useState(false)
  const [bundling, setBundling] = useState(false)
  const [retrying, setRetrying] = useState<RetryOf | null>(null)
  const close = () => useLedger.setState({ open: null })
  useShortcuts('Objects', [
    { keys: 'esc', does: 'Close the details', run: close, when: open !== null },
    {
      keys: 'mod+shift+e',
      does: 'Export these objects',
      run: () => setExporting({ kind: 'objects', which: { state, format, search, proof } }),
    },
    ...stateChoices.map((choice, at) => ({
      keys: String(at + 1),
      does: `Show ${choice ?? 'all'} objects`,
      run: () => useLedger.setState({ state: choice }),
    })),
  ])

  const error = sums.error ?? found.error
  const again = () => {
    sums.refetch()
    found.refetch()
  }
  if (error !== null) return <Failure error={error} onRetry={again} />
  if (sums.data === undefined || found.data === undefined) return <Loading what="Reading the ledger" />
  const all = sumOf(sums.data.lines, null, null)
  if (all.objects === 0) {
    return (
      <Empty
        icon="archive"
        title="Nothing was imported yet"
        action={!readOnly && <Button intent="primary" icon="import" text="Import logs" onClick={() => go('import')} />}
      >
        Every object that is seen gets a line here, whatever becomes of it.
      </Empty>
    )
  }
  return (
    <>
      <LedgerBar
        sums={sums.data}
        readOnly={readOnly}
        fields={fields}
        onFields={() => setFields(!fields)}
        onRetry={setRetrying}
        onExport={setExporting}
        onRecord={() => setRecording(true)}
        onBundle={() => setBundling(true)}
      />
      <Group className="evidence-body" orientation="horizontal">
        <Panel minSize="30%">
          {found.data.total === 0 ? (
            <Empty
              icon="archive"
              title={`No ${state ?? ''} object${search === '' ? (proof === null ? '' : ' of this kind') : ' with these words'}`}
            >
              <button
                type="button"
                className="door"
                onClick={() => useLedger.setState({ state: null, format: null, search: '', proof: null })}
              >
                Show all {all.objects.toLocaleString('en-US')}
              </button>
            </Empty>
          ) : (
            <ObjectGrid total={found.data.total} />
          )}
        </Panel>
        {(open !== null || fields) && (
          <>
            <Separator className="separator" />
            <Panel defaultSize="36%" minSize="300px">
              {open !== null ? (
                <ObjectDetail objectId={open} readOnly={readOnly} onRetry={setRetrying} onClose={close} />
              ) : (
                <Unmapped fields={sums.data.unmapped} onClose={() => setFields(false)} />
              )}
            </Panel>
          </>
        )}
      </Group>
      <LedgerFoot sums={sums.data} found={found.data.total} />
      {exporting !== null && (
        <ExportDialog
          what={exporting}
          rows={exporting.kind === 'objects' ? found.data.total : undefined}
          open
          onClose={() => setExporting(null)}
        />
      )}
      {bundling && <PackBundle onClose={() => setBundling(false)} />}
      {recording && <RecordDialog onClose={() => setRecording(false)} />}
      {retrying !== null && <RetryDialog of={retrying} onClose={() => setRetrying(null)} />}
    </>
  )
}
