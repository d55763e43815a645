import { setTimeout } from 'node:timers/promises'

/** S3 serves 5,500 reads a second under one prefix; beyond some dozens at once nothing gets faster from one machine. */
const most = 64
const first = 16
/** After "slow down" the answers of requests that were under way say the same: they count as one, milliseconds. */
const sameEvent = 500
const longestWait = 20_000

/**
 * How many requests go out at once: one more after as many good answers as there are requests, half as many and a
 * pause when the endpoint asks for it (additive increase, multiplicative decrease, as TCP does).
 */
export class Pace {
  #limit = first
  #good = 0
  #slowed = 0
  #slowedAt = Number.NEGATIVE_INFINITY
  #waitUntil = 0

  get limit(): number {
    return Math.floor(this.#limit)
  }

  /** How often the endpoint has asked for fewer requests. */
  get slowed(): number {
    return this.#slowed
  }

  good(): void {
    this.#good++
    if (this.#good < this.#limit) return
    this.#good = 0
    this.#limit = Math.min(most, this.#limit + 1)
  }

  slowDown(now = performance.now()): void {
    this.#good = 0
    if (now - this.#slowedAt < sameEvent) return
    this.#slowedAt = now
    this.#slowed++
    this.#limit = Math.max(1, this.#limit / 2)
    this.#waitUntil = now + 100 + Math.random() * 200
  }

  /** Before each request. */
  async turn(signal: AbortSignal): Promise<void> {
    const wait = this.#waitUntil - performance.now()
    if (wait > 0) await setTimeout(wait, undefined, { signal })
  }
}

/** How long to wait before the n-th repeat, milliseconds: longer each time, and never all at once. */
export function waitBefore(repeat: number): number {
  return Math.min(longestWait, 100 * 2 ** repeat) * (0.5 + Math.random() / 2)
}
