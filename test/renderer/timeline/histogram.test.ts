import { describe, expect, test } from 'vitest'
import { brushed, covers, panned, zoomed } from '../../../renderer/parts/histogram/range.ts'
import { heights, totals } from '../../../shared/chart/stack.ts'
import { rangeLabel, tickLabels } from '../../../shared/chart/ticks.ts'

const at = (text: string) => Date.parse(text)
const day = 86_400_000

describe('a range of the histogram', () => {
  const limits = { from: 0, to: 1_000_000 }

  test('zooming keeps the moment under the pointer where it is', () => {
    const { from, to } = zoomed({ from: 200_000, to: 600_000 }, 0.5, 300_000, limits)
    expect([(300_000 - from) / (to - from), to - from]).toEqual([0.25, 200_000])
  })

  test('zooming goes no closer than a second and no farther than the limits', () => {
    const close = zoomed({ from: 5000, to: 7000 }, 0.0001, 6000, limits)
    expect([close.to - close.from, zoomed({ from: 5000, to: 700_000 }, 100, 6000, limits)]).toEqual([1000, limits])
  })

  test.each([
    [0.2, { from: 180_000, to: 580_000 }],
    [-1, { from: 0, to: 400_000 }],
    [9, { from: 600_000, to: 1_000_000 }],
  ])('panning by %f of its width stays inside', (share, expected) => {
    expect(panned({ from: 100_000, to: 500_000 }, share, limits)).toEqual(expected)
  })

  test.each([
    ['whole buckets', 130_000, 260_000, 60_000, { from: 120_000, to: 300_000 }],
    ['the same from right to left', 260_000, 130_000, 60_000, { from: 120_000, to: 300_000 }],
    ['one bucket at least', 130_000, 130_000, 60_000, { from: 120_000, to: 180_000 }],
    ['a second at least', 130, 140, 10, { from: 130, to: 1130 }],
  ])('a drag selects %s', (_, a, b, width, expected) => {
    expect(brushed(a, b, 0, width)).toEqual(expected)
  })

  test('it knows when it shows everything', () => {
    expect([covers(limits, limits), covers({ from: 1, to: 2_000_000 }, limits)]).toEqual([true, false])
  })
})

describe('the bars of the histogram', () => {
  test('they count every series', () => {
    const series = [
      { value: 'a', label: 'a', color: '', counts: [1, 2, 3] },
      { value: 'b', label: 'b', color: '', counts: [10, 0, 1] },
    ]
    expect(totals(series, 3)).toEqual([11, 2, 4])
  })

  test.each([
    ['in proportion', [50, 50], 1, [50, 50]],
    ['a single denied call among many is still seen', [9999, 1], 0.01, [98, 2]],
    ['what counts nothing takes no room', [0, 10], 1, [0, 10]],
    ['three rare ones are paid for by the tallest', [10_000, 1, 1, 1], 0.01, [94, 2, 2, 2]],
  ])('their parts: %s', (_, counts, perEvent, expected) => {
    expect(heights(counts, perEvent, 100, 2)).toEqual(expected)
  })
})

describe('the time axis', () => {
  test.each([
    ['years', 365 * day, ['2022-01-01', '2023-01-01'], ['2022', '2023']],
    ['months', 30 * day, ['2022-12-01', '2023-01-01'], ['2022-12', '2023-01']],
    ['days', day, ['2022-12-31', '2023-01-01', '2023-01-02'], ['12-31\n2022', '01-01\n2023', '01-02']],
    [
      'hours',
      3_600_000,
      ['2023-07-10T23:00Z', '2023-07-11T00:00Z', '2023-07-11T01:00Z'],
      ['23:00\n2023-07-10', '00:00\n2023-07-11', '01:00'],
    ],
    ['seconds', 1000, ['2023-07-10T23:00:01Z', '2023-07-10T23:00:02Z'], ['23:00:01\n2023-07-10', '23:00:02']],
    ['parts of a second', 100, ['2023-07-10T23:00:01.100Z'], ['23:00:01.100\n2023-07-10']],
  ])('it labels %s', (_, step, ticks, labels) => {
    expect(tickLabels(ticks.map(at), step, true)).toEqual(labels)
  })

  test.each([
    ['2023-07-10T11:45Z', '2023-07-10T11:50Z', '2023-07-10 11:45:00 – 11:50:00 UTC'],
    ['2023-07-10T23:45Z', '2023-07-11T00:15Z', '2023-07-10 23:45:00 – 2023-07-11 00:15:00 UTC'],
    ['2023-07-10T11:45:00.250Z', '2023-07-10T11:45:01Z', '2023-07-10 11:45:00.250 – 11:45:01.000 UTC'],
  ])('it reads %s to %s as a range', (from, to, label) => {
    expect(rangeLabel({ from: at(from), to: at(to) }, true)).toBe(label)
  })
})
