import { Icon } from '@blueprintjs/core'
import type { LedgerSums } from '../../../shared/ledger.ts'
import { bytes, count, many } from '../../format.ts'
import { useLedger } from '../../state/ledger.ts'
import { sumOf } from './sums.ts'

/** What the shown objects come to, and whether the whole ledger agrees with what is stored. */
export function LedgerFoot({ sums, found }: { readonly sums: LedgerSums; readonly found: number }) {
  const { state, format, search, proof } = useLedger()
  const shown = sumOf(sums.lines, state, format)
  const all = sumOf(sums.lines, null, null)
  const states = new Map<string, number>()
  for (const line of sums.lines) states.set(line.state, (states.get(line.state) ?? 0) + line.objects)
  const added = [...states].map(([name, objects]) => `${count(objects)} ${name}`).join(' + ')
  return (
    <footer className="evidence-foot">
      <span role="status">
        {search === '' && proof === null
          ? [
              many(shown.objects, 'object'),
              bytes(shown.bytes),
              many(shown.events, 'event'),
              shown.duplicates > 0 && many(shown.duplicates, 'duplicate'),
              shown.conflicts > 0 && many(shown.conflicts, 'conflict'),
              shown.bad_records > 0 && many(shown.bad_records, 'unreadable record'),
            ]
              .filter(Boolean)
              .join(' · ')
          : `${count(found)} of ${many(shown.objects, 'object')}`}
      </span>
      {sums.amiss.length === 0 ? (
        <span className="evidence-adds">
          <Icon icon="tick-circle" size={13} className="evidence-good" />
          Adds up: {added} = {many(all.objects, 'object')}; their {many(all.events, 'event')} are those of the case
        </span>
      ) : (
        <span className="evidence-adds" role="alert">
          <Icon icon="warning-sign" size={13} className="evidence-bad" />
          Does not add up: {sums.amiss.join('; ')}
        </span>
      )}
    </footer>
  )
}
