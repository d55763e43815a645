import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { link, readFile, rename, rm, stat } from 'node:fs/promises'
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
 * Makes this process the owner of the case, for good or until `releaseLock`. A lock whose process is gone is taken
 * over. Error `locked`: somebody else has it, in a sentence without secrets.
 *
 * The lock is a file of ours because DuckDB's own vanishes as soon as any code of the owner closes another descriptor
 * on the database, and because it has to tell a second door where the owner listens.
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
  let tookOver: Lock | null = null
  let moved = false
  for (let attempt = 0; attempt < 20; attempt++) {
    if (create(casePath, lock)) {
      if (!moved || (await keptThroughTakeovers(casePath, token))) return { lock, tookOver }
      tookOver = null
      continue
    }
    const found = await settled(casePath)
    if (found === null) continue
    const owner = parse(found)
    if (owner && !isStale(owner)) throw lockedBy(owner, casePath)
    moved = true
    if (await setAside(casePath, found)) tookOver = owner
  }
  throw new Problem('locked', `several programs want to open ${casePath} at once; try again in a moment`)
}

/** The lock as it lies in the case; null when nobody has it or it is torn. Whether its process lives is `isStale`'s answer. */
export async function readLock(casePath: string): Promise<Lock | null> {
  const text = await content(casePath)
  return text === null ? null : parse(text)
}

/** Gives the case back, if it is still ours. */
export async function releaseLock(casePath: string, lock: Lock): Promise<void> {
  const there = await readLock(casePath)
  if (there?.token === lock.token && there.pid === lock.pid) await rm(lockPath(casePath), { force: true })
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
      : `this case is open on the computer ${owner.host} (process ${owner.pid}, ${since}); close it there, or if it surely runs no more, delete ${lockPath(casePath)} and open the case again`,
  )
}

function lockPath(casePath: string): string {
  return join(casePath, 'case.lock')
}

function create(casePath: string, lock: Lock): boolean {
  return writeNew(lockPath(casePath), `${JSON.stringify(lock)}\n`)
}

function writeNew(path: string, text: string): boolean {
  let file: number
  try {
    file = openSync(path, 'wx', 0o600)
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false
    throw error
  }
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  return true
}

/**
 * Another process may have judged the same stale lock, renamed *our* new one aside and put it back, or lost it to a
 * third. After the time that such a move takes, the lock that lies there is the owner's.
 */
async function keptThroughTakeovers(casePath: string, token: string): Promise<boolean> {
  await pause(150)
  return (await readLock(casePath))?.token === token
}

/** The lock's text; a torn one is given a second to be finished by its writer. Null when it is gone. */
async function settled(casePath: string): Promise<string | null> {
  for (let wait = 0; ; wait++) {
    const text = await content(casePath)
    if (text === null || parse(text) || wait === 10) return text
    await pause(100)
  }
}

/** Removes the lock if it is still the one that was judged; puts back any other. */
async function setAside(casePath: string, judged: string): Promise<boolean> {
  const aside = `${lockPath(casePath)}.${randomBytes(6).toString('hex')}`
  try {
    await rename(lockPath(casePath), aside)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return false
    throw error
  }
  const moved = await readFile(aside, 'utf8')
  if (moved !== judged) await putBack(aside, lockPath(casePath), moved)
  await rm(aside, { force: true })
  return moved === judged
}

async function putBack(aside: string, path: string, text: string): Promise<void> {
  try {
    await link(aside, path)
  } catch (error) {
    // Some file systems of memory sticks have no links; EEXIST means that somebody else became the owner meanwhile.
    if (!isCode(error, 'EEXIST')) writeNew(path, text)
  }
}

async function content(casePath: string): Promise<string | null> {
  try {
    const { size } = await stat(lockPath(casePath))
    if (size > 65_536) return ''
    return await readFile(lockPath(casePath), 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null
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
