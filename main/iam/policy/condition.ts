import type { Test } from './document.ts'
import type { Facts } from './facts.ts'
import { operators } from './operators.ts'
import { all, any, not, type Truth, unknown } from './truth.ts'
import { fill } from './variables.ts'

/** What a test is asked for: to let something through, or to refuse it. The caller chooses its own keys accordingly. */
export type Purpose = 'Allow' | 'Deny'

/** Whether a condition block holds: every test of it. */
export function conditionHolds(tests: readonly Test[], facts: Facts, purpose: Purpose, hasVariables: boolean): Truth {
  return all(tests, (test) => testHolds(test, facts, purpose, hasVariables))
}

/**
 * One test. The traps: without the key, negated operators, IfExists and ForAllValues are true and ForAnyValue is false;
 * Null asks for the key itself; variables do not count in numbers, dates and addresses. IAM User Guide, "Conditions with multiple context
 * keys or values" and "IAM JSON policy elements: Condition operators".
 */
function testHolds(test: Test, facts: Facts, purpose: Purpose, hasVariables: boolean): Truth {
  const fact = facts.of(test.key)
  if (typeof fact === 'object' && fact !== null && 'maybe' in fact) {
    const given = (value: readonly string[] | null) =>
      testHolds(test, { of: (key) => (key === test.key ? value : facts.of(key)) }, purpose, hasVariables)
    const [present, absent] = [given(fact.maybe), given(null)]
    return typeof present === 'boolean' && present === absent ? present : unknown(inWords(test))
  }
  if (test.base === 'null') {
    if (fact === undefined) return unknown(inWords(test))
    if (fact === 'chosen') return purpose === 'Allow'
    return any(test.values, (value) => (value.toLowerCase() === 'true') === (fact === null))
  }
  const operator = operators.get(test.base)
  if (operator === undefined) return unknown(`${test.operator} on ${test.key} holds, an operator that is not known`)
  if (fact === 'chosen') return purpose === 'Allow'
  if (fact === undefined) return unknown(inWords(test))
  if (fact === null || fact.length === 0) {
    if (test.set === 'ForAnyValue') return test.ifExists
    return test.ifExists || test.set === 'ForAllValues' || operator.isNegated
  }
  const mayVary = hasVariables && !/^(?:numeric|date|ip|notip)/.test(test.base)
  const matches = (value: string): Truth =>
    any(test.values, (pattern) => {
      const filled = mayVary ? fill(pattern, facts) : pattern
      // A variable without a value may make the whole statement void, also where it asks for something else.
      if (filled === null && !operator.isNegated) return false
      if (typeof filled === 'string') return operator.matches(value, filled)
      const words = operator.words.replace('is not', 'is')
      return unknown(`${test.key} ${words} ${pattern}${filled === null ? ', a variable of which has no value' : ''}`)
    })
  const holds = (value: string): Truth => (operator.isNegated ? not(matches(value)) : matches(value))
  if (test.set === 'ForAllValues') return all(fact, holds)
  return operator.isNegated && test.set === null ? all(fact, holds) : any(fact, holds)
}

/** A test as a person says it: aws:MultiFactorAuthPresent is true. */
export function inWords(test: Test): string {
  const values = test.values.length > 3 ? `one of ${test.values.length} values` : test.values.join(' or ')
  if (test.base === 'null')
    return `${test.key} is ${test.values.some((each) => /^true$/i.test(each)) ? 'absent' : 'present'}`
  return `${test.key} ${operators.get(test.base)?.words ?? test.operator} ${values}${test.ifExists ? ' or absent' : ''}`
}
