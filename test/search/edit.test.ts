import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EventColumnName } from '../../shared/event.ts'
import type { Cell } from '../../shared/rows.ts'
import { addTerm, term } from '../../shared/search/edit.ts'
import { explainSearch } from '../../shared/search/explain.ts'
import { parseSearch } from '../../shared/search/parse.ts'
import { pathField } from '../../shared/search/write.ts'
import { openEvents, type Row } from './events.ts'

test.each<[search: string, column: string, value: Cell, negate: boolean, becomes: string]>([
  // appended
  ['', 'action', 'CreateUser', false, 'action="CreateUser"'],
  ['', 'action', 'CreateUser', true, 'action!="CreateUser"'],
  ['', 'error_code', null, false, '-error_code:*'],
  ['', 'error_code', null, true, 'error_code:*'],
  ['', 'error_code', '', false, 'error_code=""'],
  ['', 'mfa', true, false, 'mfa=true'],
  ['', 'mfa', false, true, 'mfa!=false'],
  ['', 'ordinal', 5, false, 'ordinal=5'],
  ['  alice  ', 'action', 'x', false, 'alice action="x"'],
  ['a OR b', 'action', 'x', false, '(a OR b) action="x"'],
  ['(a OR b)', 'action', 'x', false, '(a OR b) action="x"'],
  ['(a) OR (b)', 'action', 'x', false, '((a) OR (b)) action="x"'],
  ['a AND b', 'action', 'x', false, 'a b action="x"'],
  ['action:Create*', 'action', 'CreateUser', false, 'action:Create* action="CreateUser"'],
  ['time>2026', 'time', '2026-05-01T00:00:00Z', false, 'time>2026 time="2026-05-01T00:00:00Z"'],
  ['"broken', 'action', 'x', false, '"broken action="x"'],
  ['', 'request."a b"', 'x', false, 'request."a b"="x"'],
  // once more: taken out
  ['action="x"', 'action', 'x', false, ''],
  ['a AND action="x" AND b', 'action', 'x', false, 'a b'],
  ['action:x', 'action', 'x', false, ''],
  ['event:x', 'action', 'x', false, ''],
  ['action!="x"', 'action', 'x', true, ''],
  ['-action:x', 'action', 'x', true, ''],
  ['-error_code:*', 'error_code', null, false, ''],
  ['error_code:none', 'error_code', null, false, ''],
  ['error_code:*', 'error_code', null, true, ''],
  ['mfa:true', 'mfa', true, false, ''],
  ['ip:198.51.100.7', 'source_ip', '198.51.100.7', false, ''],
  // the opposite replaces
  ['action="x" b', 'action', 'x', true, 'b action!="x"'],
  ['action!="x" b', 'action', 'x', false, 'b action="x"'],
  ['error:*', 'error_code', null, false, '-error_code:*'],
  ['action=("x" OR "y")', 'action', 'x', true, 'action="y" action!="x"'],
  // another value joins
  ['action="x" b', 'action', 'y', false, 'action=("x" OR "y") b'],
  ['action=("x" OR "y")', 'action', 'z', false, 'action=("x" OR "y" OR "z")'],
  ['action=("x" OR "y")', 'action', 'y', false, 'action="x"'],
  ['action:x', 'action', 'y', false, '(action:x OR action="y")'],
  ['(action:x OR action="y") a', 'action', 'z', false, '(action:x OR action="y" OR action="z") a'],
  ['action:(x OR y)', 'action', 'x', false, 'action:y'],
  ['-action:(x OR y)', 'action', 'x', true, '-action:y'],
  ['action!=(x OR y OR z)', 'action', 'x', true, 'action!=(y OR z)'],
  ['error_code="x"', 'error_code', null, false, 'error_code=("x" OR none)'],
  ['error_code=("x" OR none)', 'error_code', 'x', false, '-error_code:*'],
  ['-error_code:*', 'error_code', 'x', false, 'error_code=(none OR "x")'],
  ['action!="x"', 'action', 'y', true, 'action!="x" action!="y"'],
  ['action="x" OR action="y"', 'action', 'z', false, 'action=("x" OR "y" OR "z")'],
  ['actor="x" session_name="y"', 'actor', 'z', false, 'actor=("x" OR "z") session_name="y"'],
])('%j with %s, %j, negated %s becomes %j', (search, column, value, negate, becomes) => {
  expect(addTerm(search, column, value, negate)).toBe(becomes)
})

