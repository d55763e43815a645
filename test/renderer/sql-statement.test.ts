import { sql } from '@codemirror/lang-sql'
import { EditorState } from '@codemirror/state'
import { expect, test } from 'vitest'
import { duckdb } from '../../renderer/views/sql/dialect.ts'
import { statementOf } from '../../renderer/views/sql/statement.ts'

const editor = (doc: string, anchor: number, head = anchor) =>
  EditorState.create({ doc, selection: { anchor, head }, extensions: sql({ dialect: duckdb }) })

const two = 'SELECT 1;\nSELECT 2 ;'

test.each([
  ['the statement with the cursor', two, 3, 3, 'SELECT 1'],
  ['the one behind the first', two, 12, 12, 'SELECT 2'],
  ['the selection, whatever it is', two, 2, 8, 'LECT 1'],
  ['the first, with the cursor before it', '\n\nSELECT 1', 0, 0, 'SELECT 1'],
  ['nothing, where there is nothing', '  ', 1, 1, ''],
])('runs %s', (_, doc, anchor, head, ran) => {
  expect(statementOf(editor(doc, anchor, head))).toBe(ran)
})

test('runs all of a statement that the editor has read only the beginning of', () => {
  const long = `SELECT ${Array.from({ length: 20_000 }, (_, at) => `${at} AS column_${at}`).join(', ')} FROM event WHERE false`
  expect(statementOf(editor(long, 0))).toBe(long)
})
