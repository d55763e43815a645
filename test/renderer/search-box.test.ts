import { expect, test } from 'vitest'
import { tokens } from '../../renderer/parts/search-box/tokens.ts'

test.each([
  ['alice', []],
  ['user:alice', ['field user', 'quiet :']],
  ['-region:us-east-1', ['quiet -', 'field region', 'quiet :']],
  ['a AND (b OR NOT c)', ['keyword AND', 'quiet (', 'keyword OR', 'keyword NOT', 'quiet )']],
  ['event:/^Create.*/i "two words"', ['field event', 'quiet :', 'number /^Create.*/i', 'string "two words"']],
  ['time>=2026-05-01 error!=x', ['field time', 'quiet >=', 'field error', 'quiet !=']],
  ['request.userName:bob', ['field request.userName', 'quiet :']],
  ['https://example.com/x', []],
  ['ANDROID', []],
  ['"never closed', ['string "never closed']],
])('it colours %j', (text, expected) => {
  expect(tokens(text).map(({ from, to, kind }) => `${kind} ${text.slice(from, to)}`)).toEqual(expected)
})
