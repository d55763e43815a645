import { needed } from '../lint-conflicts.ts'
import type { FlatTest, Node } from '../node.ts'
import { flatHolds } from './flat.ts'

/** Why what is asked of one event can never hold, as far as lists tell: no key has what a pattern asks; null: it may. */
export function neverHolds(detection: Node): string | null {
  const tests = needed(detection).flatMap(({ field, test }) =>
    field !== null && test.kind === 'flat' ? [{ field, test }] : [],
  )
  for (const { field, test } of tests) {
    if (!isList(test)) continue
    const others = tests.filter((other) => other.field === field && other.test !== test)
    if (others.length > 0 && !test.keys.some((key) => others.every((other) => flatHolds(key, other.test) !== false)))
      return `what it asks of ${field} is in none of the keys of the list that it needs`
  }
  return null
}

function isList(test: FlatTest): test is FlatTest & { readonly keys: readonly string[] } {
  return test.keys !== undefined && !test.negated && (test.prefixes ?? []).length === 0
}
