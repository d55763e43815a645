import { expect, test } from 'vitest'
import { keyTable } from '../../main/decode/key-table.ts'
import { bad, more, newFindings, scanObject } from '../../main/decode/scan.ts'

const table = keyTable(['id', 'a', 'b'], 'id')

function scan(text: string, inLines = false) {
  const found = newFindings()
  const b = Buffer.from(text)
  return { end: scanObject(b, 0, b.length, table, found, inLines), found }
}

test.each([
  ['{}', 2],
  ['{"a":1}', 7],
  ['{"a":1}{"a":2}', 7],
  ['{ "a" : [ 1 , -0 , 1e400 , 1.50E-7 , true , false , null ] }', 60],
  ['{"a":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4"}', 30],
  ['{"a":"}{][,:"}', 14],
  [`{"a":${'['.repeat(510)}${']'.repeat(510)}}`, 1026],
])('finds the end of %s', (text, end) => {
  expect(scan(text).end).toBe(end)
})

test.each([
  '{',
  '{"',
  '{"a',
  '{"a"',
  '{"a":',
  '{"a":1',
  '{"a":tr',
  '{"a":"\\',
  '{"a":"\\u12',
  '{"a":"x"',
  '{"a":[{"b":1}]',
  '{"a":1,',
])('wants more after %s', (text) => {
  expect(scan(text).end).toBe(more)
})

test.each([
  ['{"a":NaN}', '"NaN" is no JSON value'],
  ['{"a":0038.9}', '"0038.9" is no JSON value'],
  ['{"a":1.}', '"1." is no JSON value'],
  ['{"a":-}', '"-" is no JSON value'],
  ['{"a":.5}', '".5" is no JSON value'],
  ['{"a":1e}', '"1e" is no JSON value'],
  ['{"a":True}', '"True" is no JSON value'],
  ['{"a":1,}', 'a value or name is missing before a closing bracket'],
  ['{"a":[1,]}', 'a value or name is missing before a closing bracket'],
  ['{"a":}', 'a value or name is missing before a closing bracket'],
  ['{"a":[1}]', 'brackets do not match'],
  ['{,"a":1}', 'there is a comma too many'],
  ['{"a" 1}', 'a colon is missing'],
  ['{"a":1 "b":2}', 'a comma is missing'],
  ['{"a":1 {}}', 'a bracket opens where none may'],
  ["{'a':1}", `"'" where a name, comma or bracket belongs`],
  ['{"a":"\\x41"}', 'a string holds a backslash that escapes nothing'],
  ['{"a":"\\u12g4"}', 'an escape in a string is not \\u and four hexadecimal digits'],
  [`{"a":${'['.repeat(512)}`, 'nested deeper than 512 levels'],
])('refuses %s', (text, reason) => {
  const { end, found } = scan(text)
  expect({ end, reason: found.reason }).toEqual({ end: bad, reason })
})

test.each([
  ['{"id":"x","a":1}', {}],
  ['{"a":1}', { anonymous: true }],
  ['{"id":null}', { anonymous: true }],
  ['{"id":""}', { anonymous: true }],
  ['{"id":7}', {}],
  ['{"id":"x","c":1}', { oddKeys: true }],
  ['{"id":"x","a":1,"a":2}', { oddKeys: true }],
  ['{"id":"x","\\u0061":1}', { oddKeys: true }],
  ['{"id":"x","a":{"c":1,"c":2}}', {}],
  ['{"id":"x",\n"a":1}', { newlines: true }],
  ['{"id":"x","a":"\u0001"}', { controls: true }],
  ['{"id":"x","a":"\\ud83d\\ude00"}', { surrogates: true }],
])('notices what is odd about %s', (text, odd) => {
  const { end, found } = scan(text)
  expect(end).toBe(Buffer.byteLength(text))
  expect(found).toMatchObject({
    oddKeys: false,
    newlines: false,
    surrogates: false,
    controls: false,
    anonymous: false,
    ...odd,
  })
})

test('it ends a record at the line break inside a string only where records are lines', () => {
  expect([scan('{"a":"x\ny"}', true).end, scan('{"a":"x\ny"}', false).end]).toEqual([bad, 11])
})
