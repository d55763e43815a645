import type { Test } from '../policy/document.ts'
import { operators } from '../policy/operators.ts'
import { hasWildcard } from '../policy/wildcard.ts'

/**
 * How a test binds: `firm` when a request without the key, or with another value, is refused; `loose` when a request
 * without the key passes (IfExists, ForAllValues); `not` when it only rules values out.
 */
export type Grip = 'firm' | 'loose' | 'not'

export function gripOf(test: Test): Grip {
  if (test.base === 'null') return 'not'
  const operator = operators.get(test.base)
  if (operator === undefined || operator.isNegated) return 'not'
  return test.ifExists || test.set === 'ForAllValues' ? 'loose' : 'firm'
}

export function isKey(test: Test, ...names: readonly string[]): boolean {
  return names.includes(test.key.toLowerCase())
}

/** Whether the operator takes `*` and `?` for wildcards; for the others they are characters, which no value has. */
export function takesWildcards({ base }: Test): boolean {
  return base === 'stringlike' || base.startsWith('arn')
}

/** The values that something can match: those with a wildcard that is taken for a character match nothing. */
export function livingValues(test: Test): readonly string[] {
  return takesWildcards(test) ? test.values : test.values.filter((value) => !hasWildcard(value))
}
