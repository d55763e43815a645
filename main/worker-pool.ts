import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Batch } from '../shared/batch.ts'
import { Problem } from '../shared/problem.ts'
import type { FromWorker, Task, ToWorker } from './collect-worker.ts'
import { entry } from './entry.ts'
import { removeTemporary } from './parquet-files.ts'

/** Worker threads that read objects into batches, a few batches ahead of the commits and no further. One pool a case at a time. */
export class WorkerPool {
  readonly #workers: Worker[]
  readonly #isKnown: (sha256: string) => boolean
  readonly #tmp: string

  constructor(casePath: string, threads: number, isKnown: (sha256: string) => boolean) {
    this.#isKnown = isKnown
    this.#tmp = join(casePath, 'tmp')
    this.#workers = Array.from(
      { length: threads },
      () => new Worker(entry('collect-worker'), { workerData: { casePath } }),
    )
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
    const source = Symbol.asyncIterator in tasks ? tasks[Symbol.asyncIterator]() : tasks[Symbol.iterator]()
    const idle = [...this.#workers]
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
        const worker = idle.pop()
        if (!worker) return
        asking = true
        const next = await source.next()
        asking = false
        if (next.done === true || signal.aborted) {
          ended = true
          idle.push(worker)
          return wake()
        }
        const place = started.push(next.value) - 1
        this.#run(worker, next.value, ask, onRead).then((batch) => {
          ready.set(place, batch)
          idle.push(worker)
          start().catch(failed)
          wake()
        }, failed)
      }
    }
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
    const left = readdirSync(this.#tmp).filter((name) => name.startsWith('batch-'))
    for (const name of left) rmSync(join(this.#tmp, name), { force: true })
  }

  #run(
    worker: Worker,
    task: Task,
    ask: boolean,
    onRead: (objects: number, bytes: number, rows: number) => void,
  ): Promise<Batch> {
    return new Promise((resolve, reject) => {
      let isDone = false
      const done = (end: () => void) => {
        isDone = true
        worker.off('message', take)
        worker.off('error', died)
        end()
      }
      const died = (error: Error) =>
        done(() => reject(new Error(`a reading thread died: ${error.message}`, { cause: error })))
      const take = (message: FromWorker) => {
        if (message.kind === 'read') onRead(message.objects, message.bytes, message.rows)
        else if (message.kind === 'known?') {
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
        }
        if (!isDone) say({ kind: 'end' })
      }
      say({ kind: 'task', task: closed, ask, isOpen: more !== undefined })
      if (more) follow(more).catch((error: unknown) => done(() => reject(error)))
    })
  }
}
