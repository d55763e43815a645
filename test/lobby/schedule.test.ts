import { beforeEach, describe, expect, test } from 'vitest'
import { Scheduler } from '../../main/schedule.ts'
import { Source, type SourceInput } from '../../shared/source.ts'

let now: number
let busy: boolean
let sources: readonly Source[]
let runs: (readonly string[])[]
let refuse: string | null
let scheduler: Scheduler

beforeEach(() => {
  now = Date.parse('2026-05-01T10:00:00Z')
  busy = false
  sources = []
  runs = []
  refuse = null
  scheduler = new Scheduler({
    sources: async () => sources,
    isBusy: () => busy,
    collect: async (names) => {
      if (refuse !== null) throw new Error(refuse)
      runs.push(names)
    },
    now: () => now,
  })
})

const source = (name: string, more: Partial<Extract<SourceInput, { kind: 's3-bucket' }>> = {}) =>
  Source.parse({ kind: 's3-bucket', name, bucket: 'logs', layout: 'cloudtrail', ...more })
const later = async (minutes: number) => {
  now += minutes * 60_000
  await scheduler.look()
}

describe('the schedule', () => {
  test('runs what says so when the case is opened, together, and the rest at its interval', async () => {
    sources = [
      source('a', { runOnStart: true }),
      source('b', { runOnStart: true, everyMinutes: 10 }),
      source('c', { everyMinutes: 30 }),
      source('d'),
      source('e', { runOnStart: true, disabled: true }),
    ]
    await scheduler.look()
    expect(runs).toEqual([['a', 'b']])
    expect((await scheduler.state()).sources.map(({ source, nextAt }) => [source, nextAt])).toEqual([
      ['a', null],
      ['b', '2026-05-01T10:10:00.000Z'],
      ['c', '2026-05-01T10:30:00.000Z'],
    ])
    await later(9)
    expect(runs).toHaveLength(1)
    await later(1)
    expect(runs).toEqual([['a', 'b'], ['b']])
    await later(20)
    expect(runs.at(-1)).toEqual(['b', 'c'])
  })

  test('lets nothing overlap: what is due waits, is counted once, and runs when the other has ended', async () => {
    sources = [source('a', { everyMinutes: 10 })]
    await scheduler.look()
    busy = true
    await later(10)
    await later(1)
    await later(30)
    expect(runs).toEqual([])
    expect((await scheduler.state()).sources).toMatchObject([{ waiting: true, overtaken: 1 }])
    busy = false
    await later(1)
    expect(runs).toEqual([['a']])
    expect((await scheduler.state()).sources).toMatchObject([
      { waiting: false, overtaken: 1, nextAt: '2026-05-01T10:52:00.000Z' },
    ])
  })

  test('never runs what deletes by itself, and says so', async () => {
    sources = [source('a', { everyMinutes: 1, runOnStart: true, deleteAfter: true })]
    await scheduler.look()
    await later(60)
    expect(runs).toEqual([])
    expect((await scheduler.state()).sources).toMatchObject([
      { nextAt: null, held: expect.stringContaining('deletes') },
    ])
    sources = [source('a', { everyMinutes: 1, runOnStart: true })]
    await later(0)
    await later(1)
    expect(runs).toEqual([['a']])
  })

  test('does not take a source that is saved later for one that runs at the opening', async () => {
    await scheduler.look()
    sources = [source('a', { runOnStart: true })]
    await later(1)
    await later(60)
    expect(runs).toEqual([])
  })

  test('follows a changed interval, forgets a removed source, and tells why a run did not start', async () => {
    sources = [source('a', { everyMinutes: 60 })]
    await scheduler.look()
    sources = [source('a', { everyMinutes: 5 })]
    await later(1)
    refuse = 'the case is full'
    await later(5)
    expect((await scheduler.state()).sources).toMatchObject([
      { held: 'the case is full', nextAt: '2026-05-01T10:11:00.000Z' },
    ])
    sources = []
    await later(1)
    expect(await scheduler.state()).toEqual({ active: false, sources: [] })
  })

  test('goes on while a door that asked for it stays, and is as new for the next one', async () => {
    sources = [source('a', { runOnStart: true, everyMinutes: 10 })]
    const [window, server, next] = [new AbortController(), new AbortController(), new AbortController()]
    const begun = [scheduler.run(window.signal), scheduler.run(server.signal)]
    await expect.poll(() => runs).toEqual([['a']])
    window.abort()
    await begun[0]
    expect(await scheduler.state()).toMatchObject({ active: true })
    server.abort()
    await begun[1]
    expect(await scheduler.state()).toMatchObject({ active: false, sources: [{ source: 'a', nextAt: null }] })
    const again = scheduler.run(next.signal)
    await expect.poll(() => runs).toEqual([['a'], ['a']])
    next.abort()
    await again
  })

  test('begins nothing for a door that has left while it looked', async () => {
    sources = [source('a', { runOnStart: true })]
    const gone = new AbortController()
    const begun = scheduler.run(gone.signal)
    gone.abort()
    await begun
    await scheduler.run(AbortSignal.abort())
    expect(runs).toEqual([])
    expect(await scheduler.state()).toMatchObject({ active: false })
  })
})
