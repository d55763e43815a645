import { parseSearch } from './parse.ts'
import type { Tree } from './tree.ts'

/** Names of the fields that ask how people marked events. */
const names = new Set(['starred', 'tag', 'comment', 'hidden', 'disputed'])
const maybe = new RegExp([...names].join('|'), 'i')

/** Whether what a search finds changes when somebody marks an event; `only`: by a field of this name. */
export function asksMarks(search: string, only?: string): boolean {
  if (!maybe.test(search)) return false
  const parsed = parseSearch(search)
  return parsed.ok && holds(parsed.tree, only)
}

function holds(tree: Tree, only: string | undefined): boolean {
  if (tree.kind === 'and' || tree.kind === 'or') return tree.parts.some((part) => holds(part, only))
  if (tree.kind === 'not') return holds(tree.part, only)
  return tree.kind === 'term' && (only === undefined ? names.has(tree.field.name) : tree.field.name === only)
}
