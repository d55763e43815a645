import { parseSearch } from '../../../shared/search/parse.ts'
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

/**
 * The condition that a value inside a JSON column is what it is: `request.bucketName="logs"`. Inside a text that holds
 * JSON (a policy) there is no path for the search to follow: then that the column holds the value anywhere.
 */
export function jsonTerm(column: string, top: Json | undefined, path: Path, value: Json, negate: boolean): string {
  const sign = negate ? '-' : ''
  if (goesThroughText(top, path)) return `${sign}${column}:${quoted(value)}`
  const steps = path
    .map((step) => (typeof step === 'number' ? '[*]' : `.${/^[\w$-]+$/.test(step) ? step : quoted(step)}`))
    .join('')
  return value === null ? `${sign}${column}${steps}:none` : `${sign}${column}${steps}=${quoted(value)}`
}

/** The search for a text anywhere. */
export function textTerm(text: string, negate: boolean): string {
  return `${negate ? '-' : ''}${quoted(text)}`
}

function quoted(value: Json): string {
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return String(value)
  const escaped = String(value)
    .replace(/[\\"]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
  return `"${escaped}"`
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
