import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'

/**
 * Typing over a selection, done by the editor. Left to the browser, Chromium keeps the look of what it replaces in a
 * style attribute, which the content security policy forbids and reports.
 */
export const typeOverSelection: Extension = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to } = view.state.selection.main
    const text = event.data
    if (event.inputType !== 'insertText' || text === null || from === to || view.composing) return false
    event.preventDefault()
    const insert = () =>
      view.state.update(view.state.replaceSelection(text), { userEvent: 'input.type', scrollIntoView: true })
    const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert))
    if (!taken) view.dispatch(insert())
    return true
  },
})
