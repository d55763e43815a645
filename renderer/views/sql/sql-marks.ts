import { syntaxTree } from '@codemirror/language'
import { type Extension, RangeSetBuilder, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view'

/** Colours of SQL by class, so that both themes of the page apply. `names` are those of the schema: action and time are words of SQL too. */
export function sqlColours(names: ReadonlySet<string>): Extension {
  return ViewPlugin.define(
    (view) => ({
      marks: colours(view, names),
      update(update: ViewUpdate) {
        if (update.docChanged || update.viewportChanged || syntaxTree(update.state) !== syntaxTree(update.startState))
          this.marks = colours(update.view, names)
      },
    }),
    { decorations: (plugin) => plugin.marks },
  )
}

/** Underlines a place until the text changes; null takes the line away. */
export const markError = StateEffect.define<{ readonly from: number; readonly to: number } | null>()

export const errorMark: Extension = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, change) {
    for (const effect of change.effects) {
      if (!effect.is(markError)) continue
      const at = effect.value
      return at === null || at.from >= at.to || at.to > change.newDoc.length
        ? Decoration.none
        : Decoration.set(Decoration.mark({ class: 'tok-error' }).range(at.from, at.to))
    }
    return change.docChanged ? Decoration.none : marks
  },
  provide: (field) => EditorView.decorations.from(field),
})

/** Names of lang-sql's nodes. */
const classes: Readonly<Record<string, string>> = {
  Keyword: 'tok-keyword',
  Bool: 'tok-keyword',
  Null: 'tok-keyword',
  Type: 'tok-keyword',
  Builtin: 'tok-field',
  String: 'tok-string',
  Bytes: 'tok-string',
  Number: 'tok-number',
  Bits: 'tok-number',
  LineComment: 'tok-comment',
  BlockComment: 'tok-comment',
  QuotedIdentifier: 'tok-field',
}

/** Words that hold a query together; where a column has such a name, it is written in quotes. */
const clauses: ReadonlySet<string> = new Set([
  'from',
  'to',
  'by',
  'group',
  'order',
  'select',
  'where',
  'as',
  'on',
  'in',
])

function colours(view: EditorView, names: ReadonlySet<string>): DecorationSet {
  const set = new RangeSetBuilder<Decoration>()
  for (const { from, to } of view.visibleRanges) {
    syntaxTree(view.state).iterate({
      from,
      to,
      enter(node) {
        if (node.to === node.from) return
        const word = view.state.sliceDoc(node.from, node.to).toLowerCase()
        const named = /^(Keyword|Type|Builtin|Identifier)$/.test(node.name) && names.has(word) && !clauses.has(word)
        const name = named ? 'tok-field' : classes[node.name]
        if (name !== undefined) set.add(node.from, node.to, Decoration.mark({ class: name }))
      },
    })
  }
  return set.finish()
}
