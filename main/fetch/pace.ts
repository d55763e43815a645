import { setTimeout } from 'node:timers/promises'

/** Requests at once: never fewer of our own accord, and never more; S3 serves 5,500 a second under one prefix. */
const first = 16
const most = 256
/** The mean of so many answers is how long one takes. */
const some = 32
/** Times as long as they once took: below, one more request waits for the endpoint and not in a queue; above, fewer do as much. */
const swift = 1.5
const queued = 3
/** After "slow down" the answers of requests that were under way say the same: they count as one, milliseconds. */
const sameEvent = 500
const longestWait = 20_000

/**
 * How many requests go out at once. From afar an answer takes long and many requests fill the time; from nearby a few do,
 * and more only queue. So there are more of them as long as answers take about as long as they ever took, twice as many
 * in the time of an answer at first; and half as many, a pause and then slower growth when the endpoint asks for it
 * (slow start, then additive increase and multiplicative decrease, as TCP does; and its Vegas, which listens for queues).
 */
export class Pace {
  #limit = first
  #slowed = 0
  #slowedAt = Number.NEGATIVE_INFINITY
  #waitUntil = 0
  #answers = 0
  /** Milliseconds to the beginning of an answer, mean of some: the latest, and the shortest so far. */
  #lately = 0
  #swiftest = Number.POSITIVE_INFINITY

  get limit(): number {
    return Math.floor(this.#limit)
  }

  /** How often the endpoint has asked for fewer requests. */
  get slowed(): number {
    return this.#slowed
  }

  /** An answer began so many milliseconds after it was asked for. */
  answered(took: number): void {
    this.#answers++
    this.#lately += (took - this.#lately) / Math.min(this.#answers, some)
    if (this.#answers < some) return
    this.#swiftest = Math.min(this.#swiftest, this.#lately)
    const times = this.#lately / this.#swiftest
    if (this.#limit < first || times < swift) {
      this.#limit = Math.min(most, this.#limit + (this.#slowed === 0 ? 1 : 1 / this.#limit))
    } else if (times > queued) this.#limit = Math.max(first, this.#limit - 1 / this.#limit)
  }

  slowDown(now = performance.now()): void {
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
