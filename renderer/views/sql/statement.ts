import type { EditorState } from '@codemirror/state'
import { duckdb } from './dialect.ts'

/**
 * What would run: the selection, else the statement that holds the cursor. The text is parsed here and whole: the tree
 * that the editor keeps may end in the middle of it, and half a statement can be a valid one with another answer.
 */
export function statementOf(state: EditorState): string {
  const { from, to, head } = state.selection.main
  if (from !== to) return state.sliceDoc(from, to)
  const statements = duckdb.language.parser.parse(state.doc.toString()).topNode.getChildren('Statement')
  const here = statements.findLast((one) => one.from <= head) ?? statements[0]
  const text = here === undefined ? state.doc.toString() : state.sliceDoc(here.from, here.to)
  return text.replace(/;\s*$/, '').trim()
}
