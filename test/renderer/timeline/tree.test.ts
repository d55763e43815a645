import { describe, expect, test } from 'vitest'
import { jsonText, nestedJson, parseJson } from '../../../renderer/parts/tree/json.ts'
import { idOf, lines, type TreeShape } from '../../../renderer/parts/tree/nodes.ts'
import { indented } from '../../../renderer/views/timeline/indent.ts'

const closed: TreeShape = { turned: new Map(), shown: new Map(), depth: 0, find: '' }
const policy = '{"Statement":[{"Effect":"Allow"}]}'
const record = { name: 'alice', request: { bucketName: 'logs', keys: ['a', 'b'] }, document: policy, none: null }
const drawn = (shape: Partial<TreeShape>) =>
  lines(record, { ...closed, ...shape }).map(
    (line) =>
      `${'  '.repeat(line.level - 1)}${line.path.at(-1)} ${line.kind}${line.open === null ? '' : line.open ? ' open' : ' closed'}`,
  )

describe('the lines of a tree', () => {
  test('closed, it shows its members', () => {
    expect(drawn({})).toEqual(['name text', 'request object closed', 'document object closed', 'none null'])
  })

  test('it opens as deep as asked and as turned by hand', () => {
    const turned = new Map([
      [idOf(['request']), false],
      [idOf(['document', 'Statement']), true],
    ])
    expect(drawn({ depth: 1, turned })).toEqual([
      'name text',
      'request object closed',
      'document object open',
      '  Statement list open',
      '    0 object closed',
      'none null',
    ])
  })

  test('finding shows the lines that match, those above them and those inside them', () => {
    expect(drawn({ find: 'keys' })).toEqual(['request object open', '  keys list open', '    0 text', '    1 text'])
    expect(drawn({ find: 'allow' })).toEqual([
      'document object open',
      '  Statement list open',
      '    0 object open',
      '      Effect text',
    ])
    expect(drawn({ find: 'nowhere' })).toEqual([])
  })

  test('a long list is shown in parts', () => {
    const list = { list: Array.from({ length: 250 }, (_, at) => at) }
    const first = lines(list, { ...closed, depth: 1 })
    const all = lines(list, { ...closed, depth: 1, shown: new Map([[idOf(['list']), 600]]) })
    expect([first.length, first.at(-1)?.kind, first.at(-1)?.size, all.length]).toEqual([102, 'more', 150, 251])
  })

  test('every line has an id of its own, whatever the keys', () => {
    const odd = { 'a.b': 1, a: { b: 2, 'b"': 3 }, '["a","b"]': 4 }
    const ids = lines(odd, { ...closed, depth: 3 }).map((line) => line.id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('JSON that was logged', () => {
  test.each([
    ['a policy', policy, { Statement: [{ Effect: 'Allow' }] }],
    ['a URL-encoded policy', encodeURIComponent(policy), { Statement: [{ Effect: 'Allow' }] }],
    ['plain text', 'alice', undefined],
    ['text that only begins like JSON', '{not json', undefined],
    ['a number', '12', undefined],
    ['a broken escape', '%7B%ZZ', undefined],
  ])('it finds JSON inside text: %s', (_, text, expected) => {
    expect(nestedJson(text)).toEqual(expected)
  })

  test('it is written again as it was read', () => {
    const value = { a: [1, { b: null }], empty: {}, none: [], big: 12345678901234567890n }
    expect(jsonText(value)).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ],\n  "empty": {},\n  "none": [],\n  "big": 12345678901234567890\n}',
    )
    expect(parseJson('nope')).toBeUndefined()
  })

  test('indenting changes no token: numbers, escapes and repeated keys stay', () => {
    const raw = '{"a":1.10,"a":[],"u":"\\u00e9 {,} \\" x","n":{ },"l":[1,{"b":1e400}]}'
    const text = indented(raw)
    expect(text).toBe(
      '{\n  "a": 1.10,\n  "a": [],\n  "u": "\\u00e9 {,} \\" x",\n  "n": {},\n  "l": [\n    1,\n    {\n      "b": 1e400\n    }\n  ]\n}',
    )
  })

  test.each(['', 'not json at all', '{"open":"never', ']]}', '{"a" 1}'])(
    'indenting takes whatever is there: %j',
    (text) => {
      expect(indented(text).replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
    },
  )
})
