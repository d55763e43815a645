import { type UtilityProcess, utilityProcess } from 'electron'

/** An engine that was started. It is reached through its socket; here it says one word and is watched. */
interface StartedEngine {
  /** What it tells the one who started it: ready, or why it failed. */
  onWord(listener: (word: never) => void): void
  /** `code` is null when it ended without one. */
  onExit(listener: (code: number | null) => void): void
  leave(): void
}

export interface EngineProcesses {
  start(module: string, argument: string): StartedEngine
  /** Waits until all have ended, then ends those that have not. */
  ended(patienceMilliseconds: number): Promise<void>
}

/**
 * Starts the engine of a case in a process of its own, so that a native crash or out-of-memory in the database ends
 * the engine and never the window. Packaged Electron cannot fork itself as Node (that fuse is off), hence
 * utilityProcess; those end with Electron, so a quit waits for them to close their cases.
 */
export function engineProcesses(): EngineProcesses {
  const running = new Map<UtilityProcess, Promise<void>>()
  return {
    start: (module, argument) => {
      const stdio = process.env.COLDTRAIL_LOG ? 'inherit' : 'ignore'
      // Threads that wait for the disk, as many as in an engine that another door starts.
      const env = { ...process.env, UV_THREADPOOL_SIZE: '32' }
      const engine = utilityProcess.fork(module, [argument], { serviceName: 'Coldtrail engine', stdio, env })
      // Words and exits are kept: whoever listens late hears them too.
      const word = new Promise<unknown>((resolve) => engine.once('message', resolve))
      const exit = new Promise<number | null>((resolve) => engine.once('exit', resolve))
      // A fatal error of V8 is followed by the exit; without a listener it would be thrown in the window's process.
      engine.on('error', () => undefined)
      running.set(
        engine,
        exit.then(() => void running.delete(engine)),
      )
      return {
        onWord: (listener) => void word.then((said) => listener(said as never)),
        onExit: (listener) => void exit.then(listener),
        leave: () => undefined,
      }
    },
    ended: async (patienceMilliseconds) => {
      let timer: NodeJS.Timeout | undefined
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patienceMilliseconds)
      })
      await Promise.race([Promise.all(running.values()), patience])
      clearTimeout(timer)
      for (const engine of running.keys()) engine.kill()
    },
  }
}
