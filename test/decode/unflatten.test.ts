import { DuckDBInstance } from '@duckdb/node-api'
import { expect, test } from 'vitest'
import { unflattened } from '../../main/decode/unflatten.ts'

const table: readonly (readonly [string, Readonly<Record<string, string>>, unknown])[] = [
  ['names with dots', { 'a.b.c': '1', 'a.b.d': '2', 'a.e': '3' }, { a: { b: { c: '1', d: '2' }, e: '3' } }],
  ['a value that is true or false', { 'a.b': 'true', 'a.c': 'false' }, { a: { b: true, c: false } }],
  ['a list of values', { 'a.tags[]': 'x,y' }, { a: { tags: ['x', 'y'] } }],
  [
    'a list of structures, put together by place',
    { 'resources[].ARN': 'arn:1,arn:2', 'resources[].type': 'A,B' },
    {
      resources: [
        { ARN: 'arn:1', type: 'A' },
        { ARN: 'arn:2', type: 'B' },
      ],
    },
  ],
  [
    'a list whose fields do not have as many values, left joined',
    { 'items[].id': 'i-1,i-2', 'items[].name': 'only one' },
    { items: [{ id: 'i-1,i-2', name: 'only one' }] },
  ],
  [
    'a list further inside',
    { 'r.set.items[].id': 'i-1,i-2', 'r.force': 'true' },
    { r: { force: true, set: { items: [{ id: 'i-1' }, { id: 'i-2' }] } } },
  ],
  [
    'JSON that is a text',
    { 'a.document': '{"Version":"2012-10-17"}' },
    { a: { document: '{"Version":"2012-10-17"}' } },
  ],
  [
    'names of an attacker',
    { '".x': '"', "a'b.c": '\\', 'e..f': '' },
    { '"': { x: '"' }, "a'b": { c: '\\' }, e: { '': { f: '' } } },
  ],
  ['our own mark of a place in a list', { '\u0001a.\u0001': '1' }, { a: { '': '1' } }],
  ['nothing', {}, null],
]

test.each(table)('it rebuilds %s', async (_, flat, wanted) => {
  expect(await unflatten(flat)).toEqual(wanted)
})

test('it stays JSON when a name is a value and a structure at once', async () => {
  expect(await unflatten({ a: '1', 'a.b': '2', 'a.b.c': '3', 'a[]': '4', 'a[].q[].r': '5,6' })).not.toBeNull()
})

test('it rebuilds a hundred list members in their order', async () => {
  const values = Array.from({ length: 100 }, (_, i) => `v${i}`)
  expect(await unflatten({ 'l[].v': values.join(',') })).toEqual({ l: values.map((v) => ({ v })) })
})

async function unflatten(flat: Readonly<Record<string, string>>): Promise<unknown> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    const entries = JSON.stringify(Object.entries(flat).map(([key, value]) => ({ key, value })))
    const reader = await connection.runAndReadAll(
      `SELECT CAST(${unflattened('entries')} AS VARCHAR) FROM (SELECT from_json($entries, '[{"key":"VARCHAR","value":"VARCHAR"}]') AS entries)`,
      { entries },
    )
    const [[json] = []] = reader.getRows()
    return typeof json === 'string' ? JSON.parse(json) : null
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
