import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Problem } from '../../shared/problem.ts'

/** Who has a case open for writing: the content of its case.lock, which only its user may read. */
export interface Lock {
  readonly pid: number
  readonly host: string
  /** ISO 8601 UTC. */
  readonly startedAt: string
  /** Tells the process from a later one with the same number; null where the system does not say. */
  readonly processStart: string | null
  /** What a second door shows the owner; a secret. */
  readonly token: string
  /** Where the owner listens for second doors. */
  readonly socket: string
}

/**
 * Makes this process the owner of the case until `releaseLock`. A lock whose process is gone is taken over.
 * Error `locked`: somebody else has it, in a sentence without secrets.
 *
 * The lock is a file of ours because DuckDB's own vanishes as soon as any code of the owner closes another descriptor
 * on the database, and because it has to tell a second door where the owner listens.
 *
 * However many processes find the same dead lock, one takes it over: it first claims the succession with a file that
 * is named by the dead lock's content, which only one of them can create, and then renames that claim over the lock.
 * The one rename ends the claim and changes the lock, so whoever creates the same claim later finds another lock.
 */
export async function takeLock(
  casePath: string,
  { token, socket }: Pick<Lock, 'token' | 'socket'>,
): Promise<{ readonly lock: Lock; readonly tookOver: Lock | null }> {
  const lock: Lock = {
    pid: process.pid,
    host: hostname(),
    startedAt: new Date().toISOString(),
    processStart: processStart(process.pid),
    token,
    socket,
  }
  const root = lockPath(casePath)
  const mine = `${root}.${randomBytes(6).toString('hex')}`
  writeNew(mine, `${JSON.stringify(lock)}\n`)
  try {
    for (let attempt = 0; attempt < 100; attempt++) {
      if (place(mine, root)) return { lock, tookOver: null }
      const chain = await succession(root)
      const head = chain.at(-1)
      if (!head) continue
      const owner = parse(head.text)
      if (owner && !isStale(owner)) throw lockedBy(owner, casePath)
      const claim = claimOn(root, head.text)
      if (!place(mine, claim)) continue
      if (chain.every(({ path, text }) => content(path) === text)) {
        renameSync(claim, root)
        for (const { path } of chain) if (path !== root) rmSync(path, { force: true })
        return { lock, tookOver: owner }
      }
      rmSync(claim, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
  throw new Problem('locked', `several programs want to open ${casePath} at once; try again in a moment`)
}

/** The lock as it lies in the case; null when nobody has it or it is torn. Whether its process lives is `isStale`'s answer. */
export async function readLock(casePath: string): Promise<Lock | null> {
  const text = content(lockPath(casePath))
  return text === null ? null : parse(text)
}

/** Gives the case back, if it is still ours. */
export async function releaseLock(casePath: string, lock: Lock): Promise<void> {
  const there = await readLock(casePath)
  if (there?.token === lock.token && there.pid === lock.pid) rmSync(lockPath(casePath), { force: true })
}

/** True when the owner's process is gone. A lock of another host is never stale: we cannot see its processes. */
export function isStale(lock: Lock): boolean {
  if (lock.host !== hostname()) return false
  if (!isAlive(lock.pid)) return true
  const start = processStart(lock.pid)
  return start !== null && lock.processStart !== null && start !== lock.processStart
}

/** What to tell somebody who finds the case taken. */
export function lockedBy(owner: Lock, casePath: string): Problem {
  const since = `since ${owner.startedAt}`
  return new Problem(
    'locked',
    owner.host === hostname()
      ? `this case is open in another Coldtrail on this computer (process ${owner.pid}, ${since}); close it there first`
      : `this case is open on the computer ${owner.host} (process ${owner.pid}, ${since}); close it there, or open it read-only to look at it meanwhile; if it surely runs no more, delete ${lockPath(casePath)} and open the case again`,
  )
}

function lockPath(casePath: string): string {
  return join(casePath, 'case.lock')
}

function writeNew(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Puts our lock at a path where nothing is, whole from the first moment; false when something is there. */
function place(mine: string, path: string): boolean {
  try {
    linkSync(mine, path)
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
  }
  // The file systems of some memory sticks and network drives have no links: there it is created and then filled.
  try {
    writeNew(path, readFileSync(mine, 'utf8'))
    return true
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
}

interface Held {
  readonly path: string
  readonly text: string
}

/** The lock, the claim on its succession, the claim on that one's (each of a process that died), the last one last. */
async function succession(root: string): Promise<readonly Held[]> {
  const chain: Held[] = []
  for (let path = root; ; ) {
    const text = await settled(path)
    if (text === null) return chain
    chain.push({ path, text })
    path = claimOn(root, text)
  }
}

function claimOn(root: string, text: string): string {
  return `${root}.${createHash('sha256').update(text).digest('hex').slice(0, 12)}`
}

/** The text of a lock; a torn one is given a second to be finished by its writer. Null when it is not there. */
async function settled(path: string): Promise<string | null> {
  for (let wait = 0; ; wait++) {
    const text = content(path)
    if (text === null || parse(text) || wait === 10) return text
    await pause(100)
  }
}

function content(path: string): string | null {
  try {
    if (statSync(path).size > 65_536) return ''
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ENOTDIR')) return null
    throw error
  }
}

function parse(text: string): Lock | null {
  try {
    const { pid, host, startedAt, processStart, token, socket } = JSON.parse(text)
    if (!Number.isSafeInteger(pid) || pid <= 0) return null
    if ([host, startedAt, token, socket].some((value) => typeof value !== 'string')) return null
    return { pid, host, startedAt, processStart: typeof processStart === 'string' ? processStart : null, token, socket }
  } catch {
    return null
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return isCode(error, 'EPERM')
  }
}

/** Field 22 of Linux' /proc/<pid>/stat, clock ticks since the system started; the name in field 2 may hold anything. */
function processStart(pid: number): string | null {
  if (process.platform !== 'linux') return null
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
