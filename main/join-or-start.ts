import { hostname } from 'node:os'
import type { Notice } from '../shared/api.ts'
import { Problem } from '../shared/problem.ts'
import type { EngineStart, EngineWord } from './engine.ts'
import { entry } from './entry.ts'
import { connect, type Line } from './link/connect.ts'
import { readLock } from './store/lock.ts'

/** Starts a process that runs the engine module with one argument. */
export type StartEngine = (
  module: string,
  argument: string,
) => {
  onWord(listener: (word: EngineWord) => void): void
  onExit(listener: (code: number | null) => void): void
  /** Our part is done: it is ready, or it has failed. */
  leave(): void
}

/**
 * A line to the engine of a case: to the one that already holds it, else to a new one. Two doors that open the same
 * case at the same moment both start an engine; one of them finds the lock taken, and joins the other.
 */
export async function joinOrStart(
  start: EngineStart,
  startEngine: StartEngine,
  onNotice: (notice: Notice) => void,
): Promise<Line> {
  for (let attempt = 0; ; attempt++) {
    const joined = start.create ? null : await join(start.path, onNotice)
    if (joined) return joined
    const word = await firstWord(start, startEngine)
    if (word.kind === 'ready') return connect(word.address, word.token, onNotice)
    if (word.reply.ok) throw new Error('an engine that failed gave no reason')
    const stays = start.create || attempt >= 20 || (await isElsewhere(start.path))
    if (word.reply.code !== 'locked' || stays) throw new Problem(word.reply.code, word.reply.message)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function join(path: string, onNotice: (notice: Notice) => void): Promise<Line | null> {
  const lock = await readLock(path)
  if (!lock) return null
  try {
    return await connect(lock.socket, lock.token, onNotice)
  } catch {
    return null
  }
}

/** Whether another computer has the case: its engine cannot be joined from here, however often one tries. */
async function isElsewhere(path: string): Promise<boolean> {
  const lock = await readLock(path)
  return lock !== null && lock.host !== hostname()
}

function firstWord(start: EngineStart, startEngine: StartEngine): Promise<EngineWord> {
  return new Promise((resolve) => {
    const child = startEngine(entry('engine'), JSON.stringify(start))
    child.onWord((word) => {
      child.leave()
      resolve(word)
    })
    child.onExit((code) => {
      const message = `the engine ended with code ${code} before it could open '${start.path}'; set COLDTRAIL_LOG=debug to see why`
      resolve({ kind: 'failed', reply: { ok: false, code: 'engine-down', message } })
    })
  })
}
