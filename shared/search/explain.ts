import type { Cell } from '../rows.ts'
import { treeSql } from './compile.ts'
import { parseSearch } from './parse.ts'
import type { SearchError } from './tree.ts'

export type Explained =
  | { readonly ok: true; readonly sql: string }
  | { readonly ok: false; readonly errors: readonly SearchError[] }

/** A search as SQL to read, copy and run: the same condition as compileSearch, with the values written in. */
export function explainSearch(text: string): Explained {
  const parsed = parseSearch(text)
  if (!parsed.ok) return parsed
  const { tree } = parsed
  if (tree.kind === 'everything') return { ok: true, sql: 'SELECT * FROM event' }
  const parts = tree.kind === 'and' ? tree.parts : [tree]
  const conditions = parts.map((part) => treeSql(part, literal))
  return { ok: true, sql: `SELECT * FROM event\nWHERE ${conditions.join('\n  AND ')}` }
}

/** A zero character would end the statement, so it is written as a function. */
function literal(value: Cell): string {
  if (typeof value !== 'string') return String(value)
  const quoted = `'${value.replaceAll("'", "''").replaceAll('\0', "' || chr(0) || '")}'`
  return value.includes('\0') ? `(${quoted})` : quoted
}
