import type { ReactNode } from 'react'
import type { ObjectDetail, ObjectName, Some } from '../../../shared/ledger.ts'
import { bytes, count, many, time, visible, when } from '../../format.ts'
import { Integrity } from '../../parts/objects/integrity.tsx'
import { StateChip } from '../../parts/objects/state-chip.tsx'
import { useLedger } from '../../state/ledger.ts'
import { usePrefs } from '../../state/prefs.ts'
import { placeOf } from './place-of.ts'

/** A line of the ledger in full, and what hangs on it. */
export function ObjectFacts({ object }: { readonly object: ObjectDetail }) {
  const utc = usePrefs((prefs) => prefs.utc)
  const { same, members, repeats, bad, unmapped, parent } = object
  return (
    <>
      <dl>
        <Fact name="State">
          <StateChip state={object.state} />
        </Fact>
        {object.reason !== null && <Fact name="Reason">{visible(object.reason)}</Fact>}
        <Fact name="Format">{object.format === null ? 'not recognized' : visible(object.format)}</Fact>
        <Fact name="Events">
          {[
            count(object.events),
            object.duplicates > 0 && many(object.duplicates, 'duplicate'),
            object.conflicts > 0 && many(object.conflicts, 'conflict'),
            object.bad_records > 0 && many(object.bad_records, 'unreadable record'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Fact>
        <Fact name="Proof">
          <Integrity of={object} />
        </Fact>
        {object.first !== null && (
          <Fact name="Covers">
            {time(object.first, utc)} – {time(object.last, utc)}
          </Fact>
        )}
        <Fact name="Size">
          {bytes(object.bytes)} <span className="quiet">({count(object.bytes)} bytes)</span>
        </Fact>
        <Fact name="SHA-256">
          <span className="mono">{object.sha256 ?? 'not hashed: its bytes could not be read'}</span>
        </Fact>
        <Fact name="Address">
          <span className="mono">{visible(object.uri)}</span>
        </Fact>
        {parent !== null && (
          <Fact name="Member of">
            <ObjectDoor of={parent} />
          </Fact>
        )}
        <Fact name="Changed">{when(object.modified_at, utc) || 'not known'}</Fact>
        <Fact name="Kept">
          {kept[object.kept]}
          {object.kept === 'in-place' && object.kept_at !== null && (
            <div className="mono">{visible(object.kept_at)}</div>
          )}
        </Fact>
        <Fact name="Imported">
          {when(object.imported_at, utc)} <span className="quiet">by {visible(object.imported_by)}</span>
        </Fact>
        {object.import !== null && (
          <Fact name="Import">
            number {object.import.import_id}, {object.import.state}{' '}
            <span className="quiet">since {when(object.import.started_at, utc)}</span>
            <div className="mono quiet">{visible(asked(object.import.what))}</div>
          </Fact>
        )}
        <Fact name="Object">{object.object_id}</Fact>
      </dl>
      {object.metadata !== null && (
        <section>
          <h3>What its source said</h3>
          <pre className="object-metadata">{visibleJson(object.metadata)}</pre>
        </section>
      )}
      <Listed title="Unreadable records" of={bad}>
        {({ ordinal, reason }) => (
          <li key={ordinal}>
            <span className="quiet">record {count(ordinal)}</span> <span className="anywhere">{visible(reason)}</span>
          </li>
        )}
      </Listed>
      {unmapped.length > 0 && (
        <section>
          <h3>
            Fields seen and not mapped <span className="quiet">{count(unmapped.length)}</span>
          </h3>
          <ul>
            {unmapped.map(({ field, records }) => (
              <li key={field}>
                <span className="mono anywhere">{visible(field)}</span>{' '}
                <span className="quiet">in {many(records, 'record')}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Listed title="Events stored from other objects" of={repeats}>
        {(one) => (
          <li key={one.object_id}>
            <ObjectDoor of={one} /> <span className="quiet">{many(one.events, 'event')}</span>
          </li>
        )}
      </Listed>
      <Listed title="The same bytes" of={same}>
        {(one) => (
          <li key={one.object_id}>
            <ObjectDoor of={one} />
          </li>
        )}
      </Listed>
      <Listed title="Members" of={members}>
        {(one) => (
          <li key={one.object_id}>
            <ObjectDoor of={one} />
          </li>
        )}
      </Listed>
    </>
  )
}

const kept = {
  copied: 'as a copy in the case, named by its hash',
  'in-place': 'where it was imported from',
  member: 'inside the archive',
  none: 'not kept in the case',
} as const satisfies Record<ObjectDetail['kept'], string>

function ObjectDoor({ of }: { readonly of: ObjectName }) {
  return (
    <>
      <StateChip state={of.state} />{' '}
      <button
        type="button"
        className="door anywhere"
        title={visible(of.uri)}
        onClick={() => useLedger.setState({ open: of.object_id })}
      >
        {visible(placeOf(of.uri).name)}
      </button>
    </>
  )
}

function Listed<T>({
  title,
  of,
  children,
}: {
  readonly title: string
  readonly of: Some<T>
  readonly children: (one: T) => ReactNode
}) {
  if (of.total === 0) return null
  return (
    <section>
      <h3>
        {title} <span className="quiet">{count(of.total)}</span>
      </h3>
      <ul>{of.rows.map(children)}</ul>
      {of.total > of.rows.length && (
        <p className="quiet">The first {count(of.rows.length)} are shown; SQL and exports have all of them.</p>
      )}
    </section>
  )
}

/** What the import was asked for, in a line: where, and how when that was not as usual. */
function asked(what: string): string {
  const said = JSON.parse(what) as {
    paths?: unknown
    inPlace?: unknown
    as?: unknown
    retry?: unknown
    named?: unknown
  }
  const paths = Array.isArray(said.paths) ? said.paths.map(String) : []
  const parts = [
    said.retry !== undefined && 'read again',
    typeof said.named === 'string' ? said.named : paths.slice(0, 3).join('  '),
    paths.length > 3 && `and ${count(paths.length - 3)} more`,
    said.inPlace === true && 'in place',
    typeof said.as === 'string' && `as ${said.as}`,
  ]
  return parts.filter(Boolean).join(' · ')
}

function visibleJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2).split('\n').map(visible).join('\n')
  } catch {
    return visible(text)
  }
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="anywhere">{children}</dd>
    </div>
  )
}
