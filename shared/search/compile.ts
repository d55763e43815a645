import type { Cell } from '../rows.ts'
import { parseSearch } from './parse.ts'
import { type HiddenFindings, termSql } from './term-sql.ts'
import type { Bind } from './text-sql.ts'
import type { SearchError, Tree } from './tree.ts'

export type Compiled =
  | { readonly ok: true; readonly sql: string; readonly params: Readonly<Record<string, Cell>> }
  | { readonly ok: false; readonly errors: readonly SearchError[] }

/**
 * A search as a condition over the columns of `event`, with its values bound as $s0, $s1, …: only our own constants are
 * in the text. `true` for an empty search. The condition may be NULL where nothing was found, which WHERE and FILTER
 * take for false; within it, a negation keeps the rows in which the column is missing.
 */
export function compileSearch(text: string, hidden: HiddenFindings = 'apart'): Compiled {
  const parsed = parseSearch(text)
  if (!parsed.ok) return parsed
  const names = new Map<Cell, string>()
  const bind = (value: Cell) => {
    const name = names.get(value) ?? `s${names.size}`
    names.set(value, name)
    return `$${name}`
  }
  const sql = treeSql(parsed.tree, bind, hidden)
  return { ok: true, sql, params: Object.fromEntries([...names].map(([value, name]) => [name, value])) }
}

/** A tree as a condition; the values go where `bind` puts them. */
export function treeSql(tree: Tree, bind: Bind, hidden: HiddenFindings = 'apart'): string {
  if (tree.kind === 'everything') return 'true'
  if (tree.kind === 'not') return `NOT coalesce(${treeSql(tree.part, bind, hidden)}, false)`
  if (tree.kind === 'term') return termSql(tree, bind, hidden)
  const parts = tree.parts.map((part) => treeSql(part, bind, hidden))
  return balanced(parts, tree.kind === 'and' ? ' AND ' : ' OR ')
}

/** Halves, not a chain: the depth of an expression is limited, its width is not. */
function balanced(parts: readonly string[], word: string): string {
  if (parts.length <= 4) return `(${parts.join(word)})`
  const middle = Math.ceil(parts.length / 2)
  return `(${balanced(parts.slice(0, middle), word)}${word}${balanced(parts.slice(middle), word)})`
}
