import { expect, test } from 'vitest'
import { type ColumnType, columnType } from '../../main/decode/column-type.ts'

const plain = (name: string): ColumnType => ({ kind: 'plain', name })

const table: readonly (readonly [string, ColumnType])[] = [
  ['BIGINT', plain('BIGINT')],
  ['TIMESTAMP WITH TIME ZONE', plain('TIMESTAMP WITH TIME ZONE')],
  ['DECIMAL(18,3)', plain('DECIMAL(18,3)')],
  ['VARCHAR[]', { kind: 'list', of: plain('VARCHAR') }],
  ['MAP(VARCHAR, BIGINT[])', { kind: 'map', value: { kind: 'list', of: plain('BIGINT') } }],
  [
    'STRUCT("user" STRUCT(uid VARCHAR, "a ""b"", c" INTEGER)[], n DOUBLE)',
    {
      kind: 'struct',
      fields: [
        {
          name: 'user',
          type: {
            kind: 'list',
            of: {
              kind: 'struct',
              fields: [
                { name: 'uid', type: plain('VARCHAR') },
                { name: 'a "b", c', type: plain('INTEGER') },
              ],
            },
          },
        },
        { name: 'n', type: plain('DOUBLE') },
      ],
    },
  ],
  ["ENUM('a', 'b')", plain("ENUM('a', 'b')")],
  ['STRUCT(broken', plain('STRUCT(broken')],
]

test.each(table)('it reads %s', (text, wanted) => {
  expect(columnType(text)).toEqual(wanted)
})
