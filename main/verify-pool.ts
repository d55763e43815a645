import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { entry } from './entry.ts'
import type { EvidenceFile, FoundFile } from './verify-worker.ts'

/** Files a message: few enough to be told of progress, enough that messages cost nothing. */
const perMessage = 32

/** Looks at files of evidence in worker threads, in any order, and tells what each is now. Stops between messages on abort. */
export async function lookAtFiles(
  files: readonly EvidenceFile[],
  tell: (file: EvidenceFile, found: FoundFile) => void,
  signal: AbortSignal,
): Promise<void> {
  let next = 0
  const work = async () => {
    const worker = new Worker(entry('verify-worker'))
    try {
      while (next < files.length && !signal.aborted) {
        const some = files.slice(next, next + perMessage)
        next += some.length
        const found = await ask(worker, some)
        for (const [place, file] of some.entries()) tell(file, found[place] as FoundFile)
      }
    } finally {
      await worker.terminate()
    }
  }
  const threads = Math.min(availableParallelism(), Math.ceil(files.length / perMessage))
  await Promise.all(Array.from({ length: threads }, work))
  signal.throwIfAborted()
}

function ask(worker: Worker, files: readonly EvidenceFile[]): Promise<readonly FoundFile[]> {
  return new Promise((resolve, reject) => {
    const done = (end: () => void) => {
      worker.off('message', take)
      worker.off('error', died)
      end()
    }
    const take = (found: readonly FoundFile[]) => done(() => resolve(found))
    const died = (error: Error) =>
      done(() => reject(new Error(`a verifying thread died: ${error.message}`, { cause: error })))
    worker.on('message', take)
    worker.on('error', died)
    worker.postMessage(files)
  })
}
