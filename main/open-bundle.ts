import { rename, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { BundleTaken } from '../shared/bundle.ts'
import type { Progress } from '../shared/job.ts'
import { Problem } from '../shared/problem.ts'
import { inBundleThread } from './bundle-thread.ts'
import { partPath, sweepParts } from './part-path.ts'
import { leaveUnpacked } from './store/left-behind.ts'

/**
 * Unpacks a bundle: into a folder beside the target, which becomes the case only when every file of it has the hash that it
 * was packed with. Of a bundle of marks (`to` null) the text is answered instead. Nothing is left behind when it fails or is
 * cancelled. Errors: `not-found`, `refused` (another passphrase, something lies at the target), `bad-input`, `no-room`.
 */
export async function openBundle(
  { path, passphrase, to }: { readonly path: string; readonly passphrase: string; readonly to: string | null },
  report: (progress: Progress) => void,
  signal: AbortSignal,
): Promise<Omit<BundleTaken, 'marks'> & { readonly marks: string | null }> {
  const target = to === null ? null : resolve(to)
  if (target !== null && (await stat(target).catch(() => null)))
    throw new Problem('refused', `'${target}' is there already; choose another folder`)
  const staging = target === null ? null : partPath(target)
  if (target !== null) await sweepParts(dirname(target))
  try {
    const work = { kind: 'unpack', path: resolve(path), passphrase, to: staging } as const
    const taken = await inBundleThread(work, report, signal)
    if (target !== null && staging !== null) {
      await leaveUnpacked(staging)
      await rename(staging, target)
    }
    return { ...taken, folder: target }
  } finally {
    if (staging !== null) await rm(staging, { recursive: true, force: true })
  }
}
