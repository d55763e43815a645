import { setImmediate } from 'node:timers/promises'
import type { Signal } from '../../shared/signal.ts'

/** Long work that lets others have a turn wherever it yields. */
export type Work<T> = Generator<undefined, T>

/** Does the work in stretches of 10 ms, so that others are answered meanwhile, and ends when it was given up. */
export async function inTurns<T>(work: Work<T>, signal?: Signal): Promise<T> {
  let since = performance.now()
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    if (performance.now() - since < 10) continue
    await setImmediate()
    signal?.throwIfAborted()
    since = performance.now()
  }
}
