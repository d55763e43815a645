import { Worker } from 'node:worker_threads'
import type { Progress } from '../shared/job.ts'
import { Problem } from '../shared/problem.ts'
import type { BundleDone, BundleWord, BundleWork } from './bundle-worker.ts'
import { entry } from './entry.ts'

/**
 * Packs or unpacks a bundle in a thread of its own: the key of a passphrase takes a second of computing on purpose, and
 * encrypting a large case takes minutes, through which the case must answer. Aborting ends the thread where it is; what it
 * had half made is the caller's to remove.
 */
export async function inBundleThread<W extends BundleWork>(
  work: W,
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<BundleDone<W>> {
  signal.throwIfAborted()
  const worker = new Worker(entry('bundle-worker'), { workerData: work })
  try {
    return await new Promise((resolve, reject) => {
      worker.on('message', (word: BundleWord) => {
        if ('progress' in word) report(word.progress)
        else if ('done' in word) resolve(word.done as BundleDone<W>)
        else reject(new Problem(word.problem.code, word.problem.message))
      })
      worker.on('error', reject)
      worker.on('exit', () => reject(new Error('the thread that works on the bundle ended unexpectedly')))
      signal.addEventListener('abort', () => reject(new Problem('cancelled', 'cancelled')), { once: true })
    })
  } finally {
    await worker.terminate()
  }
}
