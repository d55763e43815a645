import { setMaxListeners } from 'node:events'
import { join } from 'node:path'
import type { Claims } from './check-bytes.ts'
import { type Downloaded, download, NotFetched, type Remote } from './download.ts'
import type { Gate } from './gate.ts'
import type { Pace } from './pace.ts'
import type { Packs } from './packs.ts'
import { Watch } from './watch.ts'

export type Fetched<T, A extends Claims> =
  | ({ readonly ok: true; readonly item: T } & Downloaded<A>)
  | { readonly ok: false; readonly item: T; readonly reason: string | null }

export interface How<T, A extends Claims> {
  /** Where the files go; they are named by number. */
  readonly folder: string
  readonly packs: Packs
  readonly pace: Pace
  readonly gate: Gate
  /** Null: there is nothing to fetch of it, and it is handed over in its turn. */
  readonly remote: (item: T) => Remote<A> | null
  readonly onBytes: (bytes: number) => void
  /** Milliseconds without a byte after which a connection is given up. */
  readonly stallAfter?: number
}

/** Downloads that may lie finished before somebody takes them: enough to keep all requests busy, and little of a disk. */
const mostWaiting = 512
const mostWaitingBytes = 256 << 20

/**
 * Downloads everything that `items` brings, as many at once as the pace allows, and hands each over when it is there, in
 * no order. What cannot be had is handed over as well, with its reason. Goes no further ahead than the buffer holds.
 */
export async function* fetchAll<T, A extends Claims>(
  items: AsyncIterable<T>,
  { folder, packs, pace, gate, remote, onBytes, stallAfter }: How<T, A>,
  signal: AbortSignal,
): AsyncGenerator<Fetched<T, A>> {
  const iterator = items[Symbol.asyncIterator]()
  const ready: Fetched<T, A>[] = []
  const running = new Set<Promise<void>>()
  const stop = new AbortController()
  const both = AbortSignal.any([signal, stop.signal])
  setMaxListeners(0, both)
  let waitingBytes = 0
  let asking = false
  let ended = false
  let failure: { readonly error: unknown } | null = null
  let wake = () => {}
  const failed = (error: unknown) => {
    failure ??= { error }
    wake()
  }

  const idle: Watch[] = []
  const one = async (item: T): Promise<void> => {
    const watch = idle.pop() ?? new Watch(both, stallAfter)
    try {
      const from = remote(item)
      if (from === null) {
        ready.push({ ok: false, item, reason: null })
        return
      }
      const path = join(folder, `fetch-${number++}`)
      const downloaded = await download(from, path, packs, pace, watch)
      waitingBytes += downloaded.bytes
      onBytes(downloaded.bytes)
      ready.push({ ok: true, item, ...downloaded })
    } catch (error) {
      if (both.aborted) return
      if (!(error instanceof NotFetched)) throw error
      ready.push({ ok: false, item, reason: error.message })
    } finally {
      idle.push(watch)
    }
  }
  const fill = async (): Promise<void> => {
    if (asking) return
    asking = true
    try {
      while (!ended && !failure && !both.aborted && running.size < pace.limit && hasRoom()) {
        await gate.pass(both)
        const next = await iterator.next()
        if (next.done === true) ended = true
        else if (!both.aborted) {
          const task = one(next.value)
            .catch(failed)
            .finally(() => {
              running.delete(task)
              wake()
            })
          running.add(task)
        }
      }
    } finally {
      asking = false
      wake()
    }
  }
  const hasRoom = () => ready.length < mostWaiting && waitingBytes < mostWaitingBytes
  const aborted = () => wake()

  signal.addEventListener('abort', aborted, { once: true })
  try {
    for (;;) {
      fill().catch(failed)
      const fetched = ready.shift()
      if (fetched) {
        if (fetched.ok) waitingBytes -= fetched.bytes
        yield fetched
      } else if (failure) throw (failure as { error: unknown }).error
      else if (signal.aborted || (ended && running.size === 0)) return
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    signal.removeEventListener('abort', aborted)
    stop.abort()
    await Promise.allSettled(running)
    for (const watch of idle) watch.close()
    await iterator.return?.()
  }
}

let number = 0
