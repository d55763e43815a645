import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { indentUnit } from '@codemirror/language'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { EditorState, RangeSetBuilder } from '@codemirror/state'
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  ViewPlugin,
} from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { nonce } from '../code/nonce.ts'
import { typeOverSelection } from '../code/typing.ts'
import { yamlTokens } from './yaml-tokens.ts'
import '../code/code.css'
import './yaml.css'

/** Where YAML is written. It tells its text as it changes, and takes another text when that comes from outside. Esc gives Tab back to the page. */
export function YamlEditor({
  text,
  label,
  onText,
}: {
  readonly text: string
  readonly label: string
  readonly onText: (text: string) => void
}) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const first = useRef(text)
  const latest = useRef(onText)
  latest.current = onText
  useEffect(() => {
    if (host.current === null) return
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.current,
        extensions: [
          EditorView.cspNonce.of(nonce),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          lineNumbers(),
          typeOverSelection,
          history(),
          drawSelection(),
          highlightActiveLine(),
          highlightSpecialChars(),
          search({ top: true }),
          highlightSelectionMatches(),
          indentUnit.of('  '),
          colours,
          keymap.of([
            ...searchKeymap,
            { key: 'Escape', run: leave },
            indentWithTab,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of((update) => update.docChanged && latest.current(update.state.doc.toString())),
        ],
      }),
    })
    view.current = made
    return () => {
      made.destroy()
      view.current = null
    }
  }, [label])
  useEffect(() => {
    const at = view.current
    if (at !== null && at.state.doc.toString() !== text)
      at.dispatch({ changes: { from: 0, to: at.state.doc.length, insert: text } })
  }, [text])
  return <div className="code yaml-editor" ref={host} />
}

const colours = ViewPlugin.define(
  (view) => ({
    marks: marksOf(view),
    update(update) {
      if (update.docChanged) this.marks = marksOf(update.view)
    },
  }),
  { decorations: (plugin) => plugin.marks },
)

function marksOf(view: EditorView) {
  const set = new RangeSetBuilder<Decoration>()
  for (const { from, to, kind } of yamlTokens(view.state.doc.toString()))
    set.add(from, to, Decoration.mark({ class: `tok-${kind}` }))
  return set.finish()
}

function leave({ contentDOM }: EditorView): boolean {
  contentDOM.blur()
  return true
}
