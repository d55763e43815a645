import { describe, expect, test } from 'vitest'
import { andTerm, choicesOf, inside, withoutLastTerm } from '../../../renderer/views/timeline/terms.ts'
import { addTerm } from '../../../shared/search/edit.ts'
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

describe('a value inside JSON', () => {
  const request = {
    bucketName: 'logs',
    items: [{ 'odd key': 'x' }],
    policy: '{"Statement":[{"Effect":"Al\\u202elow"}]}',
  }

  test.each([
    [['bucketName'], 'logs', { field: 'request.bucketName' }],
    [['items', 0, 'odd key'], 'x', { field: 'request.items[*]."odd key"' }],
    [['policy', 'Statement', 0, 'Effect'], 'Al\u202elow', { holds: 'request:"Al\\u202elow"' }],
  ] as const)('at %j with %j it is asked for as %j', (path, value, expected) => {
    const found = inside('request', request, path, value)
    const search = 'field' in found ? addTerm('', found.field, value) : found.holds
    expect([found, parseSearch(search).ok]).toEqual([expected, true])
  })
})

describe('the choices that a search makes in a column', () => {
  const none = { only: [], without: [] }
  test.each([
    ['', 'region', { ...none, rest: '' }],
    ['user:alice', 'region', { ...none, rest: 'user:alice' }],
    ['user:alice region="eu-west-1"', 'region', { ...none, only: ['eu-west-1'], rest: 'user:alice' }],
    ['region=("a" OR "b") (x OR y)', 'region', { ...none, only: ['a', 'b'], rest: '(x OR y)' }],
    ['region!="a" AND x', 'region', { ...none, without: ['a'], rest: 'x' }],
    ['-region:*', 'region', { ...none, only: [null], rest: '' }],
    ['region:*', 'region', { ...none, without: [null], rest: '' }],
    ['mfa=true', 'mfa', { ...none, only: [true], rest: '' }],
    ['source_ip="198.51.100.7"', 'source_ip', { ...none, only: ['198.51.100.7'], rest: '' }],
    ['source_ip:198.51.100.0/24', 'source_ip', { ...none, rest: 'source_ip:198.51.100.0/24' }],
    ['region:eu-*', 'region', { ...none, rest: 'region:eu-*' }],
    ['region="a" OR user:bob', 'region', { ...none, rest: 'region="a" OR user:bob' }],
    ['region="never closed', 'region', { ...none, rest: 'region="never closed' }],
  ] as const)('%j for %s', (search, column, expected) => {
    expect(choicesOf(search, column)).toEqual(expected)
  })
})
