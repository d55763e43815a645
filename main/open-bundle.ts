import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { BundleTaken } from '../shared/bundle.ts'
import { Problem } from '../shared/problem.ts'
import { decrypted } from './custody/age.ts'
import { takeApart } from './custody/bundle-files.ts'
import { filesOf } from './custody/tar-stream.ts'

/**
 * Unpacks a bundle: into a folder beside the target, which becomes the case only when every file of it has the hash that it
 * was packed with. Of a bundle of marks the text is answered instead. Nothing is left behind when it fails or is cancelled.
 * Errors: `not-found`, `refused` (another passphrase, something lies at the target), `bad-input`, `no-room`.
 */
export async function openBundle(
  path: string,
  passphrase: string,
  to: string | null,
  signal: AbortSignal,
): Promise<Omit<BundleTaken, 'marks'> & { readonly marks: string | null }> {
  const from = resolve(path)
  const size = (await stat(from).catch(() => null))?.size
  if (size === undefined) throw new Problem('not-found', `there is no file '${from}'`)
  const target = to === null ? null : resolve(to)
  if (target !== null && (await stat(target).catch(() => null)))
    throw new Problem('refused', `'${target}' is there already; choose another folder`)
  const staging = `${target ?? from}.${randomUUID().slice(0, 8)}.part`
  try {
    const content = Readable.from(decrypted(createReadStream(from, { highWaterMark: 1 << 20, signal }), passphrase))
    const taken = await takeApart(
      filesOf(content),
      async ({ contents }) => {
        if (contents === 'marks') return void (await mkdir(staging))
        if (target === null)
          throw new Problem('refused', 'this bundle holds a case: say the folder that it shall become')
        await mustHaveRoom(dirname(target), size)
        await mkdir(staging)
      },
      async (name, pieces) => {
        const file = join(staging, name)
        await mkdir(dirname(file), { recursive: true })
        const mode = name.startsWith('evidence/') ? 0o444 : 0o644
        await pipeline(Readable.from(pieces), createWriteStream(file, { flags: 'wx', mode }), { signal })
      },
    )
    if (taken.head.contents === 'marks')
      return { ...taken, path: null, marks: await readFile(join(staging, 'marks.json'), 'utf8') }
    await rename(staging, target ?? '')
    return { ...taken, path: target, marks: null }
  } catch (error) {
    if (signal.aborted) throw new Problem('cancelled', 'cancelled; nothing was unpacked', { cause: error })
    throw error
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/** A bundle is not compressed: what comes out is no more than what went in. */
async function mustHaveRoom(folder: string, bytes: number): Promise<void> {
  const there = await statfs(folder).catch(() => null)
  if (there === null) throw new Problem('not-found', `there is no folder '${folder}' to unpack into`)
  if (there.bavail * there.bsize < bytes)
    throw new Problem('no-room', `the disk that holds ${folder} has no room for ${bytes.toLocaleString('en-US')} bytes`)
}
