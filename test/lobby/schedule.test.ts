import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Scheduler } from '../../main/schedule.ts'
import { Source } from '../../shared/source.ts'

const minute = 60_000
const source = (name: string, more: object) =>
  Source.parse({ kind: 's3-bucket', name, bucket: 'logs', layout: 'any', ...more })

beforeEach(() => void vi.useFakeTimers({ now: 0 }))
afterEach(() => void vi.useRealTimers())

function scheduled(...sources: Source[]) {
  const started: string[] = []
  const ground = {
    busy: false,
    sources: async () => sources,
    isBusy: () => ground.busy,
    collect: async (names: readonly string[]) => void started.push(`${Date.now() / minute}: ${names.join(' ')}`),
    now: () => Date.now(),
  }
  return { scheduler: new Scheduler(ground), started, ground }
}

test('a schedule starts what is due, together, and nothing else', async () => {
  const { scheduler, started } = scheduled(
    source('now', { runOnStart: true }),
    source('often', { everyMinutes: 10 }),
    source('both', { runOnStart: true, everyMinutes: 20 }),
    source('never', {}),
    source('off', { runOnStart: true, everyMinutes: 1, disabled: true }),
    source('deletes', { runOnStart: true, everyMinutes: 1, deleteAfter: true }),
  )
  expect(await scheduler.state()).toMatchObject({ active: false, sources: [{ nextAt: null }, {}, {}, {}, {}] })
  scheduler.start()
  await vi.advanceTimersByTimeAsync(40 * minute)
  expect(started).toEqual(['0: now both', '10: often', '20: often both', '30: often', '40: often both'])
  expect(await scheduler.state()).toMatchObject({
    active: true,
    sources: [
      { source: 'now', nextAt: null },
      { source: 'often', nextAt: new Date(50 * minute).toISOString(), overtaken: 0 },
      { source: 'both', nextAt: new Date(60 * minute).toISOString() },
      { source: 'off', nextAt: null, held: expect.stringContaining('disabled') },
      { source: 'deletes', nextAt: null, held: expect.stringContaining('confirms') },
    ],
  })
})

test('a schedule never starts beside another run, and says what waits and what was overtaken', async () => {
  const { scheduler, started, ground } = scheduled(source('often', { runOnStart: true, everyMinutes: 10 }))
  scheduler.start()
  await vi.advanceTimersByTimeAsync(minute)
  ground.busy = true
  await vi.advanceTimersByTimeAsync(34 * minute)
  expect(started).toEqual(['0: often'])
  expect(await scheduler.state()).toMatchObject({ sources: [{ overtaken: 2, waiting: true }] })
  ground.busy = false
  await vi.advanceTimersByTimeAsync(minute)
  expect(started).toHaveLength(2)
  expect(await scheduler.state()).toMatchObject({ sources: [{ waiting: false }] })
})

test('a schedule tells why a run did not start', async () => {
  const { scheduler, ground } = scheduled(source('often', { runOnStart: true }))
  ground.collect = async () => {
    throw new Error('refused')
  }
  scheduler.start()
  await vi.advanceTimersByTimeAsync(minute)
  expect(await scheduler.state()).toMatchObject({ sources: [{ held: 'refused' }] })
})
