import { setImmediate } from 'node:timers/promises'
import type { Signal } from '../../shared/signal.ts'

/** To be awaited now and then in long work: gives others a turn when 20 ms have passed, and ends when it was given up. */
export function pauses(signal: Signal | undefined): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < 20) return
    await setImmediate()
    signal?.throwIfAborted()
    since = performance.now()
  }
}
