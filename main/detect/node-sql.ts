import { type Ground, leafSql } from './leaf-sql.ts'
import type { Leaf, Node } from './node.ts'

/** A detection as SQL: true or false, never NULL. */
export function nodeSql(node: Node, ground: Ground): string {
  return compose(node, (leaf) => leafSql(leaf, ground))
}

/**
 * What can be said before a row is looked at, where only some leaves are `decided`: 'possible' is false for rows that
 * cannot match, 'certain' is true only for rows that do.
 */
export function boundSql(
  node: Node,
  mode: 'possible' | 'certain',
  ground: Ground,
  decided: (leaf: Leaf) => boolean,
): string {
  return compose(node, (leaf, negated) =>
    decided(leaf) ? leafSql(leaf, ground) : String((mode === 'possible') !== negated),
  )
}

/** `negated`: an odd number of negations lies above the leaf. Constants are folded. */
function compose(node: Node, leaf: (leaf: Leaf, negated: boolean) => string, negated = false): string {
  if (node.kind === 'leaf') return leaf(node, negated)
  if (node.kind === 'not') return not(compose(node.part, leaf, !negated))
  const parts = node.parts.map((part) => compose(part, leaf, negated))
  if (node.kind === 'least') {
    return `(${parts.map((part) => `CAST(${part} AS INTEGER)`).join(' + ')}) >= ${node.least}`
  }
  return node.kind === 'and' ? joined(parts, 'AND', 'false', 'true') : joined(parts, 'OR', 'true', 'false')
}

function not(sql: string): string {
  return sql === 'true' ? 'false' : sql === 'false' ? 'true' : `NOT (${sql})`
}

function joined(parts: readonly string[], word: 'AND' | 'OR', ends: string, neutral: string): string {
  if (parts.includes(ends)) return ends
  const rest = [...new Set(parts.filter((part) => part !== neutral))]
  if (rest.length <= 1) return rest[0] ?? neutral
  return balanced(rest, ` ${word} `)
}

/** Halves, not a chain: the depth of an expression is limited, its width is not. */
function balanced(parts: readonly string[], word: string): string {
  if (parts.length <= 4) return `(${parts.join(word)})`
  const middle = Math.ceil(parts.length / 2)
  return `(${balanced(parts.slice(0, middle), word)}${word}${balanced(parts.slice(middle), word)})`
}
