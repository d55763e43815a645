import { parseSearch } from '../../../shared/search/parse.ts'
import { pathField, quoteValue } from '../../../shared/search/write.ts'
import type { Json } from '../../parts/tree/json.ts'
import type { Path } from '../../parts/tree/nodes.ts'

/** The search without its last condition; empty when there was one. */
export function withoutLastTerm(search: string): string {
  const parsed = parseSearch(search)
  if (!parsed.ok || parsed.tree.kind !== 'and') return ''
  const last = parsed.tree.parts.at(-1)
  if (!last) return ''
  return search
    .slice(0, last.from)
    .trimEnd()
    .replace(/(^|[\s)])AND$/, '$1')
    .trimEnd()
}

/** The search with one more condition that has to hold too. */
export function andTerm(search: string, term: string): string {
  if (search.trim() === '') return term
  const parsed = parseSearch(search)
  const whole = parsed.ok && parsed.tree.kind === 'or' && !isWrapped(search) ? `(${search})` : search
  return `${whole} ${term}`
}

/** How the search says that a value stands inside a JSON column. */
export type Inside =
  /** By its path, as the field of a term: `request.bucketName`. */
  | { readonly field: string }
  /** Anywhere in the column: a text that holds JSON (a policy) has no paths for the search to follow. */
  | { readonly holds: string }

/** Where a value of a JSON column stands, a place in a list meaning any place. */
export function inside(column: string, top: Json | undefined, path: Path, value: Json): Inside {
  if (goesThroughText(top, path)) return { holds: `${column}:${quoteValue(String(value))}` }
  const field = path.reduce<string>(
    (to, step) => (typeof step === 'number' ? `${to}[*]` : pathField(to, [step])),
    column,
  )
  return { field }
}

function goesThroughText(top: Json | undefined, path: Path): boolean {
  let value = top
  for (const step of path) {
    if (typeof value === 'string') return true
    if (typeof value !== 'object' || value === null) return false
    value = (value as Readonly<Record<string | number, Json>>)[step]
  }
  return false
}

function isWrapped(search: string): boolean {
  const inner = /^\((.*)\)$/s.exec(search.trim())?.[1]
  return inner !== undefined && parseSearch(inner).ok
}
