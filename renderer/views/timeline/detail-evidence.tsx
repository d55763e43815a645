import { Button } from '@blueprintjs/core'
import type { ReactNode } from 'react'
import type { EventDetail } from '../../../shared/answers.ts'
import { bytes, count, many, time, visible } from '../../format.ts'
import { Integrity } from '../../parts/objects/integrity.tsx'
import { StateChip } from '../../parts/objects/state-chip.tsx'
import { useFilter } from '../../state/filter.ts'
import { showObject } from '../../state/ledger.ts'
import { usePrefs } from '../../state/prefs.ts'
import { copy } from './clipboard.ts'
import type { EventKey } from './rows.ts'
import { useTimeline } from './state.ts'

/** Where the record comes from, how sure that is, and where the same event was met again. */
export function DetailEvidence({ detail, of }: { readonly detail: EventDetail; readonly of: EventKey }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { object, origins, conflicts } = detail
  return (
    <div className="detail-scroll detail-evidence">
      <dl>
        <Fact name="Object">
          <span className="mono anywhere">{visible(object.uri)}</span>
        </Fact>
        <Fact name="State">
          <StateChip state={object.state} />
          {object.reason !== null && <span className="detail-reason">{visible(object.reason)}</span>}
        </Fact>
        <Fact name="Proof">
          <Integrity of={object} />
        </Fact>
        <Fact name="SHA-256">
          {object.sha256 === null ? (
            <span className="quiet">not known</span>
          ) : (
            <span className="detail-hash">
              <span className="mono anywhere">{object.sha256}</span>
              <Button
                size="small"
                variant="minimal"
                icon="duplicate"
                aria-label="Copy the hash"
                onClick={() => copy(object.sha256 ?? '', 'the SHA-256')}
              />
            </span>
          )}
        </Fact>
        <Fact name="Record">number {count(of.ordinal)} in the object (from 0)</Fact>
        <Fact name="Format">{object.format ?? 'not recognized'}</Fact>
        <Fact name="Size">{bytes(object.bytes)}</Fact>
        <Fact name="Holds">
          {many(object.events, 'event')}
          {object.duplicates > 0 && `, ${many(object.duplicates, 'duplicate')}`}
          {object.conflicts > 0 && `, ${many(object.conflicts, 'conflict')}`}
          {object.bad_records > 0 && `, ${many(object.bad_records, 'unreadable record')}`}
        </Fact>
        {object.first !== null && (
          <Fact name="Covers">
            {time(object.first, utc)} – {time(object.last, utc)}
          </Fact>
        )}
        <Fact name="Imported">{time(object.imported_at, utc)}</Fact>
        {object.evidence !== null && <Fact name="Kept">{kept[object.evidence] ?? visible(object.evidence)}</Fact>}
      </dl>
      <div className="detail-doors">
        <button
          type="button"
          className="door"
          onClick={() => useFilter.getState().add('object_id', of.object_id, false)}
        >
          all events of this object
        </button>
        <button type="button" className="door" onClick={() => showObject(of.object_id)}>
          this object in the ledger
        </button>
      </div>
      <Others
        title="The same id with other content"
        note="An id is text that the sender chose; both events are kept."
        events={conflicts}
        canOpen
      />
      <Others title="Found again in" note="Same id, same content: counted once." events={origins} />
    </div>
  )
}

/** What the ledger says about the bytes. */
const kept: Readonly<Record<string, string>> = {
  copied: 'as a copy in the case, named by its hash',
  'in-place': 'where it was imported from',
  member: 'inside the archive it was imported from',
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="detail-fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

interface OthersProps {
  readonly title: string
  readonly note: string
  readonly events: EventDetail['origins']
  /** They are events of their own; a duplicate is not. */
  readonly canOpen?: boolean
}

function Others({ title, note, events, canOpen }: OthersProps) {
  if (events.length === 0) return null
  return (
    <section className="detail-others">
      <h3>
        {title} <span className="quiet">{count(events.length)}</span>
      </h3>
      <p className="quiet">{note}</p>
      <ul>
        {events.map(({ object_id, ordinal, uri }) => (
          <li key={`${object_id}/${ordinal}`}>
            <span className="mono anywhere">{visible(uri)}</span> <span className="quiet">record {count(ordinal)}</span>
            {canOpen && (
              <button
                type="button"
                className="door"
                onClick={() => useTimeline.setState({ visiting: { object_id, ordinal } })}
              >
                open
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
