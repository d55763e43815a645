import type { Piece } from '../../shared/search/tree.ts'

/** A detection as it is evaluated. Every leaf is true or false, never unknown: a missing field makes it false. */
export type Node =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Node[] }
  | { readonly kind: 'least'; readonly least: number; readonly parts: readonly Node[] }
  | { readonly kind: 'not'; readonly part: Node }
  | Leaf

/** One test of one field; field null: of every value of the record (keywords). */
export interface Leaf {
  readonly kind: 'leaf'
  readonly field: string | null
  readonly test: Test
}

export type Comparison = '=' | '<' | '<=' | '>' | '>='
export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'
export type Pattern = readonly Piece[]

export type Test =
  /** Any of the patterns, whole value; in any case unless `cased`. */
  | { readonly kind: 'text'; readonly any: readonly Pattern[]; readonly cased: boolean }
  | { readonly kind: 'number'; readonly value: number; readonly text: string }
  | { readonly kind: 'null' }
  | { readonly kind: 'exists' }
  /** Names an account that is neither that of the event nor one of the case's own. */
  | { readonly kind: 'foreign' }
  /** RE2, searched for anywhere; flags stand in front. */
  | { readonly kind: 'regex'; readonly source: string }
  | { readonly kind: 'compare'; readonly operator: Comparison; readonly value: number }
  | { readonly kind: 'time'; readonly part: TimePart; readonly operator: Comparison; readonly value: number }
  | {
      readonly kind: 'field'
      readonly other: string
      readonly how: 'equals' | 'contains' | 'starts' | 'ends'
      readonly cased: boolean
    }
  | FlatTest

/** A test of a rule of Wazuh: expressions of RE2 that are found or not, or keys of a list (of prefixes: how they begin). */
export interface FlatTest {
  readonly kind: 'flat'
  readonly asked?: readonly { readonly source: string; readonly found: boolean }[]
  readonly keys?: readonly string[]
  readonly prefixes?: readonly string[]
  readonly negated: boolean
}

export function all(parts: readonly Node[]): Node {
  return parts.length === 1 ? (parts[0] as Node) : { kind: 'and', parts }
}

export function any(parts: readonly Node[]): Node {
  return parts.length === 1 ? (parts[0] as Node) : { kind: 'or', parts }
}

/** Every leaf of a detection. */
export function leavesOf(node: Node): readonly Leaf[] {
  if (node.kind === 'leaf') return [node]
  return node.kind === 'not' ? leavesOf(node.part) : node.parts.flatMap(leavesOf)
}

/** Whether a detection holds when these parts of it, as a rule every leaf, do not. */
export function holdsWithout(node: Node, parts?: ReadonlySet<Node>): boolean {
  if (parts?.has(node)) return false
  if (node.kind === 'leaf') return false
  if (node.kind === 'not') return !holdsWithout(node.part, parts)
  const holding = node.parts.filter((part) => holdsWithout(part, parts)).length
  if (node.kind === 'least') return holding >= node.least
  return node.kind === 'and' ? holding === node.parts.length : holding > 0
}
