import { createHash, randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'

/** Where a file or folder of ours is made until it is whole. Its name tells by which process, so that it can be swept. */
export function partPath(target: string): string {
  return `${target}.${thisHost}-${process.pid}-${randomBytes(4).toString('hex')}.part`
}

/** Removes from a folder what processes of this computer left half made there: they were killed, or the power went. */
export async function sweepParts(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const [, host, pid] = /\.([0-9a-f]{8})-(\d+)-[0-9a-f]{8}\.part$/.exec(name) ?? []
    if (host === thisHost && !isRunning(Number(pid))) await rm(join(folder, name), { recursive: true, force: true })
  }
}

const thisHost = createHash('sha256').update(hostname()).digest('hex').slice(0, 8)

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
