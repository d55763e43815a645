import { describe, expect, test } from 'vitest'
import { days, missing, pageName, settled, windowOf } from '../../main/source/service/window.ts'

const at = (text: string) => Date.parse(text)
const window = (from: string, until: string) => ({ from: at(from), until: at(until) })
const year = window('2026-01-01', '2026-12-31')
const now = at('2026-06-01T12:00:00Z')

describe('a window', () => {
  test.each([
    [[], [year]],
    [[window('2026-01-01', '2026-12-31')], []],
    [[window('2025-01-01', '2027-01-01')], []],
    [[window('2026-03-01', '2026-04-01')], [window('2026-01-01', '2026-03-01'), window('2026-04-01', '2026-12-31')]],
    [[window('2026-05-01', '2026-06-01'), window('2026-01-01', '2026-05-15')], [window('2026-06-01', '2026-12-31')]],
    [[window('2026-12-01', '2027-06-01')], [window('2026-01-01', '2026-12-01')]],
  ])('%# is asked for only where it is not covered', (covered, gaps) => {
    const names = covered.map((one) => `aws-api://x/${pageName(one, 1, true, at('2030-01-01'))}`)
    expect(missing(year, names)).toEqual(gaps)
  })

  test('counts as covered by whole pages only, and never by what may still grow', () => {
    const day = window('2026-06-01', '2026-06-01T11:30:00Z')
    expect(missing(day, [`/${pageName(day, 1, false, now)}`, `/${pageName(day, 2, true, now)}`])).toEqual([day])
    expect(settled(day, now)).toEqual([
      window('2026-06-01T11:00:00Z', '2026-06-01T11:30:00Z'),
      window('2026-06-01', '2026-06-01T11:00:00Z'),
    ])
    expect(settled(window('2026-05-01', '2026-05-02'), now)).toEqual([window('2026-05-01', '2026-05-02')])
  })

  test('is cut into UTC days, the latest first', () => {
    expect(days(window('2026-01-01T06:00:00Z', '2026-01-03T12:00:00Z'))).toEqual([
      window('2026-01-03', '2026-01-03T12:00:00Z'),
      window('2026-01-02', '2026-01-03'),
      window('2026-01-01T06:00:00Z', '2026-01-02'),
    ])
    expect(days(window('2026-01-01', '2026-01-02'))).toEqual([window('2026-01-01', '2026-01-02')])
  })

  test('of a source holds its last day, and no more than the service remembers', () => {
    expect(windowOf({ from: '2026-05-30', until: '2026-05-31' }, 90 * 86_400_000, now)).toEqual(
      window('2026-05-30', '2026-06-01'),
    )
    expect(windowOf({ from: '2020-01-01', until: null }, 86_400_000, now)).toEqual(
      window('2026-05-31T12:00:00Z', '2026-06-01T12:00:00Z'),
    )
  })
})
