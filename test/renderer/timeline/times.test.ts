import { describe, expect, test } from 'vitest'
import { parseMoment } from '../../../renderer/moment.ts'
import { columnsToAsk, shownValue, toEventRows } from '../../../renderer/views/timeline/rows.ts'
import { around, justAfter } from '../../../renderer/views/timeline/times.ts'

describe('a moment as people type it', () => {
  test.each([
    ['2024-05-01', '2024-05-01T00:00:00Z'],
    ['2024-05', '2024-05-01T00:00:00Z'],
    ['2024-05-01 10:30', '2024-05-01T10:30:00Z'],
    ['2024-05-01T10:30:15Z', '2024-05-01T10:30:15Z'],
    ['2024-05-01T10:30:15.5+02:00', '2024-05-01T08:30:15.500Z'],
    ['2024-05-01 10:30 -0500', '2024-05-01T15:30:00Z'],
    ['1714557600', '2024-05-01T10:00:00Z'],
    ['1714557600123', '2024-05-01T10:00:00.123Z'],
    ['9:05', '2023-07-10T09:05:00Z'],
    ['09:05:30', '2023-07-10T09:05:30Z'],
    ['2024-02-30', null],
    ['2024-13-01', null],
    ['25:00', null],
    ['yesterday', null],
    ['', null],
  ])('%j is %j', (text, expected) => {
    expect(parseMoment(text, true, '2023-07-10T23:59:00Z')).toBe(expected)
  })

  test('a clock time alone needs a day', () => {
    expect(parseMoment('10:30', true, null)).toBeNull()
  })
})

describe('the time around an event', () => {
  test('it holds the event and both ends', () => {
    expect(around('2024-05-01T10:00:00Z', 300_000)).toEqual({
      from: '2024-05-01T09:55:00Z',
      to: '2024-05-01T10:05:01Z',
    })
    expect([around(null, 1), around('no time', 1)]).toEqual([null, null])
  })

  test('a range up to an event still holds it', () => {
    expect([justAfter('2024-05-01T10:00:00Z'), justAfter('2024-05-01T10:00:00.250Z')]).toEqual([
      '2024-05-01T10:00:01Z',
      '2024-05-01T10:00:00.251Z',
    ])
  })
})

describe('rows of the timeline', () => {
  test('they are read by the names of their columns', () => {
    const columns = ['object_id', 'ordinal', 'time', 'object_id'].map((name) => ({ name, type: 'VARCHAR' }))
    expect(toEventRows({ columns, rows: [[3, 17, '2024-05-01T10:00:00Z', 3]] })).toEqual([
      { object_id: 3, ordinal: 17, cells: { object_id: 3, ordinal: 17, time: '2024-05-01T10:00:00Z' } },
    ])
  })

  test('what a row needs is asked for once, shown or not', () => {
    expect(columnsToAsk(['region', 'time'])).toEqual(['time', 'action', 'outcome', 'severity', 'region'])
  })

  test.each([
    ['time', '2024-05-01T10:00:00Z', '2024-05-01 10:00:00Z'],
    ['mfa', true, 'yes'],
    ['mfa', false, 'no'],
    ['user_agent', 'a\u202eb\n', 'a\\u202eb␊'],
    ['user_agent', null, ''],
  ] as const)('a value of %s is shown for reading', (column, value, expected) => {
    expect(shownValue(column, value, true)).toBe(expected)
  })
})
