import { afterAll, beforeAll, expect, test } from 'vitest'
import { histogram } from '../../../main/store/read/histogram.ts'
import { niceBuckets } from '../../../main/store/read/nice-buckets.ts'
import { where } from '../../../main/store/read/where.ts'
import { everything, type Filter } from '../../../shared/filter.ts'
import { addEvents, type OpenCase, openCase } from './open-case.ts'

let open: OpenCase
beforeAll(async () => {
  open = await openCase()
  const at = (time: string | null, outcome: string | null, service = 's3') => ({ time, outcome, service })
  await addEvents(open.db, [
    at('2024-01-01T10:00:00Z', 'success'),
    at('2024-01-01T10:00:59.999Z', 'denied'),
    at('2024-01-01T10:01:00Z', 'success', 'iam'),
    at('2024-01-01T10:04:30Z', 'success'),
    at('2024-01-01T10:04:31Z', null),
    at(null, 'success'),
    at('infinity', 'denied'),
  ])
})
afterAll(() => open.close())

const ask = (filter: Filter, by: 'outcome' | 'service' | 'severity' = 'outcome', buckets = 10) =>
  histogram(open.db, where(filter), { filter, by, buckets }, undefined)

test('it covers the events in buckets that a person can name', async () => {
  expect(await ask(everything)).toEqual({
    start: Date.UTC(2024, 0, 1, 10),
    width: 30_000,
    series: [
      { value: 'success', counts: [1, 0, 1, 0, 0, 0, 0, 0, 0, 1] },
      { value: 'denied', counts: [0, 1, 0, 0, 0, 0, 0, 0, 0, 0] },
      { value: 'none', counts: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1] },
    ],
    untimed: 2,
  })
})

test('it covers the range where both ends are given', async () => {
  const filter = { search: 'service:s3', from: '2024-01-01T09:00:00Z', to: '2024-01-01T12:00:00Z' }
  expect(await ask(filter, 'service', 3)).toEqual({
    start: Date.UTC(2024, 0, 1, 9),
    width: 3_600_000,
    series: [{ value: 's3', counts: [0, 4, 0] }],
    untimed: 0,
  })
})

test('it counts an event in the last part of a millisecond of the range', async () => {
  const filter = { ...everything, from: '2024-01-01T10:01:00Z', to: '2024-01-01T10:01:00.0001Z' }
  expect(await ask(filter, 'service', 3)).toMatchObject({ width: 1000, series: [{ value: 'iam', counts: [1] }] })
})

test('it is empty for a filter that lets nothing through', async () => {
  expect(await ask({ ...everything, search: 'service:nothing' })).toEqual({
    start: 0,
    width: 0,
    series: [],
    untimed: 0,
  })
})

test('it puts what is beyond the first eight values under other', async () => {
  const other = await openCase()
  try {
    const counts = [5, 4, 3, 3, 2, 2, 2, 2, 1, 1]
    await addEvents(
      other.db,
      counts.flatMap((count, i) =>
        Array.from({ length: count }, (_, n) => ({
          time: '2024-01-01T00:00:00Z',
          service: `s${i}`,
          ordinal: i * 10 + n,
        })),
      ),
    )
    const { series } = await histogram(other.db, where(everything), { filter: everything, by: 'service', buckets: 5 })
    expect(series.map(({ value, counts: [first] }) => [value, first])).toEqual([
      ...counts.slice(0, 8).map((count, i) => [`s${i}`, count]),
      ['other', 2],
    ])
  } finally {
    await other.close()
  }
})

const day = 86_400_000
test.each([
  ['one moment', 12_345, 12_345, 100, { start: 12_000, width: 1000, count: 1 }],
  ['ten seconds', 0, 9999, 5, { start: 0, width: 2000, count: 5 }],
  ['an hour', 100, 3_600_000, 60, { start: 0, width: 120_000, count: 31 }],
  [
    'a day',
    Date.UTC(2024, 0, 1),
    Date.UTC(2024, 0, 2) - 1,
    24,
    { start: Date.UTC(2024, 0, 1), width: 3_600_000, count: 24 },
  ],
  [
    'two years',
    Date.UTC(2023, 0, 1),
    Date.UTC(2025, 0, 1),
    200,
    { start: Date.UTC(2022, 11, 29), width: 5 * day, count: 147 },
  ],
  ['before 1970', -1500, -1, 10, { start: -2000, width: 1000, count: 2 }],
  ['both sides of 1970 in one bucket', -5, 5, 1, { start: -1000, width: 2000, count: 1 }],
])('it chooses buckets for %s', (_, first, last, most, buckets) => {
  expect(niceBuckets(first, last, most)).toEqual(buckets)
})

test('it never needs more buckets than asked for, however long the time', () => {
  for (const most of [1, 2, 7, 500, 2000]) {
    const [first, last] = [Date.UTC(1, 0, 1), Date.UTC(9999, 11, 31)]
    const { start, width, count } = niceBuckets(first, last, most)
    expect(count).toBeLessThanOrEqual(most)
    expect(start).toBeLessThanOrEqual(first)
    expect(start + count * width).toBeGreaterThan(last)
  }
})
