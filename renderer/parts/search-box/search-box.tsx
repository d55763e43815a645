import { Button, Icon, PopoverNext } from '@blueprintjs/core'
import type { EditorView } from '@codemirror/view'
import { useEffect, useRef, useState } from 'react'
import { sentence } from '../../format.ts'
import { useDraft } from '../../state/draft.ts'
import { useShortcuts } from '../shortcuts/shortcuts.ts'
import { type BoxActs, createEditor, writeText } from './editor.ts'
import { Explained } from './explained.tsx'
import { searchErrors } from './marks.ts'
import { pastSearches, rememberSearch } from './past.ts'
import '../code/code.css'
import './search-box.css'

/**
 * Where a search is written. Enter applies it, Esc gives up what was typed and leaves, the arrows go through what was
 * searched before. What is wrong is underlined where it stands and said below.
 */
export function SearchBox({
  value,
  onApply,
  autoFocusKey = '/ | mod+l',
}: {
  readonly value: string
  readonly onApply: (text: string) => void
  readonly autoFocusKey?: string
}) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const [text, setText] = useState(value)
  const [insisted, setInsisted] = useState(false)
  const [focused, setFocused] = useState(false)
  const [completing, setCompleting] = useState(false)
  const rested = useRested(text)
  const draft = useDraft((state) => state.text)
  const past = useRef<{ readonly typed: string; readonly at: number } | null>(null)
  const errors = searchErrors(text)
  const changed = text.trim() !== value

  const write = (next: string) => {
    if (view.current !== null) writeText(view.current, next)
  }
  const recall = (step: number) => {
    const all = pastSearches()
    const { typed, at } = past.current ?? { typed: text, at: all.length }
    const to = at + step
    if (to < 0 || to > all.length) return true
    write(to === all.length ? typed : (all[to] ?? ''))
    past.current = { typed, at: to }
    return true
  }
  const apply = () => {
    if (errors.length > 0) {
      setInsisted(true)
      return true
    }
    past.current = null
    rememberSearch(text.trim())
    onApply(text.trim())
    return true
  }
  const acts: BoxActs = {
    change: (next) => {
      setText(next)
      setInsisted(false)
    },
    completing: setCompleting,
    apply,
    leave: () => {
      past.current = null
      write(value)
      view.current?.contentDOM.blur()
      return true
    },
    earlier: () => recall(-1),
    later: () => recall(1),
  }
  const latest = useRef(acts)
  latest.current = acts
  const first = useRef(value)

  useEffect(() => {
    if (host.current === null) return
    view.current = createEditor(
      host.current,
      first.current,
      'Search',
      'Search: words, field:value, AND OR NOT ( )',
      () => latest.current,
    )
    return () => {
      view.current?.destroy()
      view.current = null
    }
  }, [])
  useEffect(() => {
    if (view.current !== null) writeText(view.current, value)
  }, [value])
  useEffect(() => {
    const at = view.current
    if (draft === null || at === null) return
    useDraft.setState({ text: null })
    const before = at.state.doc.toString().trimEnd()
    writeText(at, before === '' ? draft : `${before} ${draft}`)
    at.focus()
  }, [draft])
  useShortcuts('Search', [
    {
      keys: autoFocusKey,
      does: 'Write a search',
      run: () => {
        view.current?.focus()
        view.current?.dispatch({ selection: { anchor: 0, head: view.current.state.doc.length } })
      },
    },
  ])

  const [error] = errors
  const shown = error !== undefined && (insisted || (focused && rested && !completing))
  return (
    <search
      className={`search-box${shown ? ' search-wrong' : ''}`}
      onFocus={() => setFocused(true)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false)
      }}
    >
      <Icon icon="search" className="search-icon" />
      <div className="search-text code" ref={host} />
      {changed && error === undefined && <span className="search-hint quiet">Enter applies</span>}
      {text !== '' && (
        <Button
          size="small"
          variant="minimal"
          icon="cross"
          aria-label="Clear the search"
          onClick={() => {
            write('')
            onApply('')
          }}
        />
      )}
      <PopoverNext placement="bottom-end" content={<Explained search={text} />} disabled={error !== undefined}>
        <Button
          size="small"
          variant="minimal"
          text="SQL"
          aria-label="Show this search as SQL"
          disabled={error !== undefined}
        />
      </PopoverNext>
      {shown && (
        <p
          className={insisted ? 'search-problem search-insisted' : 'search-problem'}
          role={insisted ? 'alert' : 'status'}
        >
          {sentence(error.message)}
          {errors.length > 1 && <span className="quiet"> and {errors.length - 1} more</span>}
        </p>
      )}
    </search>
  )
}

/** Half a term is not a mistake: true when nothing was typed for a moment. */
function useRested(text: string): boolean {
  const [rested, setRested] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), 700)
    return () => clearTimeout(timer)
  }, [text])
  return rested === text
}
