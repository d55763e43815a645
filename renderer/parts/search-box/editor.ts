import {
  acceptCompletion,
  autocompletion,
  closeCompletion,
  completionKeymap,
  completionStatus,
  startCompletion,
} from '@codemirror/autocomplete'
import { history, historyKeymap, standardKeymap } from '@codemirror/commands'
import { EditorState, Prec } from '@codemirror/state'
import { EditorView, keymap, placeholder, tooltips } from '@codemirror/view'
import { nonce } from '../code/nonce.ts'
import { typeOverSelection } from '../code/typing.ts'
import { searchCompletions } from './completion.ts'
import { searchMarks } from './marks.ts'

/** What the box does on its keys; true: the key is used up. */
export interface BoxActs {
  change(text: string): void
  /** A list of completions opened or closed. */
  completing(open: boolean): void
  apply(): boolean
  leave(): boolean
  earlier(): boolean
  later(): boolean
}

/** A CodeMirror of one line: line breaks that are pasted become spaces. */
export function createEditor(
  parent: HTMLElement,
  text: string,
  label: string,
  hint: string,
  acts: () => BoxActs,
): EditorView {
  const unlessCompleting = (act: () => boolean) => (view: EditorView) =>
    completionStatus(view.state) !== 'active' && act()
  const applyHere = (view: EditorView) => {
    closeCompletion(view)
    return acts().apply()
  }
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        EditorView.cspNonce.of(nonce),
        EditorView.contentAttributes.of({ 'aria-label': label, 'aria-multiline': 'false', spellcheck: 'false' }),
        EditorState.transactionFilter.of((change) => {
          if (!change.docChanged || change.newDoc.lines === 1) return change
          const joined = change.newDoc.toString().replace(/\s*\n\s*/g, ' ')
          return {
            changes: { from: 0, to: change.startState.doc.length, insert: joined },
            selection: { anchor: joined.length },
          }
        }),
        typeOverSelection,
        history(),
        placeholder(hint),
        tooltips({ parent: document.body }),
        autocompletion({
          override: [searchCompletions],
          tooltipClass: () => 'search-completions',
          icons: false,
          selectOnOpen: false,
          closeOnBlur: true,
          maxRenderedOptions: 80,
        }),
        searchMarks,
        Prec.high(
          keymap.of([
            {
              key: 'Tab',
              run: (view) => completionStatus(view.state) === 'active' && (acceptCompletion(view) || acceptFirst(view)),
            },
            { key: 'Ctrl-Space', run: startCompletion },
          ]),
        ),
        keymap.of([
          ...completionKeymap,
          { key: 'Enter', run: applyHere },
          { key: 'Escape', run: () => acts().leave() },
          { key: 'ArrowUp', run: unlessCompleting(() => acts().earlier()) },
          { key: 'ArrowDown', run: unlessCompleting(() => acts().later()) },
          ...historyKeymap,
          ...standardKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) acts().change(update.state.doc.toString())
          const open = completionStatus(update.state) !== null
          if (open !== (completionStatus(update.startState) !== null)) acts().completing(open)
        }),
      ],
    }),
  })
}

/** Replaces the whole text, the cursor behind it. */
export function writeText(view: EditorView, text: string): void {
  if (view.state.doc.toString() === text) return
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text }, selection: { anchor: text.length } })
}

function acceptFirst(view: EditorView): boolean {
  const down = completionKeymap.find((binding) => binding.key === 'ArrowDown')
  return down?.run?.(view) === true && acceptCompletion(view)
}
