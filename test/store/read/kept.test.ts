import { expect, test } from 'vitest'
import { Kept } from '../../../main/store/read/kept.ts'
import type { Signal } from '../../../shared/signal.ts'

/** Makes values that end when told, and notes what happens to them. */
function workshop(most: number) {
  const log: string[] = []
  const finish = new Map<string, () => void>()
  const kept = new Kept<string>(most, async (value) => void log.push(`drop ${value}`))
  const make = (key: string) => (signal: Signal) =>
    new Promise<string>((resolve, reject) => {
      log.push(`make ${key}`)
      signal.addEventListener('abort', () => {
        log.push(`stop ${key}`)
        reject(new Error('stopped'))
      })
      finish.set(key, () => resolve(key))
    })
  const use = (key: string, signal?: Signal) => kept.use(key, make(key), async (value) => value, signal)
  return { log, kept, use, make, finish: (key: string) => finish.get(key)?.() }
}

test('it makes a thing once for all who ask', async () => {
  const { log, use, finish } = workshop(2)
  const asked = [use('a'), use('a')]
  finish('a')
  expect([...(await Promise.all(asked)), await use('a'), log]).toEqual(['a', 'a', 'a', ['make a']])
})

test('it drops what was not used for longest', async () => {
  const { log, use, finish } = workshop(2)
  for (const key of ['a', 'b', 'a', 'c']) {
    const asked = use(key)
    finish(key)
    await asked
  }
  expect(log).toEqual(['make a', 'make b', 'make c', 'drop b'])
})

test('it drops nothing that is in use', async () => {
  const { log, kept, use, make, finish } = workshop(1)
  let end = (): void => undefined
  const working = kept.use('a', make('a'), () => new Promise<void>((resolve) => (end = resolve)))
  finish('a')
  const other = use('b')
  finish('b')
  await other
  const during = [...log]
  end()
  await working
  expect([during, log]).toEqual([
    ['make a', 'make b', 'drop b'],
    ['make a', 'make b', 'drop b'],
  ])
})

test('it goes on making for who comes back, and stops when something else is wanted', async () => {
  const { log, use, finish } = workshop(2)
  const first = new AbortController()
  const left = use('a', first.signal)
  first.abort()
  await expect(left).rejects.toMatchObject({ code: 'cancelled' })
  const back = use('a')
  finish('a')
  await back
  const second = new AbortController()
  const slow = use('b', second.signal)
  second.abort()
  await expect(slow).rejects.toMatchObject({ code: 'cancelled' })
  const other = use('c')
  finish('c')
  await other
  expect(log).toEqual(['make a', 'make b', 'stop b', 'make c'])
})

test('it tries again after a failure', async () => {
  const kept = new Kept<number>(2)
  let tries = 0
  const make = async (): Promise<number> => {
    if (++tries === 1) throw new Error('first try')
    return tries
  }
  await expect(kept.use('a', make, async (value) => value)).rejects.toThrow('first try')
  expect(await kept.use('a', make, async (value) => value)).toBe(2)
})
