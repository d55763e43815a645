/** Where running work waits while a person has paused it. */
export class Gate {
  #open: Promise<void> | null = null
  #release = () => {}

  get isClosed(): boolean {
    return this.#open !== null
  }

  close(): void {
    this.#open ??= new Promise((resolve) => (this.#release = resolve))
  }

  open(): void {
    this.#open = null
    this.#release()
  }

  /** Resolves at once, or when the gate opens; on abort as well: whoever passes looks at the signal next. */
  async pass(signal: AbortSignal): Promise<void> {
    while (this.#open !== null && !signal.aborted) {
      const open = this.#open
      await new Promise<void>((resolve) => {
        const go = () => {
          signal.removeEventListener('abort', go)
          resolve()
        }
        signal.addEventListener('abort', go, { once: true })
        void open.then(go)
      })
    }
  }
}
