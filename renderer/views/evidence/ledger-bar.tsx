import { Button, HTMLSelect, Menu, MenuItem, PopoverNext } from '@blueprintjs/core'
import type { ExportWhat } from '../../../shared/api.ts'
import type { ObjectState } from '../../../shared/case.ts'
import type { LedgerSums } from '../../../shared/ledger.ts'
import { objectProofs } from '../../../shared/proof.ts'
import { count, visible } from '../../format.ts'
import { verdictWord } from '../../parts/objects/integrity.tsx'
import { useLedger } from '../../state/ledger.ts'
import type { RetryOf } from './retry-dialog.tsx'
import { sumOf } from './sums.ts'
import { TypedSearch } from './typed-search.tsx'

/** Which objects are shown, and what can be done with them. */
export function LedgerBar({
  sums,
  readOnly,
  fields,
  onFields,
  onRetry,
  onExport,
  onRecord,
  onBundle,
}: {
  readonly sums: LedgerSums
  readonly readOnly: boolean
  readonly fields: boolean
  readonly onFields: () => void
  readonly onRetry: (of: RetryOf) => void
  readonly onExport: (what: ExportWhat) => void
  readonly onRecord: () => void
  readonly onBundle: () => void
}) {
  const { state, format, search, proof } = useLedger()
  const objects = (of: ObjectState | null) => sumOf(sums.lines, of, format).objects
  const formats = [...new Set(sums.lines.map((line) => line.format ?? ''))].sort()
  const all = (of: ObjectState | null) => sumOf(sums.lines, of, null).objects
  const counts = { partial: all('partial'), skipped: all('skipped'), rejected: all('rejected') }
  return (
    <div className="evidence-bar">
      <fieldset className="tabs" aria-label="Which objects">
        {stateChoices.map((choice) => (
          <button
            key={choice ?? 'all'}
            type="button"
            className="tab"
            aria-pressed={state === choice}
            onClick={() => useLedger.setState({ state: choice })}
          >
            <span>{choice ?? 'all'}</span> <b>{count(objects(choice))}</b>
          </button>
        ))}
      </fieldset>
      <HTMLSelect
        aria-label="Format"
        value={format ?? '*'}
        onChange={(event) => {
          const { value } = event.currentTarget
          useLedger.setState({ format: value === '*' ? null : value })
        }}
        options={[
          { value: '*', label: 'every format' },
          ...formats.map((one) => ({
            value: one,
            label: `${one === '' ? 'no format' : visible(one)} (${count(sumOf(sums.lines, null, one).objects)})`,
          })),
        ]}
      />
      {(proof !== null || sums.verified) && (
        <HTMLSelect
          aria-label="Proof"
          value={proof ?? '*'}
          onChange={(event) => {
            const { value } = event.currentTarget
            useLedger.setState({ proof: objectProofs.find((one) => one === value) ?? null })
          }}
          options={[
            { value: '*', label: 'proved or not' },
            ...objectProofs.map((one) => ({
              value: one,
              label: one === 'none' ? 'not signed by AWS' : verdictWord(one),
            })),
          ]}
        />
      )}
      <TypedSearch
        label="Find objects"
        placeholder="Address, reason or hash"
        text={search}
        onText={(typed) => useLedger.setState({ search: typed })}
      />
      <span className="evidence-acts">
        {sums.unmapped.length > 0 && (
          <Button
            size="small"
            variant="minimal"
            icon="new-object"
            text={`New fields ${count(sums.unmapped.length)}`}
            title="Fields that were seen and that their format does not know"
            active={fields}
            aria-pressed={fields}
            onClick={() => {
              useLedger.setState({ open: null })
              onFields()
            }}
          />
        )}
        <Button
          size="small"
          variant="minimal"
          icon="repeat"
          text="Read again…"
          title="Read objects again that were rejected, skipped or read in part"
          disabled={readOnly || counts.partial + counts.skipped + counts.rejected === 0}
          onClick={() => onRetry({ counts })}
        />
        <PopoverNext
          placement="bottom-end"
          arrow={false}
          content={
            <Menu>
              <MenuItem
                icon="th"
                text="These objects…"
                onClick={() => onExport({ kind: 'objects', which: { state, format, search, proof } })}
              />
              <MenuItem icon="endorsed" text="Acquisition manifest…" onClick={() => onExport({ kind: 'manifest' })} />
              <MenuItem icon="manual" text="Acquisition record…" onClick={onRecord} />
              <MenuItem icon="lock" text="Bundle of this case…" onClick={onBundle} />
            </Menu>
          }
        >
          <Button size="small" variant="minimal" icon="export" text="Export" endIcon="caret-down" />
        </PopoverNext>
      </span>
    </div>
  )
}

export const stateChoices: readonly (ObjectState | null)[] = [
  null,
  'stored',
  'partial',
  'duplicate',
  'skipped',
  'rejected',
]
