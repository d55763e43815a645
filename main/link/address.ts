import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/**
 * Where the owner of a case listens. In the case folder where it can be; a socket path may have no more than about
 * 104 bytes (sun_path on macOS) and read-only media hold no socket at all, so else in a folder of this user's own.
 * On Windows it is a named pipe, which every user may open: there the token of the lock is what keeps others out.
 */
export function socketAddress(casePath: string, writable: boolean, token: string): string {
  const name = createHash('sha256').update(casePath).update(token).digest('hex').slice(0, 24)
  if (process.platform === 'win32') return `\\\\.\\pipe\\coldtrail-${name}`
  const inside = join(casePath, 'case.sock')
  if (writable && Buffer.byteLength(inside) <= 100) return inside
  const own = join(tmpdir(), `coldtrail-${userInfo().uid}`)
  mkdirSync(own, { recursive: true, mode: 0o700 })
  return join(own, `${name}.sock`)
}
