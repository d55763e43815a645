import { describe, expect, it, test } from 'vitest'
import { errorExcerpt, errorPlace, errorSentence } from '../../renderer/views/sql/error-place.ts'
import { sortRows } from '../../renderer/views/sql/table.ts'

describe('errorPlace', () => {
  test.each([
    [
      'SELECT * FORM event',
      'Parser Error: syntax error at or near "FORM"\n\nLINE 1: SELECT * FORM event\n                 ^',
      'FORM',
    ],
    [
      'SELECT 1,\n  nope\nFROM event',
      'Binder Error: Referenced column "nope" not found\n\nLINE 2:   nope\n          ^',
      'nope',
    ],
    ['SELECT nope\nUNION ALL\nSELECT nope', 'Binder Error: x\n\nLINE 3: SELECT nope\n               ^', 'nope'],
    [
      `SELECT ${'a, '.repeat(60)}nope FROM event`,
      'Binder Error: x\n\nLINE 1: ...a, a, a, nope FROM event\n                    ^',
      'nope',
    ],
  ])('points into %j', (sql, message, word) => {
    const place = errorPlace(sql, message)
    expect(place && sql.slice(place.from, place.to)).toBe(word)
    expect(place?.from).toBe(sql.lastIndexOf(word))
  })

  test.each([
    [
      'SELECT a FROM event WHERE',
      'x: syntax error at end of input\n\nLINE 1: SELECT a FROM event WHERE\n                                 ^',
      'WHERE',
    ],
    ['SELECT (\n', 'x: syntax error at end of input\n\nLINE 1: SELECT (\n                ^', '('],
  ])('points at the last word of %j, which ends too early', (sql, message, word) => {
    const place = errorPlace(sql, message)
    expect(place && sql.slice(place.from, place.to)).toBe(word)
  })

  test.each([
    ['SELECT 1', 'out of memory'],
    ['SELECT 1', 'Parser Error: x\n\nLINE 1: something else\n        ^'],
  ])('points nowhere for %j and %j', (sql, message) => {
    expect(errorPlace(sql, message)).toBeNull()
  })

  it('keeps the quoted line apart', () => {
    expect(errorExcerpt('Binder Error: x\n\nLINE 1: SELECT a\n               ^')).toBe(
      'LINE 1: SELECT a\n               ^',
    )
    expect(errorExcerpt('out of memory')).toBeNull()
  })

  it('leaves the quoted line out of the sentence', () => {
    expect(errorSentence('Parser Error: syntax error\n\nLINE 1: SELECT * FORM event\n                 ^')).toBe(
      'Parser Error: syntax error',
    )
  })
})

describe('sortRows', () => {
  const result = {
    columns: [
      { name: 'n', type: 'BIGINT' },
      { name: 's', type: 'VARCHAR' },
    ],
    rows: [
      ['9', 'b'],
      [null, 'a'],
      ['10', null],
    ],
    milliseconds: 1,
    truncated: null,
  }
  test.each([
    [{ column: '0', descending: false }, ['9', '10', null]],
    [{ column: '0', descending: true }, ['10', '9', null]],
  ])('sorts 64-bit integers that travel as text by their value, null last: %j', (order, first) => {
    expect(sortRows(result, order).map((row) => row[0])).toEqual(first)
  })

  it('sorts text as text and leaves the order as it came without one', () => {
    expect([sortRows(result, { column: '1', descending: false }).map((row) => row[1]), sortRows(result, null)]).toEqual(
      [['a', 'b', null], result.rows],
    )
  })
})
