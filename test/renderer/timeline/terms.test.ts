import { describe, expect, test } from 'vitest'
import { andTerm, jsonTerm, withoutLastTerm } from '../../../renderer/views/timeline/terms.ts'
import { parseSearch } from '../../../shared/search/parse.ts'

describe('dropping the last term', () => {
  test.each([
    ['user:alice region:us-east-1', 'user:alice'],
    ['user:alice AND region:us-east-1', 'user:alice'],
    ['user:alice -region:us-east-1', 'user:alice'],
    ['user:alice (a OR b)', 'user:alice'],
    ['"brand AND" x', '"brand AND"'],
    ['user:alice', ''],
    ['a OR b', ''],
    ['', ''],
    ['user:"never closed', ''],
  ])('%j becomes %j', (search, expected) => {
    expect(withoutLastTerm(search)).toBe(expected)
  })
})

describe('adding a term', () => {
  test.each([
    ['', 'x', 'x'],
    ['a b', 'x', 'a b x'],
    ['a OR b', 'x', '(a OR b) x'],
    ['(a OR b)', 'x', '(a OR b) x'],
    ['(a OR b) OR (c)', 'x', '((a OR b) OR (c)) x'],
  ])('%j and %j make %j', (search, term, expected) => {
    expect(andTerm(search, term)).toBe(expected)
  })
})

describe('a term for a value inside JSON', () => {
  const request = {
    bucketName: 'logs',
    items: [{ 'odd key': 'x"y\\z' }],
    policy: '{"Statement":[{"Effect":"Allow"}]}',
    size: 5,
    on: true,
    none: null,
  }

  test.each([
    [['bucketName'], 'logs', false, 'request.bucketName="logs"'],
    [['bucketName'], 'logs', true, '-request.bucketName="logs"'],
    [['items', 0, 'odd key'], 'x"y\\z', false, 'request.items[*]."odd key"="x\\"y\\\\z"'],
    [['size'], 5, false, 'request.size=5'],
    [['on'], true, false, 'request.on=true'],
    [['none'], null, false, 'request.none:none'],
    [['policy', 'Statement', 0, 'Effect'], 'Allow', false, 'request:"Allow"'],
  ] as const)('at %j for %j (negated: %s) it is %s', (path, value, negate, expected) => {
    const term = jsonTerm('request', request, path, value, negate)
    expect([term, parseSearch(term).ok]).toEqual([expected, true])
  })
})
