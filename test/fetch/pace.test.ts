import { describe, expect, test } from 'vitest'
import { Pace } from '../../main/fetch/pace.ts'

/** So many rounds of requests to an endpoint whose answers take `took(limit)` milliseconds. */
function rounds(pace: Pace, count: number, took: (limit: number) => number): void {
  for (let round = 0; round < count; round++)
    for (let left = pace.limit; left > 0; left--) pace.answered(took(pace.limit))
}

/** From afar: as long, however many ask. Now and then one takes much longer. */
function far(): () => number {
  let n = 0
  return () => (n++ % 20 === 7 ? 400 : 100)
}
/** Nearby: it answers so many at a time, and the others wait. */
const answering = (atOnce: number) => (limit: number) => 5 * Math.max(1, limit / atOnce)

describe('the number of requests at once', () => {
  test('begins with 16 and doubles in the time of an answer, up to 256, while nothing queues', () => {
    const pace = new Pace()
    expect(pace.limit).toBe(16)
    rounds(pace, 8, far())
    expect(pace.limit).toBe(256)
    rounds(pace, 100, far())
    expect(pace.limit).toBe(256)
  })

  test.each([4, 16, 40, 100])('stays within a few times of what an endpoint answers at once: %i', (atOnce) => {
    const pace = new Pace()
    rounds(pace, 200, answering(atOnce))
    expect(pace.limit).toBeGreaterThanOrEqual(Math.max(16, atOnce))
    expect(pace.limit).toBeLessThanOrEqual(3.5 * Math.max(16, atOnce))
  })

  test('falls again when an endpoint becomes slower', () => {
    const pace = new Pace()
    rounds(pace, 20, far())
    rounds(pace, 4000, () => 500)
    expect(pace.limit).toBe(16)
  })

  test('is not held down by connections that take long to make', () => {
    const pace = new Pace()
    rounds(pace, 1, () => 900)
    rounds(pace, 12, far())
    expect(pace.limit).toBe(256)
  })

  test('halves once for one wave of refusals, and grows by one in the time of an answer from then on', () => {
    const pace = new Pace()
    for (let i = 0; i < 20; i++) pace.slowDown(1000)
    expect(pace.limit).toBe(8)
    pace.slowDown(2000)
    expect(pace.limit).toBe(4)
    rounds(pace, 1, () => 100)
    rounds(pace, 20, () => 100)
    expect(pace.limit).toBeGreaterThan(4)
    expect(pace.limit).toBeLessThan(24)
    rounds(pace, 400, () => 100)
    expect(pace.limit).toBe(256)
    for (let i = 0; i < 100; i++) pace.slowDown(10_000 + i * 1000)
    expect(pace.limit).toBe(1)
    expect(pace.slowed).toBe(102)
    rounds(pace, 400, () => 300)
    expect(pace.limit).toBeGreaterThan(4)
  })
})
