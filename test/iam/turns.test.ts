import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inTurns, type Work } from '../../main/iam/turns.ts'
import { kept } from '../../main/iam-kept.ts'
import type { Signal } from '../../shared/signal.ts'

function* endless(): Work<never> {
  for (;;) yield
}

test('work is given up when nobody waits for it any more, and not before', async () => {
  const state = {}
  const [one, other] = [new AbortController(), new AbortController()]
  let ended = false
  const ask = ({ signal }: AbortController) =>
    kept(state, 'q', (end: Signal) => inTurns(endless(), end).finally(() => (ended = true)), signal)
  const asked = [ask(one), ask(other)]
  one.abort()
  await expect(asked[0]).rejects.toThrow('given up')
  await setImmediate()
  expect(ended).toBe(false)
  other.abort()
  await expect(asked[1]).rejects.toThrow('given up')
  await setImmediate()
  expect(ended).toBe(true)
})

test('an answer is computed once for all who ask, also later, and again after it failed', async () => {
  const state = {}
  const { signal } = new AbortController()
  let computed = 0
  const ask = () =>
    kept(
      state,
      'q',
      async () => {
        computed++
        await setImmediate()
        if (computed === 1) throw new Error('not yet')
        return computed
      },
      signal,
    )
  const first = await Promise.allSettled([ask(), ask()])
  expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await Promise.all([ask(), ask()])).toEqual([2, 2])
  expect([await ask(), computed]).toEqual([2, 2])
})
