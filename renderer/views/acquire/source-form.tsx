import { Button, Callout } from '@blueprintjs/core'
import { useEffect, useMemo, useState } from 'react'
import { api } from '../../api.ts'
import { sentence, visible } from '../../format.ts'
import { Kbd } from '../../parts/shortcuts/kbd.tsx'
import { useShortcuts } from '../../parts/shortcuts/shortcuts.ts'
import { AccessFields, WayFields, wayNote } from './access-fields.tsx'
import { type Draft, newDraft } from './draft.ts'
import { type Form, FormContext, More, Text } from './form.tsx'
import { PolicyPanel } from './policy-panel.tsx'
import { TakingAway, WhenFields } from './runs-fields.tsx'
import { TestPanel } from './test-panel.tsx'
import { type Checked, useCheck } from './use-check.ts'
import { WhatFields, WhereFields } from './where-fields.tsx'
import { kinds } from './words.ts'

/** A new source, or one that is changed: its fields on one side, what AWS says to it on the other. */
export function SourceForm({
  first,
  replaces,
  names,
  readOnly,
  onSaved,
  onClose,
}: {
  readonly first: Draft
  /** Name of the source that is changed; null for a new one. */
  readonly replaces: string | null
  /** Names of the sources of the case. */
  readonly names: readonly string[]
  readonly readOnly: boolean
  readonly onSaved: (name: string) => void
  readonly onClose: () => void
}) {
  const [draft, setDraft] = useState(first)
  const checked = useCheck(draft)
  const [all, setAll] = useState(replaces !== null)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [problem, setProblem] = useState<string | null>(null)
  const taken = draft.name.trim() !== replaces && names.includes(draft.name.trim())
  const source = taken ? null : checked.source

  const form = useMemo((): Form => {
    const wrong = (place: string) => {
      if (place === 'name' && taken) return 'there is a source of this name'
      const found = checked.mistakes.find(({ field }) => field === place || field.startsWith(`${place}.`))
      if (found === undefined || (!all && !left.has(place))) return null
      return found.field === place
        ? found.text
        : `${found.text}: look at value ${1 + Number(found.field.split('.').at(-1))}`
    }
    return {
      draft,
      locked: readOnly,
      edit: (change) => setDraft((now) => harmless(now, { ...now, ...change })),
      wrong,
      leave: (place) => setLeft((now) => (now.has(place) ? now : new Set([...now, place]))),
    }
  }, [draft, readOnly, checked, taken, all, left])

  const save = async () => {
    setAll(true)
    if (taken || readOnly) return
    const whole = await checked.now()
    if (whole === null) return
    setProblem(null)
    try {
      await api.saveSource({ source: whole, replaces })
      onSaved(whole.name)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }
  useShortcuts('Source', [
    { keys: 'mod+s', does: 'Save the source', run: () => void save() },
    { keys: 'esc', does: 'Go back to all sources', run: onClose, when: draft === first },
  ])
  useFirstField(replaces === null)

  return (
    <FormContext value={form}>
      <div className="page acquire-form">
        <div className="page-head">
          <Button variant="minimal" icon="arrow-left" text="Sources" onClick={onClose} />
          <h1 className="anywhere acquire-title">
            {replaces === null ? `New source: ${kinds[draft.kind].title}` : visible(replaces)}
          </h1>
          <span className="quiet" role="status">
            {all || left.size > 0 ? sayMistakes(checked, taken) : ''}
          </span>
          <Button text="Cancel" variant="minimal" onClick={onClose} />
          <Button
            intent="primary"
            text="Save"
            endIcon={<Kbd keys="mod+s" />}
            disabled={readOnly || taken}
            onClick={() => void save()}
          />
        </div>
        {(problem ?? checked.problem) !== null && (
          <Callout intent="danger" icon="error">
            {sentence(problem ?? checked.problem ?? '')}
          </Callout>
        )}
        <div className="acquire-columns">
          <div className="acquire-parts">
            <section className="panel acquire-part" aria-labelledby="part-where">
              <h2 id="part-where">Where</h2>
              <p className="quiet">{kinds[draft.kind].about}</p>
              <Text at="name" label="Name" placeholder="What it is called here" />
              <WhereFields />
            </section>
            <section className="panel acquire-part" aria-labelledby="part-who">
              <h2 id="part-who">With whose permissions</h2>
              <AccessFields />
            </section>
            <More title="Region and endpoints" note={wayNote(draft)} open={isWaySet(first)}>
              <WayFields />
            </More>
            {(draft.kind === 's3-bucket' || draft.kind === 'security-lake-listing') && (
              <section className="panel acquire-part" aria-labelledby="part-what">
                <h2 id="part-what">What of it</h2>
                <WhatFields />
              </section>
            )}
            <section className="panel acquire-part" aria-labelledby="part-when">
              <h2 id="part-when">When</h2>
              <WhenFields />
            </section>
            <TakingAway />
          </div>
          <aside className="acquire-side" aria-label="What AWS says">
            <TestPanel
              source={source}
              whole={() => {
                setAll(true)
                return checked.now()
              }}
            />
            <PolicyPanel source={source} />
          </aside>
        </div>
      </div>
    </FormContext>
  )
}

/** Taking away was confirmed for one bucket or queue: with another one it is off again. */
function harmless(before: Draft, after: Draft): Draft {
  if (before.bucket === after.bucket && before.queue === after.queue && before.kind === after.kind) return after
  return { ...after, deleteAfter: false, acknowledge: false }
}

function isWaySet(draft: Draft): boolean {
  const empty = newDraft(draft.kind)
  return wayNote(draft) !== wayNote(empty)
}

function sayMistakes({ mistakes }: Checked, taken: boolean): string {
  const wrong = mistakes.length + (taken ? 1 : 0)
  if (wrong === 0) return ''
  return wrong === 1 ? 'One field needs another look' : `${wrong} fields need another look`
}

function useFirstField(isNew: boolean): void {
  useEffect(() => {
    if (isNew) document.getElementById('source-name')?.focus()
  }, [isNew])
}
