import { expect, test } from 'vitest'
import { fieldBefore } from '../../renderer/parts/search-box/field-before.ts'
import { filterSql } from '../../shared/search/filter-sql.ts'

test.each([
  [{ search: '', from: null, to: null }, 'SELECT * FROM event\nORDER BY time'],
  [
    { search: '', from: '2026-05-01T00:00:00.000Z', to: '2026-05-02T10:00:00Z' },
    "SELECT * FROM event\nWHERE time >= TIMESTAMP '2026-05-01 00:00:00'\n  AND time < TIMESTAMP '2026-05-02 10:00:00'\nORDER BY time",
  ],
  [{ search: 'AND', from: null, to: null }, ''],
])('it writes the filter %j as SQL', (filter, sql) => {
  expect(filterSql(filter)).toBe(sql)
})

test('it puts the range in front of the conditions of the search', () => {
  expect(filterSql({ search: 'outcome=denied -region=eu-west-1', from: null, to: '2026-05-02T00:00:00Z' })).toMatch(
    /^SELECT \* FROM event\nWHERE time < TIMESTAMP '2026-05-02 00:00:00'\n {2}AND .*denied.*\n {2}AND .*eu-west-1.*\nORDER BY time$/s,
  )
})

test.each([
  ['user:', 'actor'],
  ['a -ip=', 'source_ip'],
  ['region:(us-east-1 OR ', 'region'],
  ['region:us-east-1 ', null],
  ['request:', null],
  ['nofield:', null],
])('it knows whose value is written behind %j', (before, column) => {
  expect(fieldBefore(before)).toBe(column)
})
