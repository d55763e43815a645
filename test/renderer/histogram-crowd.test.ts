import { describe, expect, test } from 'vitest'
import { crowd } from '../../renderer/parts/histogram/crowd.ts'

/** A hundred buckets of a second, with these counts in some of them. */
function bars(of: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: 100 }, (_, at) => of[at] ?? 0)
}

describe('a crowd in a histogram', () => {
  test.each([
    ['all in one bar', bars({ 40: 1000 }), { from: 50_000, to: 51_000 }],
    [
      'one event with a wrong year at either end',
      bars({ 0: 1, 21: 500, 23: 500, 99: 1 }),
      { from: 31_000, to: 34_000 },
    ],
    ['the narrowest such stretch', bars({ 10: 94, 12: 3, 60: 3 }), { from: 20_000, to: 23_000 }],
  ])('is found: %s', (_what, counts, found) => {
    expect(crowd(10_000, 1000, counts)).toEqual(found)
  })

  test.each([
    ['nothing at all', bars({})],
    ['events everywhere', bars({ 5: 10, 50: 10, 95: 10 })],
    ['two crowds far apart', bars({ 5: 500, 95: 500 })],
    ['a single bucket', [7]],
  ])('is none: %s', (_what, counts) => {
    expect(crowd(10_000, 1000, counts)).toBeNull()
  })
})
