/** No byte for so long, milliseconds, and the connection is given up. */
const stall = 30_000

/**
 * Watches over one download after another: its signal aborts when the run is stopped, or when nothing was heard for so
 * long. To make signals and timers anew for each costs more than to fetch a small object.
 */
export class Watch {
  readonly run: AbortSignal
  readonly #timer: NodeJS.Timeout
  #stop = new AbortController()
  #isSilent = false
  readonly #ended = () => this.#stop.abort(this.run.reason)

  constructor(run: AbortSignal, stallAfter = stall) {
    this.run = run
    this.#timer = setTimeout(() => {
      this.#isSilent = true
      this.#stop.abort(tooSilent())
    }, stallAfter)
    run.addEventListener('abort', this.#ended)
  }

  /** For one request, from now on. */
  begin(): AbortSignal {
    this.run.throwIfAborted()
    if (this.#stop.signal.aborted) this.#stop = new AbortController()
    this.#isSilent = false
    this.#timer.refresh()
    return this.#stop.signal
  }

  heard(): void {
    this.#timer.refresh()
  }

  /** What went wrong with the request: silence, or what it says itself. */
  reason(error: unknown): unknown {
    return this.#isSilent ? tooSilent() : error
  }

  close(): void {
    clearTimeout(this.#timer)
    this.run.removeEventListener('abort', this.#ended)
  }
}

function tooSilent(): Error {
  return Object.assign(new Error('nothing came any more'), { code: 'ETIMEDOUT' })
}
