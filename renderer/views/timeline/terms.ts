import type { EventColumnName } from '../../../shared/event.ts'
import type { Cell } from '../../../shared/rows.ts'
import { parseSearch } from '../../../shared/search/parse.ts'
import type { Term, Tree } from '../../../shared/search/tree.ts'
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

/** What a search asks of one column by naming values: those that stand there and those that do not. */
export interface Choices {
  readonly only: readonly Cell[]
  readonly without: readonly Cell[]
  /** The search without these conditions. */
  readonly rest: string
}

/** Takes the conditions on a column out of a search, so that its other values can be counted and chosen too. */
export function choicesOf(search: string, column: EventColumnName): Choices {
  const parsed = parseSearch(search)
  if (!parsed.ok) return { only: [], without: [], rest: search }
  const { tree } = parsed
  const parts = tree.kind === 'and' && tree.from === tree.parts[0]?.from ? tree.parts : [tree]
  const read = parts.map((part) => ({ part, choice: choiceOf(part, column) }))
  const chosen = read.flatMap(({ choice }) => choice ?? [])
  const rest = read.filter(({ choice }) => !choice).map(({ part }) => search.slice(part.from, part.to))
  return {
    only: chosen.flatMap(({ negated, values }) => (negated ? [] : values)),
    without: chosen.flatMap(({ negated, values }) => (negated ? values : [])),
    rest: chosen.length === 0 ? search : rest.join(' '),
  }
}

interface Choice {
  readonly negated: boolean
  readonly values: readonly Cell[]
}

function choiceOf(tree: Tree, column: EventColumnName, negated = false): Choice | null {
  if (tree.kind === 'not') return negated ? null : choiceOf(tree.part, column, true)
  const terms = tree.kind === 'or' ? tree.parts : [tree]
  const choices = terms.map((part) => (part.kind === 'term' ? plainChoice(part, column, negated) : null))
  const [first] = choices
  if (!first || choices.some((choice) => choice?.negated !== first.negated)) return null
  return { negated: first.negated, values: choices.flatMap((choice) => choice?.values ?? []) }
}

/** A term that names one value of the column itself: no wildcard, no wider field. */
function plainChoice({ field, operator, value }: Term, column: EventColumnName, negated: boolean): Choice | null {
  const own = field.path.length === 0 && field.exact.length === 1 && field.exact[0] === column
  if (!own) return null
  if (value.kind === 'missing') return { negated, values: [null] }
  if (value.kind === 'exists') return { negated: !negated, values: [null] }
  if (operator !== '=' && (operator !== ':' || field.columns.length > 1)) return null
  if (value.kind === 'text') return { negated, values: [value.text] }
  if (value.kind === 'boolean' || value.kind === 'number') return { negated, values: [value.value] }
  if (value.kind === 'addresses') return { negated, values: value.of.slice(0, 1) }
  return null
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
