import { Problem } from '../../../shared/problem.ts'
import type { Signal } from '../../../shared/signal.ts'

interface Entry<T> {
  readonly value: Promise<T>
  readonly making: AbortController
  made: boolean
  users: number
}

/**
 * Things that take long to make and are wanted again: made once, shared by everybody who asks for the same, and the
 * last `most` of them kept. Who stops waiting does not stop the making, as a person who scrolls asks again at once;
 * it is stopped when something else is wanted and nobody waits for it any more.
 */
export class Kept<T> {
  readonly #most: number
  readonly #drop: (value: T) => Promise<void>
  readonly #entries = new Map<string, Entry<T>>()

  constructor(most: number, drop: (value: T) => Promise<void> = async () => undefined) {
    this.#most = most
    this.#drop = drop
  }

  /** Does `work` with what is kept under `key`, which is not dropped before `work` has ended. */
  async use<R>(
    key: string,
    make: (signal: Signal) => Promise<T>,
    work: (value: T) => Promise<R>,
    signal?: Signal,
  ): Promise<R> {
    const entry = this.#entries.get(key) ?? this.#make(key, make)
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    entry.users++
    try {
      return await work(await unlessAborted(entry.value, signal))
    } finally {
      entry.users--
      await this.#dropOldest()
    }
  }

  /** Drops everything; what is being made is stopped. */
  async clear(): Promise<void> {
    const entries = [...this.#entries.values()]
    this.#entries.clear()
    for (const { making } of entries) making.abort()
    for (const { value } of entries) await value.then(this.#drop, () => undefined)
  }

  #make(key: string, make: (signal: Signal) => Promise<T>): Entry<T> {
    for (const other of this.#entries.values()) if (!other.made && other.users === 0) other.making.abort()
    const making = new AbortController()
    const entry: Entry<T> = { value: make(making.signal), making, made: false, users: 0 }
    entry.value.then(
      () => {
        entry.made = true
      },
      () => {
        if (this.#entries.get(key) === entry) this.#entries.delete(key)
      },
    )
    return entry
  }

  async #dropOldest(): Promise<void> {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= this.#most) return
      if (!entry.made || entry.users > 0) continue
      this.#entries.delete(key)
      await this.#drop(await entry.value)
    }
  }
}

function unlessAborted<T>(promise: Promise<T>, signal: Signal | undefined): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(new Problem('cancelled', 'cancelled before it was finished'))
    if (signal.aborted) return leave()
    signal.addEventListener('abort', leave, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
