import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { type LedgerState, useLedger } from '../../state/ledger.ts'
import { AuditTab } from './audit-tab.tsx'
import { LedgerTab } from './ledger.tsx'
import { ProofTab } from './proof-tab.tsx'
import './evidence.css'
import './proof.css'

const tabs: readonly { readonly id: LedgerState['tab']; readonly title: string; readonly about: string }[] = [
  { id: 'objects', title: 'Objects', about: 'Every object that was seen, and what became of it' },
  { id: 'proof', title: 'Verification', about: 'Whether the case is still what was collected, and what AWS signed' },
  { id: 'audit', title: 'Audit log', about: 'Who did what to this case, and when' },
]

/** What the case stands on: its objects, what proves them, and what was done to it. */
export function Board() {
  const tab = useLedger((state) => state.tab)
  useShortcuts(
    'Evidence',
    tabs.map(({ id, title }, at) => ({
      keys: `alt+${at + 1}`,
      does: title,
      run: () => useLedger.setState({ tab: id }),
    })),
  )
  return (
    <div className="evidence">
      <h1 className="for-readers">Evidence</h1>
      <fieldset className="evidence-tabs" aria-label="What to look at">
        {tabs.map(({ id, title, about }) => (
          <button
            key={id}
            type="button"
            className="tab"
            aria-pressed={tab === id}
            title={about}
            onClick={() => useLedger.setState({ tab: id })}
          >
            {title}
          </button>
        ))}
      </fieldset>
      {tab === 'objects' ? <LedgerTab /> : tab === 'proof' ? <ProofTab /> : <AuditTab />}
    </div>
  )
}
