import { Button, Callout, Checkbox, SegmentedControl } from '@blueprintjs/core'
import { useMemo, useState } from 'react'
import type { EventDetail } from '../../../shared/answers.ts'
import { bytes, count, visible } from '../../format.ts'
import { usePrefs } from '../../state/prefs.ts'
import { copy } from './clipboard.ts'
import { indented } from './indent.ts'

/** More than this is laid out only when it is asked for, characters. */
const quick = 300_000

/** The record as logged, read back from the evidence; text, whatever it holds. */
export function DetailRaw({ detail }: { readonly detail: EventDetail }) {
  const { raw, rawIs, rawProblem, rawCutAt } = detail
  const isRow = rawIs === 'row'
  const { rawWrap, set } = usePrefs()
  const [asLogged, setAsLogged] = useState(false)
  const [whole, setWhole] = useState(false)
  const text = useMemo(() => {
    if (raw === null) return ''
    const part = whole ? raw : raw.slice(0, quick)
    return (asLogged ? part : indented(part)).split('\n').map(visible).join('\n')
  }, [raw, asLogged, whole])

  if (raw === null) {
    return (
      <Callout
        intent="warning"
        icon="document-share"
        title="The record cannot be read from the evidence"
        className="detail-callout"
      >
        {rawProblem ?? 'The evidence does not hold it.'}
      </Callout>
    )
  }
  return (
    <div className="detail-raw">
      <div className="detail-tools">
        <SegmentedControl
          size="small"
          value={asLogged ? 'logged' : 'indented'}
          onValueChange={(value) => setAsLogged(value === 'logged')}
          options={[
            { label: 'Indented', value: 'indented' },
            { label: isRow ? 'As JSON' : 'As logged', value: 'logged' },
          ]}
        />
        <Checkbox checked={rawWrap} onChange={(event) => set({ rawWrap: event.currentTarget.checked })} label="Wrap" />
        <span className="detail-space" />
        <span className="quiet">{bytes(new Blob([raw]).size)}</span>
        <Button
          size="small"
          variant="minimal"
          icon="duplicate"
          text="Copy"
          onClick={() => copy(raw, isRow ? 'the row as JSON' : 'the record as logged')}
        />
      </div>
      {isRow && (
        <p className="detail-note">
          Parquet holds this row column by column, so there are no bytes of it to show: this is the row as JSON, read
          back from the evidence.
        </p>
      )}
      {rawCutAt !== null && (
        <p className="detail-note">Cut at {bytes(rawCutAt)}; the whole record is in the evidence.</p>
      )}
      <section
        className={`detail-text${rawWrap ? ' detail-wrap' : ''}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long text is scrolled by keyboard
        tabIndex={0}
        aria-label={isRow ? 'The row as JSON' : 'The record as logged'}
      >
        <pre>{text}</pre>
      </section>
      {raw.length > quick && !whole && (
        <Button
          size="small"
          variant="minimal"
          text={`Show all ${count(raw.length)} characters`}
          onClick={() => setWhole(true)}
        />
      )}
    </div>
  )
}
