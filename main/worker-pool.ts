import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Batch } from '../shared/batch.ts'
import { Problem } from '../shared/problem.ts'
import type { FromWorker, Task, ToWorker } from './collect-worker.ts'
import { entry } from './entry.ts'
import { removeTemporary } from './parquet-files.ts'

/** What one thread reads in about a second, bytes as they are stored. */
const second = 8 << 20

/**
 * Worker threads that read objects into batches, a few batches ahead of the commits and no further. One pool a case at a
 * time. Where objects come as they arrive, a further thread begins when those that are there lag behind: each compiles
 * the same code for itself, which costs as much as to read some thousand small objects.
 */
export class WorkerPool {
  readonly #casePath: string
  readonly #most: number
  readonly #isKnown: (sha256: string) => boolean
  readonly #workers: Worker[] = []
  /** Bytes that were handed on and are not read yet. */
  #lag = 0

  constructor(casePath: string, threads: number, isKnown: (sha256: string) => boolean) {
    this.#casePath = casePath
    this.#most = threads
    this.#isKnown = isKnown
  }

  /**
   * Batches of the tasks, in their order. Tasks are taken as they become ready, no more than can be read soon: whoever
   * makes them goes no further ahead. On abort it stops after what is being read; batches that were read but not taken
   * are dropped with their files.
   */
  async *read(
    tasks: Iterable<Task> | AsyncIterable<Task>,
    ask: boolean,
    onRead: (objects: number, bytes: number, rows: number) => void,
    signal: AbortSignal,
  ): AsyncGenerator<{ readonly task: Task; readonly batch: Batch }> {
    const isLive = Symbol.asyncIterator in tasks
    const source = isLive ? tasks[Symbol.asyncIterator]() : tasks[Symbol.iterator]()
    const idle: Worker[] = []
    const started: Task[] = []
    const ready = new Map<number, Batch>()
    let taken = 0
    let asking = false
    let ended = false
    let failure: { readonly error: unknown } | undefined
    let wake = () => {}
    const failed = (error: unknown) => {
      failure ??= { error }
      wake()
    }

    const start = async (): Promise<void> => {
      while (!asking && !ended && !failure && !signal.aborted && started.length - taken <= this.#workers.length) {
        if (idle.length === 0 && !this.#mayGrow(isLive)) return
        asking = true
        const next = await source.next()
        asking = false
        if (next.done === true || signal.aborted) {
          ended = true
          return wake()
        }
        const worker = idle.pop() ?? this.#another()
        const place = started.push(next.value) - 1
        this.#run(worker, next.value, ask, onRead, handedOn).then((batch) => {
          ready.set(place, batch)
          idle.push(worker)
          start().catch(failed)
          wake()
        }, failed)
      }
    }
    const handedOn = () => void start().catch(failed)
    const stop = () => {
      for (const worker of this.#workers) worker.postMessage({ kind: 'stop' } satisfies ToWorker)
      wake()
    }
    signal.addEventListener('abort', stop, { once: true })
    try {
      while (!signal.aborted) {
        start().catch(failed)
        const task = started[taken]
        const batch = ready.get(taken)
        if (task && batch) {
          ready.delete(taken++)
          yield { task, batch }
        } else if (failure) throw failure.error
        else if (ended && !task) return
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      signal.removeEventListener('abort', stop)
      for (const batch of ready.values()) {
        for (const { path } of batch.lines) rmSync(path, { force: true })
        removeTemporary(batch.parquet)
      }
      await source.return?.()
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
    const tmp = join(this.#casePath, 'tmp')
    const left = readdirSync(tmp).filter((name) => name.startsWith('batch-'))
    for (const name of left) rmSync(join(tmp, name), { force: true })
  }

  #mayGrow(isLive: boolean): boolean {
    if (this.#workers.length === this.#most) return false
    return !isLive || this.#workers.length === 0 || this.#lag >= second
  }

  #another(): Worker {
    const worker = new Worker(entry('collect-worker'), { workerData: { casePath: this.#casePath } })
    this.#workers.push(worker)
    return worker
  }

  #run(
    worker: Worker,
    task: Task,
    ask: boolean,
    onRead: (objects: number, bytes: number, rows: number) => void,
    handedOn: () => void,
  ): Promise<Batch> {
    return new Promise((resolve, reject) => {
      let isDone = false
      let lag = 0
      const lags = (bytes: number) => {
        lag += bytes
        this.#lag += bytes
      }
      const done = (end: () => void) => {
        isDone = true
        lags(-lag)
        worker.off('message', take)
        worker.off('error', died)
        end()
      }
      const died = (error: Error) =>
        done(() => reject(new Error(`a reading thread died: ${error.message}`, { cause: error })))
      const take = (message: FromWorker) => {
        if (message.kind === 'read') {
          lags(-message.bytes)
          onRead(message.objects, message.bytes, message.rows)
        } else if (message.kind === 'known?') {
          worker.postMessage({ kind: 'known', known: this.#isKnown(message.sha256) } satisfies ToWorker)
        } else if (message.kind === 'batch') done(() => resolve(message.batch))
        else done(() => reject(new Problem(message.code === 'no-room' ? 'no-room' : 'failed', message.message)))
      }
      worker.on('message', take)
      worker.on('error', died)
      const { more, ...closed } = task
      const say = (message: ToWorker) => worker.postMessage(message)
      const follow = async (more: NonNullable<Task['more']>) => {
        for await (const objects of more) {
          if (isDone) return
          say({ kind: 'more', objects })
          lags(objects.reduce((sum, { bytes }) => sum + bytes, 0))
          handedOn()
        }
        if (!isDone) say({ kind: 'end' })
      }
      say({ kind: 'task', task: closed, ask, isOpen: more !== undefined })
      if (more) follow(more).catch((error: unknown) => done(() => reject(error)))
    })
  }
}
