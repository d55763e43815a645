import { Button } from '@blueprintjs/core'
import type { ReactNode } from 'react'
import type { ObjectRow } from '../../../shared/case.ts'
import { bytes, count, time, visible, when } from '../../format.ts'
import { everything, useFilter } from '../../state/filter.ts'
import { go } from '../../state/place.ts'
import { usePrefs } from '../../state/prefs.ts'
import { placeOf } from './place-of.ts'

/** Everything the ledger knows of an object. */
export function ObjectDetail({ row, onClose }: { readonly row: ObjectRow; readonly onClose: () => void }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { name } = placeOf(row.uri)
  const openEvents = () => {
    useFilter.getState().set({ ...everything, search: `object:${row.object_id}` })
    go('timeline')
  }
  return (
    <aside className="object-detail" aria-label="Object">
      <header>
        <h2 className="anywhere">{visible(name)}</h2>
        <Button size="small" variant="minimal" icon="cross" aria-label="Close the details" onClick={onClose} />
      </header>
      {row.events > 0 && (
        <Button icon="timeline-events" text={`Its ${count(row.events)} events in the timeline`} onClick={openEvents} />
      )}
      <dl>
        <Fact name="State">
          <span className={`chip object-chip-${row.state}`}>{row.state}</span>
        </Fact>
        {row.reason !== null && <Fact name="Reason">{visible(row.reason)}</Fact>}
        <Fact name="Format">{row.format === null ? 'not recognized' : visible(row.format)}</Fact>
        <Fact name="Events">{count(row.events)}</Fact>
        <Fact name="Duplicate events">{count(row.duplicates)}</Fact>
        <Fact name="Conflicts">{count(row.conflicts)}</Fact>
        <Fact name="Unreadable records">{count(row.bad_records)}</Fact>
        <Fact name="Size">
          {bytes(row.bytes)} <span className="quiet">({count(row.bytes)} bytes)</span>
        </Fact>
        <Fact name="First event">{time(row.first, utc) || 'none'}</Fact>
        <Fact name="Last event">{time(row.last, utc) || 'none'}</Fact>
        <Fact name="Imported">{when(row.imported_at, utc)}</Fact>
        {row.integrity !== null && <Fact name="Integrity">{visible(row.integrity)}</Fact>}
        <Fact name="SHA-256">
          <span className="mono">{row.sha256 ?? 'not hashed'}</span>
        </Fact>
        <Fact name="Address">
          <span className="mono">{visible(row.uri)}</span>
        </Fact>
        <Fact name="Object">{row.object_id}</Fact>
      </dl>
    </aside>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="anywhere">{children}</dd>
    </div>
  )
}
