import type { Queue } from './queue.ts'

interface Message {
  readonly receipt: string
  open: number
  good: boolean
}

/**
 * The messages that are being worked on: kept hidden from others for as long as that takes, and given back in the end.
 */
export class Held {
  readonly #queue: Queue
  readonly #seconds: number
  readonly #messages = new Map<string, Message>()
  readonly #seen = new Set<string>()
  #beat: NodeJS.Timeout | null = null
  #refusal: { readonly error: unknown } | null = null

  constructor(queue: Queue, seconds: number) {
    this.#queue = queue
    this.#seconds = seconds
  }

  /** Whether the message is new to this run: one that comes again is only hidden again. */
  take(id: string, receipt: string): boolean {
    const fresh = !this.#seen.has(id)
    this.#seen.add(id)
    const known = this.#messages.get(id)
    this.#messages.set(id, { receipt, open: known?.open ?? 0, good: known?.good ?? true })
    this.#beat ??= setInterval(() => this.#extend(), (this.#seconds * 1000) / 2).unref()
    return fresh
  }

  /** Messages that came in this run. */
  get count(): number {
    return this.#seen.size
  }

  /** Why they could not be kept hidden, if so: then others were given them meanwhile, and we were again. */
  get refusal(): { readonly error: unknown } | null {
    return this.#refusal
  }

  expect(id: string, objects: number): void {
    const message = this.#messages.get(id)
    if (message) message.open = objects
  }

  /** One object of the message is done. Answers when all of them are, and whether all went well. */
  settle(id: string, good: boolean): { readonly receipt: string; readonly good: boolean } | null {
    const message = this.#messages.get(id)
    if (!message) return null
    message.open--
    message.good &&= good
    return message.open > 0 ? null : { receipt: message.receipt, good: message.good }
  }

  /** It was deleted: there is nothing to give back. */
  forget(id: string): void {
    this.#messages.delete(id)
  }

  /** Gives back what was not deleted, so that other readers of the queue need not wait. */
  async release(): Promise<void> {
    if (this.#beat) clearInterval(this.#beat)
    const receipts = [...this.#messages.values()].map(({ receipt }) => receipt)
    this.#messages.clear()
    await this.#queue.hide(receipts, 0).catch(() => undefined)
  }

  #extend(): void {
    const receipts = [...this.#messages.values()].map(({ receipt }) => receipt)
    // Without the permission, or after an hour's outage, they come back by themselves: then they are seen again.
    this.#queue.hide(receipts, this.#seconds).catch((error) => {
      this.#refusal ??= { error }
    })
  }
}
