import { Dialog, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core'
import { useEffect, useState } from 'react'
import type { DetectionRow } from '../../../shared/detection.ts'
import { api } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { count, many, sentence, visible } from '../../format.ts'
import { AskForm } from '../../parts/ask-form/ask-form.tsx'
import { EventLines } from './event-lines.tsx'
import { searchOfPrincipal } from './words.ts'

/** Hides events of findings by a rule and a search; before anything is saved it shows exactly what would be hidden. */
export function SuppressDialog({ detail, onClose }: { readonly detail: DetectionRow; readonly onClose: () => void }) {
  const [everyRule, setEveryRule] = useState(false)
  const [search, setSearch] = useState(() => (detail.principal === null ? '' : searchOfPrincipal(detail.principal)))
  const [settled, setSettled] = useState(search)
  const [note, setNote] = useState('')
  useEffect(() => {
    const later = setTimeout(() => setSettled(search.trim()), 300)
    return () => clearTimeout(later)
  }, [search])
  const rule = everyRule ? null : detail.rule
  const tooWide = everyRule && settled === ''
  const preview = useAsk('previewSuppression', { rule, search: settled, limit: 100 }, { enabled: !tooWide })
  const fresh = !tooWide && !preview.stale && preview.error === null && settled === search.trim()
  const save = async () => {
    await api.saveSuppression({ rule, search: settled, note: note.trim() })
    onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} title="Suppress events" icon="eye-off" className="suppress-dialog">
      <AskForm
        does={fresh && preview.data ? `Hide ${many(preview.data.events, 'event')}` : 'Hide'}
        disabled={!fresh || note.trim() === ''}
        onDo={save}
        onClose={onClose}
      >
        <FormGroup label="Events of" labelFor="suppress-rule">
          <HTMLSelect
            id="suppress-rule"
            fill
            value={everyRule ? 'every' : 'one'}
            onChange={(event) => setEveryRule(event.currentTarget.value === 'every')}
            options={[
              { value: 'one', label: visible(detail.title) },
              { value: 'every', label: 'every rule' },
            ]}
          />
        </FormGroup>
        <FormGroup
          label="that match this search"
          labelFor="suppress-search"
          helperText="As in the timeline. Empty: all events of the rule, those to come too."
        >
          <InputGroup
            id="suppress-search"
            fill
            className="mono"
            autoFocus
            value={search}
            onValueChange={setSearch}
            spellCheck={false}
          />
        </FormGroup>
        <section className="suppress-preview" aria-label="What would be hidden" aria-busy={!fresh}>
          {tooWide ? (
            <p className="quiet">Every rule and no search would hide everything that was found: write a search.</p>
          ) : preview.error !== null ? (
            <p className="finding-problem" role="alert">
              {sentence(preview.error.message)}
            </p>
          ) : preview.data === undefined ? (
            <p className="quiet">Looking what this would hide…</p>
          ) : (
            <Preview preview={preview.data} stale={!fresh} />
          )}
        </section>
        <FormGroup label="Why" labelFor="suppress-note" helperText="Kept in the case with your name and the time.">
          <InputGroup id="suppress-note" fill value={note} maxLength={10_000} onValueChange={setNote} />
        </FormGroup>
      </AskForm>
    </Dialog>
  )
}

function Preview({
  preview,
  stale,
}: {
  readonly preview: NonNullable<ReturnType<typeof useAsk<'previewSuppression'>>['data']>
  readonly stale: boolean
}) {
  const { events, detections, whole, rules, rows } = preview
  return (
    <div className={stale ? 'detect-stale' : undefined}>
      <p role="status">
        {events === 0 ? (
          'Nothing that was found matches. What comes later and matches would be hidden.'
        ) : (
          <>
            Hides <b>{many(events, 'event')}</b> of <b>{many(detections, 'finding')}</b>
            {whole > 0 && `, ${whole < detections ? `${count(whole)} of them ` : ''}as a whole`}
            {rules.length > 1 && ` of ${many(rules.length, 'rule')}`}.
          </>
        )}
      </p>
      {rules.length > 1 && (
        <ul className="finding-lines">
          {rules.slice(0, 20).map((one) => (
            <li key={one.rule}>
              <span className={`dot severity-${one.level}`} /> {visible(one.title)}: {many(one.events, 'event')}
            </li>
          ))}
        </ul>
      )}
      {rows.rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls it with the keyboard
        <section className="suppress-rows" tabIndex={0} aria-label="Events that would be hidden">
          <EventLines rows={rows} label="Events that would be hidden" />
        </section>
      )}
      {rows.rows.length < events && <p className="quiet">The first {count(rows.rows.length)} are shown.</p>}
    </div>
  )
}
