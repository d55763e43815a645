import { parentPort, workerData } from 'node:worker_threads'
import type { Progress } from '../shared/job.ts'
import { problemOf } from './dispatch.ts'
import { type Packing, packBundle } from './pack-bundle.ts'
import { type Unpacking, unpackBundle } from './unpack-bundle.ts'

/** What a thread is started with: it packs one bundle or unpacks one, and ends. */
export type BundleWork = Packing | Unpacking
export type BundleDone<W extends BundleWork> = Awaited<
  ReturnType<W extends Packing ? typeof packBundle : typeof unpackBundle>
>

/** What it tells: how far it is, and at the end what it came to or why not. */
export type BundleWord =
  | { readonly progress: Progress }
  | { readonly done: BundleDone<BundleWork> }
  | { readonly problem: ReturnType<typeof problemOf> }

const port = parentPort
if (!port) throw new Error('bundle-worker is started as a worker thread')
const say = (word: BundleWord) => port.postMessage(word)
const work = workerData as BundleWork

let told = 0
const report = (progress: Progress) => {
  if (performance.now() - told < 100) return
  told = performance.now()
  say({ progress })
}

const result = work.kind === 'pack' ? packBundle(work, report) : unpackBundle(work, report)
result.then(
  (done) => say({ done }),
  (error) => say({ problem: problemOf(error) }),
)
