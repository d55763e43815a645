import { type Extension, RangeSetBuilder } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, hoverTooltip, ViewPlugin } from '@codemirror/view'
import { parseSearch } from '../../../shared/search/parse.ts'
import type { SearchError } from '../../../shared/search/tree.ts'
import { tokens } from './tokens.ts'

/** What is wrong with a search, in the order of its text. */
export function searchErrors(text: string): readonly SearchError[] {
  const parsed = parseSearch(text)
  return parsed.ok ? [] : parsed.errors
}

/** Colours of a search, its mistakes underlined in place, and what is wrong under the pointer. */
export const searchMarks: Extension = [
  ViewPlugin.define(
    (view) => ({
      marks: marksOf(view),
      update(update) {
        if (update.docChanged) this.marks = marksOf(update.view)
      },
    }),
    {
      decorations: (plugin) => plugin.marks,
    },
  ),
  ViewPlugin.define(
    (view) => ({
      marks: errorsOf(view),
      update(update) {
        if (update.docChanged) this.marks = errorsOf(update.view)
      },
    }),
    {
      decorations: (plugin) => plugin.marks,
    },
  ),
  hoverTooltip((view, at) => {
    const error = searchErrors(view.state.doc.toString()).find(({ from, to }) => from <= at && at <= to)
    if (error === undefined) return null
    const dom = document.createElement('div')
    dom.className = 'code-error-tip'
    dom.textContent = error.message
    return { pos: error.from, end: error.to, create: () => ({ dom }) }
  }),
  EditorView.contentAttributes.of({ 'aria-multiline': 'false' }),
]

function marksOf(view: EditorView): DecorationSet {
  const set = new RangeSetBuilder<Decoration>()
  for (const { from, to, kind } of tokens(view.state.doc.toString()))
    set.add(from, to, Decoration.mark({ class: `tok-${kind}` }))
  return set.finish()
}

function errorsOf(view: EditorView): DecorationSet {
  const { length } = view.state.doc
  const spans = searchErrors(view.state.doc.toString())
    .map(({ from, to }) => ({
      from: Math.min(from, Math.max(0, length - 1)),
      to: Math.min(Math.max(to, from + 1), length),
    }))
    .filter(({ from, to }) => from < to)
  return Decoration.set(
    spans.map(({ from, to }) => Decoration.mark({ class: 'tok-error' }).range(from, to)),
    true,
  )
}