const nasty = [
  'plain',
  'Plain',
  ' space around ',
  '',
  ' ',
  'none',
  '*',
  'a*b?c',
  '"',
  '\\',
  '\\"',
  '"quoted"',
  'back\\slash\\',
  "it's",
  "'; DROP TABLE event; --",
  '$s0',
  '%_',
  '(a OR b)',
  '-x',
  'NOT',
  'a AND b',
  '/re/i',
  'user:x',
  'a..b',
  '>5',
  'line\nbreak\r\n\ttab',
  'zero\0in it',
  '\0',
  'bell\u0007 escape\u001b[31m',
  'right\u202eto left',
  'zero\u200bwidth',
  'no\u00a0break',
  '\u2028',
  '\ufeff',
  'é',
  'e\u0301',
  'ﬁ İ ı ß ẞ K',
  '😀',
  '👩‍👩‍👧',
  '𝒳',
  '\u{10ffff}',
  '\ufffd',
  '{"json":"[1,\\"2\\"]"}',
  'arn:aws:iam::012345678901:user/alice',
  '198.51.100.0/24',
  '::1',
  '\\u0041',
  '\\n',
  'x'.repeat(100_000),
]

describe('hostile values', () => {
  const columns: readonly EventColumnName[] = ['actor', 'user_agent', 'source_ip', 'service', 'flags', 'target', 'id']
  let events: Awaited<ReturnType<typeof openEvents>>
  beforeAll(async () => {
    const rows = nasty.map(
      (text): Row => ({
        ...Object.fromEntries(columns.map((column) => [column, text])),
        request: JSON.stringify({ [text]: [text] }),
      }),
    )
    events = await openEvents([...rows, {}].map((row, ordinal) => ({ ...row, ordinal })))
  })
  afterAll(() => events.close())

  test.each(columns)('find exactly their row in %s, and with ≠ every other', async (column) => {
    for (const [ordinal, text] of nasty.entries()) {
      const others = [...nasty.keys(), nasty.length].filter((other) => other !== ordinal)
      const found = [await events.find(addTerm('', column, text)), await events.find(addTerm('', column, text, true))]
      expect({ text, found }).toEqual({ text, found: [[ordinal], others] })
    }
    expect(await events.find(addTerm('', column, null))).toEqual([nasty.length])
  })

  test('find exactly their row as key and value inside JSON', async () => {
    for (const [ordinal, text] of nasty.entries()) {
      expect({ text, found: await events.find(term(pathField('request', [text, 0]), text)) }).toEqual({
        text,
        found: [ordinal],
      })
    }
  })

  test('are themselves when they are quoted by hand and matched in any case', async () => {
    for (const text of nasty.filter((value) => value !== '')) {
      const found = await events.find(term('service', text).replace('=', ':'))
      expect(found).toContain(nasty.indexOf(text))
    }
  })

  test('are gone when they are added twice', () => {
    for (const text of nasty) {
      const once = addTerm('alice', 'actor', text)
      expect(addTerm(once, 'actor', text)).toBe('alice')
      expect(addTerm(addTerm('alice', 'actor', text, true), 'actor', text, true)).toBe('alice')
    }
  })

  test('are listed and taken out of the list one by one', async () => {
    const few = nasty.slice(0, -1)
    const all = few.reduce((search, text) => addTerm(search, 'actor', text), '')
    expect(await events.find(all)).toEqual([...few.keys()])
    expect(few.reduce((search, text) => addTerm(search, 'actor', text), all)).toBe('')
  })

  test('cannot hide: nothing invisible stands in a search', () => {
    for (const text of nasty) expect(term('actor', text)).not.toMatch(/(?! )[\p{C}\p{Z}]/u)
  })

  test('with half a character are looked for as the database holds them', async () => {
    expect(await events.find(term('actor', '\ud800'))).toEqual([nasty.indexOf('\ufffd')])
    expect(await events.find('"\ud800"')).toEqual([nasty.indexOf('\ufffd')])
  })

  test.each([
    '',
    ...nasty.slice(0, -1).map((text) => term('actor', text)),
    ...nasty.slice(0, -1).map((text) => term(pathField('request', [text, 0]), text, true)),
    'zero "it\'s" OR -actor:*a*b* (ip:198.51.100.0/24 OR service:/^\\W/)',
    'ordinal:3..9 -mfa:true time:none NOT time>2026',
    'request."*"[*]:/./',
  ])('%j: the SQL that is shown finds the same rows', async (search) => {
    const explained = explainSearch(search)
    if (!explained.ok) throw new Error(JSON.stringify(explained.errors))
    const found = await events.ask(`SELECT ordinal FROM (${explained.sql}) ORDER BY ordinal`)
    expect(found.map(([ordinal]) => ordinal)).toEqual(await events.find(search))
  })
})

test('the SQL that is shown can be read', () => {
  const explained = explainSearch('user:alice -error:* time>2026-05-01')
  expect(explained.ok && explained.sql).toBe(`SELECT * FROM event
WHERE ((lower(actor) = lower('alice') OR ends_with(lower(actor), lower('/alice')) OR ends_with(lower(actor), lower(':alice'))) OR lower(actor_name) = lower('alice') OR lower(session_name) = lower('alice'))
  AND NOT coalesce(error_code IS NOT NULL, false)
  AND time > '2026-05-01 00:00:00'::TIMESTAMP`)
})

test('a search that cannot be read is explained by its errors', () => {
  expect(explainSearch('usr:x')).toEqual(parseSearch('usr:x'))
})
