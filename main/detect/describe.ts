import type { FlatTest, Pattern, Test } from './node.ts'

/** A test in a few words, as a person reads it beside the values that it holds for. */
export function describe(test: Test): string {
  switch (test.kind) {
    case 'text':
      return `is ${test.any.slice(0, 5).map(written).join(' or ')}${test.any.length > 5 ? ` or ${test.any.length - 5} more` : ''}`
    case 'number':
      return `is ${test.text}`
    case 'null':
      return 'is missing or null'
    case 'exists':
      return 'is there'
    case 'foreign':
      return 'names an account that is not ours'
    case 'regex':
      return `matches ${test.source.length > 80 ? `${test.source.slice(0, 79)}…` : test.source}`
    case 'compare':
      return `${test.operator} ${test.value}`
    case 'time':
      return `${test.part} ${test.operator} ${test.value}`
    case 'flat':
      return flat(test)
    case 'field':
      return `${{ equals: 'is', contains: 'contains', starts: 'starts with', ends: 'ends with' }[test.how]} the value of ${test.other}`
  }
}

function written(pattern: Pattern): string {
  return pattern.map((piece) => (piece.kind === 'run' ? '*' : piece.kind === 'one' ? '?' : piece.text)).join('')
}

function flat({ asked = [], keys, negated }: FlatTest): string {
  const parts = [
    ...asked.map(({ source, found }) => `${found ? 'matches' : 'does not match'} ${source}`),
    ...(keys ? [`is one of a list of ${keys.length}`] : []),
  ]
  return `${negated ? 'is there, and not: ' : ''}${parts.join(' and ')}`
}
