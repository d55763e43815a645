import { expect, test } from 'vitest'
import { yamlTokens } from '../../renderer/parts/yaml/yaml-tokens.ts'

const coloured = (text: string) => yamlTokens(text).map(({ from, to, kind }) => `${kind} ${text.slice(from, to)}`)

test.each([
  ['title: A name', ['field title', 'quiet :']],
  ["level: 'high' # so", ['field level', 'quiet :', "string 'high'", 'comment # so']],
  ['condition: a and not b', ['field condition', 'quiet :', 'keyword and', 'keyword not']],
  ['  - errorCode: null', ['quiet -', 'field errorCode', 'quiet :', 'keyword null']],
  ['a: "x # y"', ['field a', 'quiet :', 'string "x # y"']],
  [
    'text: |\n  key: value\n  # no comment\nnext: 1',
    [
      'field text',
      'quiet :',
      'quiet |',
      'string key: value',
      'string # no comment',
      'field next',
      'quiet :',
      'number 1',
    ],
  ],
])('it colours %j', (text, expected) => {
  expect(coloured(text)).toEqual(expected)
})

test('it answers places that are in order, do not overlap and lie in the text, whatever the text', () => {
  const odd = [
    '',
    '\0',
    '{{[[::',
    '"open',
    "'it''s",
    '\u202ekey: \ud800',
    '- - -',
    '#',
    ': :',
    `a: ${'x'.repeat(10_000)}`,
    'a:\n\n  b: >-\n\n   c\nd',
  ]
  for (const text of odd) {
    let end = 0
    for (const { from, to } of yamlTokens(text)) {
      expect(from).toBeGreaterThanOrEqual(end)
      expect(to).toBeGreaterThan(from)
      end = to
    }
    expect(end).toBeLessThanOrEqual(text.length)
  }
})
