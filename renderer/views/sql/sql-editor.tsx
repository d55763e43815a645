import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { sql } from '@codemirror/lang-sql'
import { bracketMatching, indentUnit } from '@codemirror/language'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import type { Answers } from '../../../shared/answers.ts'
import { nonce } from '../../parts/code/nonce.ts'
import { typeOverSelection } from '../../parts/code/typing.ts'
import { duckdb } from './dialect.ts'
import { errorMark, markError, sqlColours } from './sql-marks.ts'
import { statementOf } from './statement.ts'
import '../../parts/code/code.css'

export interface EditorHandle {
  focus(): void
  /** What would run: the selection, else the statement that holds the cursor. */
  statement(): string
  insert(text: string): void
}

/** Where SQL is written. It tells its text as it changes, and takes another text when that comes from outside. */
export function SqlEditor({
  text,
  schema,
  error,
  onText,
  onRun,
  handle,
}: {
  readonly text: string
  readonly schema: Answers['schema'] | undefined
  /** Place to underline. */
  readonly error: { readonly from: number; readonly to: number } | null
  readonly onText: (text: string) => void
  readonly onRun: (sql: string) => void
  readonly handle: Ref<EditorHandle>
}) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView | null>(null)
  const language = useRef(new Compartment())
  const latest = useRef({ onText, onRun })
  latest.current = { onText, onRun }
  const first = useRef({ text, schema })

  useEffect(() => {
    if (host.current === null) return
    const runHere = (view: EditorView) => {
      closeCompletion(view)
      latest.current.onRun(statementOf(view.state))
      return true
    }
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: first.current.text,
        extensions: [
          EditorView.cspNonce.of(nonce),
          EditorView.contentAttributes.of({ 'aria-label': 'SQL' }),
          lineNumbers(),
          typeOverSelection,
          history(),
          drawSelection(),
          highlightActiveLine(),
          EditorView.lineWrapping,
          bracketMatching(),
          search({ top: true }),
          highlightSelectionMatches(),
          closeBrackets(),
          indentUnit.of('  '),
          autocompletion({ icons: false, maxRenderedOptions: 60 }),
          placeholder('SELECT …'),
          language.current.of(languageOf(first.current.schema)),
          errorMark,
          keymap.of([
            { key: 'Mod-Enter', run: runHere },
            { key: 'Tab', run: acceptCompletion },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...searchKeymap,
            { key: 'Escape', run: leave },
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          EditorView.updateListener.of(
            (update) => update.docChanged && latest.current.onText(update.state.doc.toString()),
          ),
        ],
      }),
    })
    view.current = made
    made.focus()
    return () => {
      made.destroy()
      view.current = null
    }
  }, [])

  useEffect(() => {
    const at = view.current
    if (at !== null && at.state.doc.toString() !== text)
      at.dispatch({ changes: { from: 0, to: at.state.doc.length, insert: text }, selection: { anchor: text.length } })
  }, [text])
  useEffect(() => {
    view.current?.dispatch({ effects: language.current.reconfigure(languageOf(schema)) })
  }, [schema])
  useEffect(() => {
    view.current?.dispatch({ effects: markError.of(error) })
  }, [error])

  useImperativeHandle(handle, () => ({
    focus: () => view.current?.focus(),
    statement: () => (view.current === null ? '' : statementOf(view.current.state)),
    insert(inserted) {
      const at = view.current
      if (at === null) return
      at.dispatch(at.state.replaceSelection(inserted))
      at.focus()
    },
  }))

  return <div className="code sql-editor" ref={host} />
}

/** Gives the keys back to the page, as Esc does in every field; whatever is open in the editor closes first. */
function leave({ contentDOM }: EditorView): boolean {
  contentDOM.blur()
  return true
}

function languageOf(schema: Answers['schema'] | undefined) {
  const tables = (schema ?? []).map(({ table, columns }) => [
    table,
    columns.map((column) => ({
      label: column.name,
      detail: column.type.toLowerCase(),
      info: column.meaning,
      type: 'property',
    })),
  ])
  const names = new Set(
    (schema ?? []).flatMap(({ table, columns }) => [table, ...columns.map((column) => column.name)]),
  )
  return [
    sql({ dialect: duckdb, schema: Object.fromEntries(tables), defaultTable: 'event', upperCaseKeywords: true }),
    sqlColours(names),
  ]
}
